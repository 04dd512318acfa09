"""What was heard in the last sessions is known, and nothing else of them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from kap_room.adapters.journal.schema import FIRST
from kap_room.library.catalogue import Catalogue
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


def test_the_catalogue_keeps_it_by_the_sound(journal: Path, tmp_path: Path) -> None:
    """So that a renamed file was heard, too."""
    music = tmp_path / "music"
    music.mkdir()
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        catalogue.store(music / "a.flac", portrait(1), SIZE)
        keep_heard(journal, music, catalogue)
        catalogue.store(music / "renamed.flac", portrait(1), SIZE)
        assert {each.heard for each in catalogue.all_of(music)} == {"2026-11-22"}
