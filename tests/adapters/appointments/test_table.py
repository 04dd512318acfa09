"""The book of appointments on disk."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from kap_room.adapters.appointments.table import BookRefused, Table, connect
from kap_room.plan.units import Seconds
from kap_room.timeline.diary import Appointment, Fate
from kap_room.timeline.wall import Clocks, Confirmed

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(starts: datetime = TEN, name: str = "one") -> Appointment:
    return Appointment(name, starts, "sublingual", Seconds(3 * 3600.0), "heron")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "appointments.db"


def test_what_was_booked_is_there_after_a_restart(path: Path) -> None:
    """In order of time, with everything that was said."""
    Table(path).book(at(TEN + 5 * HOUR, "two"))
    Table(path).book(at())
    assert Table(path).all() == (at(), at(TEN + 5 * HOUR, "two"))


def test_two_that_overlap_are_refused(path: Path) -> None:
    """With who has the room, by code word, and nothing is written."""
    table = Table(path)
    table.book(at())
    with pytest.raises(BookRefused, match="heron has the room"):
        table.book(at(TEN + HOUR, "two"))
    assert table.all() == (at(),)


def test_an_appointment_can_be_moved_over_its_own_hour(path: Path) -> None:
    """Booked again under its name."""
    table = Table(path)
    table.book(at())
    table.book(at(TEN + HOUR))
    assert table.all() == (at(TEN + HOUR),)


def test_two_windows_cannot_give_away_one_hour(path: Path) -> None:
    """Eight at once: one has it, seven are told."""
    table, refused = Table(path), []

    def book(name: str) -> None:
        try:
            Table(path).book(at(name=name))
        except BookRefused:
            refused.append(name)

    threads = [Thread(target=book, args=(f"{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(table.all()) == 1
    assert len(refused) == 7


def test_a_cancelled_hour_can_be_booked(path: Path) -> None:
    """It stays in the book as cancelled."""
    table = Table(path)
    table.book(at())
    assert table.settle("one", Fate.CANCELLED).fate is Fate.CANCELLED
    table.book(at(name="two"))
    assert [each.fate for each in table.all()] == [Fate.CANCELLED, Fate.BOOKED]


def test_what_is_not_in_the_book_is_told(path: Path) -> None:
    """A slip of the finger."""
    with pytest.raises(BookRefused, match='no appointment "one"'):
        Table(path).settle("one", Fate.CANCELLED)


def test_what_is_long_over_can_be_forgotten(path: Path) -> None:
    """And only that."""
    table = Table(path)
    table.book(at())
    table.book(at(TEN + 24 * HOUR, "two"))
    assert table.forget_before(TEN + 12 * HOUR) == 1
    assert [each.name for each in table.all()] == ["two"]


def test_what_the_clock_showed_is_kept(path: Path) -> None:
    """Nothing before it was ever looked at."""
    assert Table(path).last_seen() is None
    Table(path).saw(TEN)
    assert Table(path).last_seen() == TEN


def test_what_was_said_of_the_clock_is_kept(path: Path) -> None:
    """The last word counts."""
    assert Table(path).confirmed() is None
    for reading in (1.5, 2.5):
        said = Confirmed("boot", Clocks(TEN, Seconds(reading)))
        Table(path).confirm(said)
    assert Table(path).confirmed() == said


def test_nobody_else_reads_it_and_the_disk_has_it(path: Path) -> None:
    """Private, with a write-ahead log, and every commit on disk."""
    table = Table(path)
    table.book(at())
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(connect(path)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert file.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_newer_book_is_refused(path: Path) -> None:
    """What is in it may mean something."""
    Table(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version=99")
    with pytest.raises(BookRefused, match="newer kap-room"):
        Table(path)


OLDER = """
CREATE TABLE appointments (
    name TEXT PRIMARY KEY, starts TEXT, scene TEXT, length REAL, code TEXT, fate TEXT,
    title TEXT, therapist TEXT
) WITHOUT ROWID;
CREATE TABLE clock (only INTEGER PRIMARY KEY CHECK (only = 1), wall TEXT);
CREATE TABLE confirmed (
    only INTEGER PRIMARY KEY CHECK (only = 1), boot TEXT, wall TEXT, reading REAL
);
INSERT INTO appointments VALUES (
    'one', '2026-11-23T10:00:00+00:00', 'sublingual', 10800.0, 'heron', 'booked', '',
    NULL
);
PRAGMA user_version=1;
"""


def test_a_book_of_the_first_version_is_taken_over(path: Path) -> None:
    """What was booked in it stands, and what is booked now may leave music out."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file:
        file.executescript(OLDER)
    assert Table(path).all() == (at(),)
    later = replace(at(TEN + 5 * HOUR, "two"), without=("lyrics", "bells/"))
    Table(path).book(later)
    assert Table(path).all() == (at(), later)


def test_something_else_is_refused(path: Path) -> None:
    """With what to do."""
    path.parent.mkdir()
    path.write_bytes(b"this is no database, and never was one; it is a letter" * 9)
    with pytest.raises(BookRefused, match="Move it aside"):
        Table(path)
