"""What is in the file, read beside whoever writes. Only what is durable is seen."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kap_room.adapters.journal.schema import JournalRefused, connect_to_read
from kap_room.adapters.journal.waiting import Copy
from kap_room.engine.ports import Entry
from kap_room.plan.units import Seconds

Row = tuple[str, str, str, str, str, float, float, float | None]

ENTRIES = """
SELECT session, stream, kind, data, wall, reading, position, since_dose
FROM entries WHERE session = ? ORDER BY seq
"""


def checkpoint_in(path: Path) -> str | None:
    """None when there is none, or none that could be read."""
    try:
        with contextlib.closing(connect_to_read(path)) as file:
            row = file.execute("SELECT data FROM checkpoint").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None or row[0] is None else str(row[0])


def entries_in(path: Path, session: str) -> tuple[Entry, ...]:
    with _reading(path) as file:
        return tuple(_entry(row) for row in file.execute(ENTRIES, (session,)))


def copies_in(path: Path, session: str) -> tuple[Copy, ...]:
    ask = "SELECT kind, name, text FROM copies WHERE session = ? ORDER BY kind, name"
    with _reading(path) as file:
        return tuple(Copy(*row) for row in file.execute(ask, (session,)))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(connect_to_read(path)) as file:
            yield file
    except sqlite3.Error as problem:
        raise JournalRefused(f"{path} cannot be read: {problem}.") from problem


def _entry(row: Row) -> Entry:
    session, stream, kind, data, wall, reading, position, since_dose = row
    since = None if since_dose is None else Seconds(since_dose)
    told = (Seconds(reading), Seconds(position), since)
    return Entry(session, stream, kind, data, wall, *told)
