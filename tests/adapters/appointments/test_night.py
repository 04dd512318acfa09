"""A copy of the journal, night after night."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kap_room.adapters.appointments.night import KEPT, back_up
from kap_room.adapters.journal.reading import entries_in
from kap_room.adapters.journal.writer import SqliteJournal
from kap_room.engine.ports import Entry, Message
from kap_room.plan.units import Seconds

DAY = date(2026, 11, 23)


class Nobody:
    def post(self, message: Message) -> None:
        del message


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """With one entry, and closed again."""
    path = tmp_path / "journal.db"
    writing = SqliteJournal(path, Nobody())
    told = ("one", "process", "NoteWritten", "{}", "2026-11-23T10:00:00+00:00")
    writing.write((Entry(*told, Seconds(1.0), Seconds(1.0), None),), None, None)
    writing.close()
    return path


def test_the_copy_is_whole_and_private(journal: Path, tmp_path: Path) -> None:
    """It reads as the journal does, and nothing lies beside it."""
    copy = back_up(journal, tmp_path / "backups", DAY)
    assert copy is not None
    assert entries_in(copy, "one") == entries_in(journal, "one")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
    assert [each.name for each in (tmp_path / "backups").iterdir()] == [copy.name]


def test_a_week_of_copies_is_kept(journal: Path, tmp_path: Path) -> None:
    """The oldest go, and nothing else in the folder."""
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "of-my-own.db").touch()
    nights = [DAY + timedelta(days=n) for n in range(KEPT + 2)]
    for night in nights:
        back_up(journal, folder, night)
    kept = [f"journal-{night}.db" for night in nights[2:]]
    assert sorted(each.name for each in folder.iterdir()) == [*kept, "of-my-own.db"]


def test_half_a_copy_is_done_again(journal: Path, tmp_path: Path) -> None:
    """The power went in the middle of the night."""
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "unfinished.db").write_bytes(b"half")
    copy = back_up(journal, folder, DAY)
    assert copy is not None
    assert [each.name for each in folder.iterdir()] == [copy.name]


def test_what_is_no_journal_is_not_copied(tmp_path: Path) -> None:
    """No copy pushes a good one out."""
    folder = tmp_path / "backups"
    bad = tmp_path / "journal.db"
    assert back_up(bad, folder, DAY) is None
    bad.write_bytes(b"this is no database, and never was one; it is a letter" * 9)
    with pytest.raises(sqlite3.DatabaseError):
        back_up(bad, folder, DAY)
    assert not list(folder.glob("journal-*"))


def test_who_writes_meanwhile_is_not_kept_waiting(
    journal: Path, tmp_path: Path
) -> None:
    """The copy reads beside a writer that has its transaction open."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        copy = back_up(journal, tmp_path / "backups", DAY)
        writer.execute("ROLLBACK")
    assert copy is not None
    assert entries_in(copy, "one")
