"""The broker's password, read from its file whenever it is needed.

It stands in no other file, no argument and no log, and no sentence repeats it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

LONGEST: Final = 4096
"""Bytes. A file larger than this is not a password file."""


class AccessError(Exception):
    """What the room file names and cannot be used, in a sentence."""


def read_password(file: Path) -> str:
    """The first line of the file, whatever ends it."""
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            text = opened.read(LONGEST + 1)
    except FileNotFoundError:
        raise AccessError(
            f"The password file {file} is missing. Write the broker's password into it "
            f"and run: chmod 600 {file}"
        ) from None
    except OSError as fault:
        why = fault.strerror or "it cannot be read"
        raise AccessError(
            f"The password file {file} cannot be read ({why}). "
            "It must belong to whoever runs kap-room."
        ) from None
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise AccessError(
            f"The password file {file} is open to everybody on this computer. "
            f"Run: chmod 600 {file}"
        )
    return _first_line(file, text)


def _first_line(file: Path, text: bytes) -> str:
    try:
        lines = text.decode("utf-8").splitlines() if len(text) <= LONGEST else []
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0]:
        raise AccessError(
            f"The password file {file} holds no password. "
            "Write it there as one line of plain text."
        )
    return lines[0]
