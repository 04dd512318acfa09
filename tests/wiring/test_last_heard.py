"""What was heard in the last sessions is known, and nothing else of them."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from kap_room.adapters.journal.schema import FIRST
from kap_room.library.catalogue import Catalogue
from kap_room.link.places import Places
from kap_room.wiring.last_heard import keep_heard, last_heard
from tests.library.music import SIZE, portrait

ENTRIES = (
    ("TrackBegan", {"file": "a.flac", "playlist": "x"}, "2026-11-20T10:00:00+01:00"),
    ("TrackBegan", {"file": "a.flac", "playlist": "y"}, "2026-11-22T10:00:00+01:00"),
    ("TrackBegan", {"file": "b.flac", "playlist": "x"}, "2026-10-01T10:00:00+01:00"),
    ("NoteWritten", {"file": "c.flac"}, "2026-10-01T10:00:00+01:00"),
)


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Path:
    journal = tmp_path / "journal.db"
    connection = sqlite3.connect(journal)
    connection.executescript(FIRST)
    for number, (kind, data, wall) in enumerate(ENTRIES):
        connection.execute(
            "INSERT INTO entries (session, seq, kind, data, wall) VALUES (?,?,?,?,?)",
            ("s", number, kind, json.dumps(data), wall),
        )
    connection.commit()
    connection.close()
    return journal


def test_the_last_date_of_each_track_is_told(journal: Path) -> None:
    """Whatever playlist it stood in."""
    assert last_heard(journal) == {"a.flac": "2026-11-22", "b.flac": "2026-10-01"}


def test_without_a_journal_nothing_was_heard(tmp_path: Path) -> None:
    """Nor with one that is broken."""
    assert last_heard(tmp_path / "none.db") == {}
    (tmp_path / "broken.db").write_bytes(b"no journal" * 1000)
    assert last_heard(tmp_path / "broken.db") == {}


def test_of_the_last_months_only_their_sessions_are_read(journal: Path) -> None:
    """A session's name begins with its date."""
    assert last_heard(journal, "s") != {}
    assert last_heard(journal, "t") == {}


@pytest.fixture(name="places")
def _places(journal: Path) -> Places:
    folder = journal.parent
    (folder / "music").mkdir()
    with Catalogue(folder / "catalogue.db") as catalogue:
        catalogue.store(folder / "music" / "a.flac", portrait(1), SIZE)
    return Places(folder / "room.yaml", folder, folder / "run")


def kept(places: Places) -> set[str | None]:
    with Catalogue(places.catalogue) as catalogue:
        return {each.heard for each in catalogue.all_of(places.data / "music")}


def test_the_catalogue_keeps_it_by_the_sound(places: Places) -> None:
    """So that a renamed file was heard, too."""
    music = places.data / "music"
    keep_heard(places, (places.data / "elsewhere", music))
    with Catalogue(places.catalogue) as catalogue:
        catalogue.store(music / "renamed.flac", portrait(1), SIZE)
    assert kept(places) == {"2026-11-22"}


@pytest.mark.parametrize("name", ["journal.db", "catalogue.db"])
def test_a_database_in_use_is_not_waited_for(places: Places, name: str) -> None:
    """Whoever opens a list may not know anything of another program."""
    with closing(sqlite3.connect(places.data / name)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        keep_heard(places, (places.data / "music",))
        assert time.monotonic() - began < 2.0
    assert kept(places) == {None}


@pytest.mark.parametrize("name", ["journal.db", "catalogue.db"])
def test_a_database_that_is_not_there_or_broken_is_passed_over(
    places: Places, name: str
) -> None:
    """No list fails for it, and no catalogue is begun where there was none."""
    (places.data / name).unlink()
    keep_heard(places, (places.data / "music",))
    assert not (places.data / name).exists()
    (places.data / name).write_bytes(b"nothing of ours" * 1000)
    keep_heard(places, (places.data / "music",))
    assert "2026-11-22" not in kept(places)


def test_a_strange_name_in_the_journal_is_passed_over(places: Places) -> None:
    """The others count all the same, whatever stands beside them."""
    names = ["../x.flac", "a\0.flac", "\ud800.flac", "x" * 5000, "/etc/passwd", "", 7]
    with closing(sqlite3.connect(places.journal)) as journal:
        rows = [(f"s{n}", json.dumps({"file": name})) for n, name in enumerate(names)]
        journal.executemany(
            "INSERT INTO entries (session, seq, kind, data, wall) "
            "VALUES (?, 1, 'TrackBegan', ?, '2026-11-22T10:00:00+01:00')",
            [*rows, ("s8", "[]"), ("s9", "no JSON")],
        )
        journal.commit()
    keep_heard(places, (places.data / "music",))
    assert kept(places) == {"2026-11-22"}
