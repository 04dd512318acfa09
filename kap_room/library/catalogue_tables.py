"""The tables of the catalogue, and how a database of any age becomes one of today.

`measures` holds what decoding can find again: it is thrown away whenever an older
program measured by other rules. `hands` and `heard` cannot be found again. They go by
the sound of a file and not by its name, are only ever added to, and survive whatever
happens to the rest.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

VERSION: Final = 5
"""Raise it when measures of an older program should be taken again."""

PATIENCE: Final = 5.0
"""Seconds that a reader waits for the writer, and the other way round."""

_MEASURES: Final = (
    "DROP TABLE IF EXISTS measures",
    """
    CREATE TABLE measures (
        path BLOB PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0,
        length REAL, loudness REAL, peak REAL, problem TEXT, head REAL, tail REAL,
        loudness_range REAL, rise REAL, brightness REAL, tempo REAL,
        intensity INTEGER, loudest REAL, onsets REAL,
        title TEXT, artist TEXT, album TEXT, genre TEXT,
        content TEXT, starts_inside INTEGER, missing REAL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX measures_by_content ON measures (content)",
    "CREATE INDEX measures_by_size ON measures (size)",
)
_KEPT: Final = (
    """
    CREATE TABLE IF NOT EXISTS hands (
        content TEXT PRIMARY KEY, intensity INTEGER, tags TEXT NOT NULL DEFAULT '[]'
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS heard (
        content TEXT PRIMARY KEY, date TEXT NOT NULL
    )
    """,
)
_READ_OUT: Final = (
    "SELECT content, intensity, tags FROM hands",
    "SELECT content, date FROM heard",
)
_WRITTEN_IN: Final = (
    "INSERT OR IGNORE INTO hands (content, intensity, tags) VALUES (?, ?, ?)",
    "INSERT OR IGNORE INTO heard (content, date) VALUES (?, ?)",
)


def opened(database: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """What is broken is put aside, but for what a hand said, as far as it is legible.

    It must never keep a session from starting.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connected(database, patience)
    except sqlite3.DatabaseError as wrong:
        if isinstance(wrong, sqlite3.OperationalError):
            raise  # locked, or a disk without room: it is not the file's fault
        return _begun_anew(database)


def is_of_another_version(database: Path) -> bool:
    """Then all is measured anew, and whoever waits for that is to know why."""
    if not database.exists():
        return False
    address = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return _version(connection) != VERSION
    except sqlite3.Error:
        return False


def mend(database: Path) -> None:
    """Look it over, which no session waits for, and begin anew what is broken."""
    if not database.exists():
        return
    with closing(opened(database)) as connection:
        try:
            is_whole = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.OperationalError:
            return  # in use, or no room: its own page may be in order
        except sqlite3.DatabaseError:
            is_whole = False
    if not is_whole:
        _begun_anew(database).close()


def _begun_anew(database: Path) -> sqlite3.Connection:
    saved = [_legible(database, reading) for reading in _READ_OUT]
    _put_aside(database)
    connection = _connected(database)
    for writing, rows in zip(_WRITTEN_IN, saved, strict=True):
        connection.executemany(writing, rows)
    return connection


def _connected(database: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if _version(connection) != VERSION:
            _bring_up_to_date(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) != VERSION:  # another process was quicker
        for statement in (*_MEASURES, *_KEPT):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _legible(database: Path, reading: str) -> list[Any]:
    rows: list[Any] = []
    address = f"{database.absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error, OSError),
        closing(sqlite3.connect(address, uri=True)) as old,
    ):
        # One by one: those before the broken page are worth having.
        for row in old.execute(reading):
            rows.append(row)  # noqa: PERF402
    return rows


def _put_aside(database: Path) -> None:
    """Never over an older one: what a hand said may be in that."""
    number = 0
    while (aside := _aside(database, number)).exists():
        number += 1
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).replace(
                aside.with_name(aside.name + ending)
            )


def _aside(database: Path, number: int) -> Path:
    again = f"-{number + 1}" if number else ""
    return database.with_name(f"broken{again}-{database.name}")
