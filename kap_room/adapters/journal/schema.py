"""The shape of the file, and how an older file comes to have it.

A newer file is never touched: what is in it may mean something that this version would
destroy. An older one is changed on a copy, and stays beside the new one under its
version's name. The file is made private before anything is in it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FIRST: Final = """
CREATE TABLE about (text TEXT);
INSERT INTO about VALUES (
    'Sessions of a room. Nobody is named in here: a session has a date and a code word.'
);
CREATE TABLE entries (
    session TEXT, seq INTEGER, stream TEXT, kind TEXT, data TEXT,
    wall TEXT, reading REAL, position REAL, since_dose REAL,
    PRIMARY KEY (session, seq)
) WITHOUT ROWID;
CREATE TABLE copies (
    session TEXT, kind TEXT, name TEXT, text TEXT,
    PRIMARY KEY (session, kind, name)
) WITHOUT ROWID;
CREATE TABLE checkpoint (only INTEGER PRIMARY KEY CHECK (only = 1), data TEXT);
"""

MIGRATIONS: Final = (FIRST,)
"""Each makes the next version out of the one before; the first, out of nothing. A
column has no constraint that an odd value could break: one refused entry would hold up
every later one."""

BUSY: Final = 1.0
"""Seconds to wait for somebody who reads a whole session."""


class JournalRefused(Exception):  # noqa: N818 - a sentence for a person
    """This file cannot be the journal; the sentence says what to do."""


def prepare(path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Make sure that the file is there, private and of this version."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_privately(path)
    version = _version_of(path)
    if version > len(migrations):
        raise JournalRefused(
            f"{path} was written by a newer kap-room (version {version}; this one "
            f"knows {len(migrations)}). Update kap-room, or move the file aside."
        )
    if version == 0:
        with contextlib.closing(connect(path)) as file:
            _migrate(file, 0, migrations)
    elif version < len(migrations):
        _migrate_on_a_copy(path, version, migrations)


def connect(path: Path) -> sqlite3.Connection:
    """For the one thread that writes."""
    file = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=FULL")
    return file


def connect_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY
    )


def _make_privately(path: Path) -> None:
    if path.exists():
        path.chmod(0o600)
        return
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    _make_durable(path.parent)


def _version_of(path: Path) -> int:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=BUSY)) as file:
            return int(file.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.OperationalError:
        raise  # the disk, not the file
    except sqlite3.DatabaseError as problem:
        raise JournalRefused(
            f"{path} is damaged or no journal ({problem}). Move it aside, and restore "
            "it from a backup."
        ) from problem


def _migrate(file: sqlite3.Connection, begin: int, migrations: Sequence[str]) -> None:
    for number, script in enumerate(migrations[begin:], begin + 1):
        file.executescript(f"BEGIN; {script}; PRAGMA user_version={number}; COMMIT;")


def _migrate_on_a_copy(path: Path, version: int, migrations: Sequence[str]) -> None:
    copy = path.with_name(f"{path.name}.new")
    copy.unlink(missing_ok=True)
    _make_privately(copy)
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY)) as old:
        with contextlib.closing(sqlite3.connect(copy)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
            _migrate(new, version, migrations)
        # All of the old file must be in the file itself before it is put aside.
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    aside = path.with_name(f"{path.name}.version-{version}")
    aside.unlink(missing_ok=True)
    aside.hardlink_to(path)
    copy.replace(path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """A new name survives the power going only once its folder is on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
