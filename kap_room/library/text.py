"""The text of a file, or one sentence on why there is none.

A path can lead to anything: a folder, a pipe nobody writes to, a disk image, a page
saved in another alphabet. None of them may hang the program, fill its memory or end it.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path
from typing import Final

LARGEST: Final = 1_000_000
"""Bytes. A thousand tracks with all their keys are a fifth of this."""

_CONTROL: Final = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML does not allow in a file."""

_REASONS: Final = {
    errno.ENOENT: "There is no such file.",
    errno.ENOTDIR: "There is no such file: a part of its path is not a folder.",
    errno.EACCES: "It may not be read: its permissions do not allow it.",
    errno.EPERM: "It may not be read: its permissions do not allow it.",
    errno.EISDIR: "It is a folder. A file is needed here.",
    errno.ELOOP: "It is a link that leads round in a circle.",
    errno.ENAMETOOLONG: "Its name is too long.",
    errno.ENXIO: "It is not a file but a device or a pipe.",
}


class Unreadable(Exception):  # noqa: N818 (it is what the file is)
    """Why a file has no text."""

    def __init__(self, says: str, line: int = 1) -> None:
        super().__init__(says)
        self.says = says
        self.line = line


def text_of(path: Path) -> str:
    """Raise `Unreadable` where it cannot be had."""
    raw = bytes_of(path)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("It is saved as UTF-16. Save it as UTF-8.")
    if (nul := raw.find(b"\0")) >= 0:
        raise Unreadable(
            "It holds zero bytes, so it is not text. Save it as UTF-8 text.",
            _line_at(raw, nul),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(
            "This line is not UTF-8. Save the file as UTF-8.",
            _line_at(raw, wrong.start),
        ) from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise Unreadable("A control character stands here. Remove it.", line)
    return text


def _line_at(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1


def bytes_of(path: Path) -> bytes:
    """As they are, for those who know another alphabet. Raise `Unreadable`."""
    try:
        # Without O_NONBLOCK a pipe would be waited for until somebody writes to it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with open(handle, "rb") as file:  # noqa: PTH123 (a handle, not a path)
            status = os.fstat(handle)
            _refuse_what_is_no_file(status)
            raw = file.read(LARGEST + 1)
    except OSError as wrong:
        reason = _REASONS.get(wrong.errno or 0, "It cannot be read.")
        raise Unreadable(reason) from None
    except ValueError:
        raise Unreadable("Its name holds a zero byte.") from None
    if len(raw) > LARGEST:
        raise Unreadable(_too_large(len(raw)))
    return raw


def _refuse_what_is_no_file(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable(_REASONS[errno.EISDIR])
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(_REASONS[errno.ENXIO])
    if status.st_size > LARGEST:
        raise Unreadable(_too_large(status.st_size))


def _too_large(size: int) -> str:
    most = LARGEST // 1_000_000
    return f"It is larger than {most} MB ({size} bytes), so it is no file of this kind."
