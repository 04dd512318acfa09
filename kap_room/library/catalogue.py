"""The catalogue of measured music: what decoding found, so that it is done once.

A database of its own, in WAL mode: one worker writes, engine and commands read beside
it. It holds nothing that cannot be measured again, so a catalogue that is broken or of
another version is put aside and begun anew; it must never keep a session from starting.
"""

from __future__ import annotations

import math
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds

VERSION: Final = 2
"""Raise it when measures of an older program should be taken again."""

PATIENCE: Final = 5.0
"""Seconds that a reader waits for the writer, and the other way round."""

MOST_TRIES: Final = 3
"""A file that ended the worker as often as this is left alone."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS measures (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    length REAL, loudness REAL, peak REAL, problem TEXT, head REAL, tail REAL
) WITHOUT ROWID
"""
_BEGUN: Final = """
INSERT INTO measures (path, size, changed, tries) VALUES (?, ?, ?, 1)
ON CONFLICT (path) DO UPDATE SET
    tries = CASE WHEN size = excluded.size AND changed = excluded.changed
            THEN tries + 1 ELSE 1 END,
    size = excluded.size, changed = excluded.changed,
    length = NULL, loudness = NULL, peak = NULL, problem = NULL
"""
_MEASURED: Final = """
INSERT OR REPLACE INTO measures
    (path, size, changed, length, loudness, peak, problem, head, tail)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KNOWN: Final = """
SELECT tries, length, loudness, peak, problem, head, tail FROM measures
WHERE path = ? AND size = ? AND changed = ?
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one content of a file from another without reading it."""

    size: int
    changed: int
    """Nanoseconds, as the file system counts."""


def stamp_of(path: Path) -> Stamp | None:
    """None where there is no such file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


class Catalogue:
    """Open it in the thread that uses it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def measure_of(self, path: Path) -> Measure | None:
        """None where this content of the file was not measured yet."""
        stamp = stamp_of(path)
        if stamp is None:
            return None
        try:
            found = self._connection.execute(_KNOWN, _key(path, stamp)).fetchone()
        except sqlite3.Error:
            return None  # unmeasured is safe: it plays 12 dB low
        return None if found is None else _measure(*found)

    def begin(self, path: Path) -> Stamp | None:
        """Say that a file is about to be measured, should that end the program."""
        stamp = stamp_of(path)
        if stamp is not None:
            self._connection.execute(_BEGUN, _key(path, stamp))
        return stamp

    def store(self, path: Path, measure: Measure, stamp: Stamp | None = None) -> None:
        """The stamp is that of before it was measured; a file may change meanwhile."""
        stamp = stamp or stamp_of(path)
        if stamp is not None:
            values = (*_key(path, stamp), *_values(measure))
            self._connection.execute(_MEASURED, values)

    def _opened(self) -> sqlite3.Connection:
        self._database.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connected(self._database)
        except sqlite3.DatabaseError as wrong:
            if isinstance(wrong, sqlite3.OperationalError):
                raise  # locked, or a disk without room: it is not the file's fault
            self._put_aside()
            return _connected(self._database)

    def _put_aside(self) -> None:
        for ending in ("", "-wal", "-shm"):
            old = self._database.with_name(self._database.name + ending)
            with suppress(FileNotFoundError):
                old.replace(old.with_name(f"broken-{old.name}"))


def _connected(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != VERSION:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DROP TABLE IF EXISTS measures")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(path: Path, stamp: Stamp) -> tuple[bytes, int, int]:
    return os.fsencode(path), stamp.size, stamp.changed


_Values = tuple[float, float, float, str | None, float, float]
"""Length, loudness, peak, problem, head and tail, in the order of the columns."""


def _values(measure: Measure) -> _Values:
    return (
        measure.length,
        measure.loudness,
        measure.peak,
        measure.problem,
        measure.head,
        measure.tail,
    )


def _measure(  # noqa: PLR0913, PLR0917 - a row's columns, one by one
    tries: int,
    length: float | None,
    loudness: float | None,
    peak: float | None,
    problem: str | None,
    head: float | None,
    tail: float | None,
) -> Measure | None:
    if length is None or loudness is None or peak is None:
        if tries < MOST_TRIES:
            return None
        reason = "Measuring it ended the program. It is broken in a way of its own."
        return Measure(Seconds(0.0), SILENT, SILENT, reason)
    if math.isnan(length + loudness + peak):
        return None
    return Measure(
        Seconds(length),
        Decibels(loudness),
        Decibels(peak),
        problem,
        Seconds(head or 0.0),
        Seconds(tail or 0.0),
    )
