"""The rows: one appointment each, in a small file that several processes may write.

Booking checks and writes in one transaction, so that two windows cannot give away the
same hour. What was booked is on disk before anybody is told so. A code word stands in
here and never a name.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.timeline.diary import Appointment, Fate, clash
from kap_room.timeline.wall import Clocks, Confirmed

VERSION: Final = 2

TABLES: Final = """
BEGIN;
CREATE TABLE appointments (
    name TEXT PRIMARY KEY, starts TEXT, scene TEXT, length REAL, code TEXT, fate TEXT,
    title TEXT, therapist TEXT, left_out TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;
CREATE TABLE clock (only INTEGER PRIMARY KEY CHECK (only = 1), wall TEXT);
CREATE TABLE confirmed (
    only INTEGER PRIMARY KEY CHECK (only = 1), boot TEXT, wall TEXT, reading REAL
);
PRAGMA user_version=2;
COMMIT;
"""

OLDER: Final = "ALTER TABLE appointments ADD left_out TEXT NOT NULL DEFAULT '[]'"
"""What the first version lacks."""

_ROW: Final = "name, starts, scene, length, code, fate, title, therapist, left_out"
_BOOKED: Final = f"""
REPLACE INTO appointments ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - columns, not words of a stranger
_ALL: Final = f"SELECT {_ROW} FROM appointments ORDER BY starts, name"  # noqa: S608

BUSY: Final = 2.0
"""Seconds to wait for another process that books."""


class BookRefused(Exception):  # noqa: N818 - the answer to a person, not a fault
    """It was not booked or the book cannot be used; the sentence says why."""


class Table:
    """Every call opens the file anew: it is called from any thread, and seldom."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _prepare(path)

    def book(self, new: Appointment) -> None:
        """Raises `BookRefused` where another has the room at that time."""
        with self._writing() as file:
            other = clash(new, _all(file))
            if other is not None:
                raise BookRefused(
                    f"{other.who} has the room from {_shown(other.starts)} to "
                    f"{_shown(other.ends)}. Choose another time, or cancel that one."
                )
            row = (new.name, new.starts.isoformat(), new.scene, new.length, new.code)
            out = json.dumps(new.without)
            file.execute(_BOOKED, (*row, new.fate.value, new.title, new.therapist, out))

    def settle(self, name: str, fate: Fate) -> Appointment:
        """Begun, missed or cancelled. Raises `BookRefused` where there is none."""
        with self._writing() as file:
            found = next((each for each in _all(file) if each.name == name), None)
            if found is None:
                raise BookRefused(f'There is no appointment "{name}".')
            file.execute(
                "UPDATE appointments SET fate = ? WHERE name = ?", (fate.value, name)
            )
        return replace(found, fate=fate)

    def all(self) -> tuple[Appointment, ...]:
        """In order of time."""
        with contextlib.closing(connect(self.path)) as file:
            return _all(file)

    def saw(self, wall: datetime) -> None:
        """What the wall clock showed: after a restart it may not show less."""
        with self._writing() as file:
            file.execute("REPLACE INTO clock VALUES (1, ?)", (wall.isoformat(),))

    def last_seen(self) -> datetime | None:
        with contextlib.closing(connect(self.path)) as file:
            row = file.execute("SELECT wall FROM clock").fetchone()
        return None if row is None else datetime.fromisoformat(row[0])

    def confirm(self, said: Confirmed) -> None:
        """Somebody said that the wall clock is right."""
        row = (said.boot, said.clocks.wall.isoformat(), said.clocks.reading)
        with self._writing() as file:
            file.execute("REPLACE INTO confirmed VALUES (1, ?, ?, ?)", row)

    def confirmed(self) -> Confirmed | None:
        with contextlib.closing(connect(self.path)) as file:
            found = file.execute("SELECT boot, wall, reading FROM confirmed").fetchone()
        if found is None:
            return None
        boot, wall, reading = found
        return Confirmed(boot, Clocks(datetime.fromisoformat(wall), Seconds(reading)))

    def forget_before(self, moment: datetime) -> int:
        """Remove what is over since then. Returns how many there were."""
        old = [each.name for each in self.all() if each.ends < moment]
        with self._writing() as file:
            for name in old:
                file.execute("DELETE FROM appointments WHERE name = ?", (name,))
        return len(old)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(connect(self.path)) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")


def connect(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=FULL")
    return file


def _prepare(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    path.chmod(0o600)
    try:
        with contextlib.closing(connect(path)) as file:
            version = int(file.execute("PRAGMA user_version").fetchone()[0])
            if version == 0:
                _make(file)
            elif version < VERSION:
                _bring_up_to_date(file)
    except sqlite3.OperationalError:
        raise  # the disk, not the file
    except sqlite3.DatabaseError as problem:
        raise BookRefused(
            f"{path} is damaged or no book of appointments ({problem}). Move it aside."
        ) from problem
    if version > VERSION:
        raise BookRefused(
            f"{path} was written by a newer kap-room (version {version}; this one "
            f"knows {VERSION}). Update kap-room, or move the file aside."
        )


def _make(file: sqlite3.Connection) -> None:
    try:
        file.executescript(TABLES)
    except sqlite3.OperationalError:
        # Another process was quicker: then they are there.
        if file.execute("PRAGMA user_version").fetchone()[0] == 0:
            raise


def _bring_up_to_date(file: sqlite3.Connection) -> None:
    file.execute("BEGIN IMMEDIATE")
    if file.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        file.execute(OLDER)
        file.execute(f"PRAGMA user_version={VERSION}")
    file.execute("COMMIT")


def _all(file: sqlite3.Connection) -> tuple[Appointment, ...]:
    rows = file.execute(_ALL)
    return tuple(
        Appointment(
            name,
            datetime.fromisoformat(starts),
            scene,
            Seconds(length),
            code,
            Fate(fate),
            title,
            therapist,
            tuple(json.loads(out)),
        )
        for name, starts, scene, length, code, fate, title, therapist, out in rows
    )


def _shown(instant: datetime) -> str:
    """On the clock of this computer."""
    return f"{instant.astimezone():%Y-%m-%d %H:%M}"
