"""What a disk's refusal means to the therapist, in a sentence."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

FORGOTTEN: Final = (
    "Too much waits for the disk: the oldest of it is lost. Write it on paper."
)
KEPT: Final = "Notes are kept in memory and not saved yet."

_MEANS: Final = {
    "SQLITE_FULL": "The disk is full: make room on it.",
    "SQLITE_READONLY": "The disk can be read only: look whether the card is worn out.",
    "SQLITE_CANTOPEN": "The journal cannot be opened: look at the data folder.",
    "SQLITE_BUSY": "Another program holds the journal: close it.",
    "SQLITE_IOERR": "The disk does not take the journal: look at card and cable.",
    "SQLITE_CORRUPT": "The journal is damaged: end the session when you can.",
}
_NUMBERS: Final = {
    errno.ENOSPC: _MEANS["SQLITE_FULL"],
    errno.EDQUOT: _MEANS["SQLITE_FULL"],
    errno.EROFS: _MEANS["SQLITE_READONLY"],
}


def sentence_about(problem: Exception) -> str:
    match problem:
        case sqlite3.Error():
            name = getattr(problem, "sqlite_errorname", "") or ""
            means = next((s for n, s in _MEANS.items() if name.startswith(n)), None)
            return f"{means or _plain(str(problem))} {KEPT}"
        case OSError():
            means = _NUMBERS.get(problem.errno or 0)
            return f"{means or _plain(problem.strerror or str(problem))} {KEPT}"
        case _:
            return f"{problem} {KEPT}"


def _plain(says: str) -> str:
    return f"The journal cannot be written ({says})."
