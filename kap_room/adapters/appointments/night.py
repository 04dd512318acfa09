"""What is done at night: a copy of the journal, so that one bad card is no lost record.

SQLite's own backup, a few pages at a time: the writer is never kept waiting, and what
is copied is whole. A copy is as private as what it was copied from.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import date
from pathlib import Path
from typing import Final

KEPT: Final = 7
"""Copies. The oldest goes when an eighth is whole."""

PAGES: Final = 64
"""At a time: a quarter of a megabyte."""

BREATHES: Final = 0.02
"""Seconds between two pieces, for whoever else needs the disk."""


def back_up(journal: Path, folder: Path, day: date) -> Path | None:
    """The copy; None where there is no journal yet. Raises `OSError`, `sqlite3.Error`.

    It gets its name when it is whole, so that half a copy is never taken for one.
    """
    if not journal.exists():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / "unfinished.db"
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _copy(journal, unfinished)
    _on_disk(unfinished)
    whole = folder / f"journal-{day:%Y-%m-%d}.db"
    unfinished.replace(whole)
    _on_disk(folder)
    for old in sorted(folder.glob("journal-*.db"))[:-KEPT]:
        old.unlink()
    return whole


def _copy(journal: Path, into: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as old,
        contextlib.closing(sqlite3.connect(into)) as new,
    ):
        old.backup(new, pages=PAGES, sleep=BREATHES)
        # One file, and nothing beside it that could be left behind.
        new.execute("PRAGMA journal_mode=DELETE")


def _on_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
