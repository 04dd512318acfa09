"""Which room this is, where two have names that look alike in a topic.

`Room 1` and `room-1` would share every topic, and who asks for silence in one would
silence the other. So each room has a mark of its own, made once and kept in its data
folder; it stands in what the room announces, and by it a room knows its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from kap_room.adapters.broker_line.payload import read_object

FILE: Final = "room.id"

KEY: Final = "serial_number"
"""Where it stands in what is announced: Home Assistant shows it with the device."""

_MARK: Final = re.compile(r"[0-9a-f]{8}")


def mark_of(folder: Path) -> str:
    """The room's own mark, made where there is none."""
    found = _read(folder)
    if found is not None:
        return found
    fresh = secrets.token_hex(4)
    with suppress(OSError):
        # Whoever else makes one at this moment was first.
        with os.fdopen(_fresh_file(folder), "w") as opened:
            opened.write(fresh + "\n")
        return fresh
    return _read(folder) or _of_the_place(folder)


def mark_in(announcement: bytes) -> str | None:
    """Whose announcement it is; None where it does not say, or is none."""
    found = read_object(announcement) or {}
    device = found.get("device")
    mark = device.get(KEY) if isinstance(device, dict) else None
    return mark if isinstance(mark, str) and _MARK.fullmatch(mark) else None


def _read(folder: Path) -> str | None:
    with suppress(OSError, ValueError):
        with (folder / FILE).open(encoding="utf-8") as opened:
            found = opened.read(64).strip()
        return found if _MARK.fullmatch(found) else None
    return None


def _fresh_file(folder: Path) -> int:
    return os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _of_the_place(folder: Path) -> str:
    """Where nothing can be written: the same at each start, and nowhere else."""
    place = f"{socket.gethostname()}:{folder.absolute()}"
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:8]
