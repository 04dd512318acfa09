"""One keeper for one room. The system gives the lock back however its holder ends.

Children do not inherit it. A keeper that was killed leaves its engine and player
running, and the next one must be able to take the room over at once: so the file names
them, and whoever gets the lock finds them there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kap_room.keeper.identity import Identity, own_identity

LONGEST: Final = 4096
"""Bytes of the file; what is longer was not written here."""


class RoomHeld(Exception):  # noqa: N818 - a sentence for a person
    """Another keeper has this room; the sentence says which."""


class RoomLock:
    """Held from its making until `release` or the end of this process."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = os.open(path, flags, 0o600)
        self._since = time.strftime("%H:%M")
        told = self._read()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(self._file)
            raise RoomHeld(_held_by(told)) from problem
        self.left_behind = _children_in(told)
        """What a keeper that was killed had started."""

    def record(self, children: Mapping[str, Identity]) -> None:
        keeper = own_identity()
        told = {
            "pid": keeper.pid,
            "start": keeper.start,
            "since": self._since,
            "children": {n: [c.pid, c.start] for n, c in children.items()},
        }
        # A full disk must not end what is running.
        with contextlib.suppress(OSError):
            line = json.dumps(told).encode() + b"\n"
            os.pwrite(self._file, line, 0)
            os.ftruncate(self._file, len(line))

    def release(self) -> None:
        """The room is free, and nothing was left behind."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
        os.close(self._file)

    def _read(self) -> dict[str, object]:
        try:
            told = json.loads(os.pread(self._file, LONGEST, 0))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def _held_by(told: dict[str, object]) -> str:
    if "pid" not in told:
        return "This room is held by another kap-room engine."
    pid, since = told["pid"], told.get("since", "some time ago")
    return f"This room is held by kap-room engine, process {pid}, since {since}."


def _children_in(told: dict[str, object]) -> dict[str, Identity]:
    children = told.get("children")
    found = {}
    for name, child in children.items() if isinstance(children, dict) else ():
        match child:
            case [int(pid), str(start)] if pid > 1:
                found[str(name)] = Identity(pid, start)
    return found
