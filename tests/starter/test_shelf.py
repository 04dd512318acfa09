"""What counts as rendered, and what a broken or older folder is taken for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kap_room.plan.units import Decibels, Seconds
from kap_room.starter.catalogue import PIECES, Piece
from kap_room.starter.shelf import Rendered, is_ready, missing, shelve, sweep


def put(folder: Path, piece: Piece) -> None:
    """Lay a file of ten bytes down and shelve it."""
    file = folder / piece.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"0123456789")
    shelve(
        folder, Rendered(piece.name, Seconds(280), Decibels(-23), Decibels(-9), size=10)
    )


def test_what_was_shelved_is_not_missing(tmp_path: Path) -> None:
    """Each piece counts by itself."""
    put(tmp_path, PIECES[0])
    put(tmp_path, PIECES[3])
    assert missing(tmp_path) == (PIECES[1], PIECES[2], *PIECES[4:])
    assert is_ready(tmp_path, first=1)
    assert not is_ready(tmp_path, first=2)


def test_a_file_that_was_cut_is_missing(tmp_path: Path) -> None:
    """A full disk or a pulled plug leaves a file of another size."""
    put(tmp_path, PIECES[0])
    (tmp_path / PIECES[0].file).write_bytes(b"0123")
    assert PIECES[0] in missing(tmp_path)


def test_a_file_that_was_deleted_is_missing(tmp_path: Path) -> None:
    """The index alone makes no sound."""
    put(tmp_path, PIECES[0])
    (tmp_path / PIECES[0].file).unlink()
    assert PIECES[0] in missing(tmp_path)


@pytest.mark.parametrize(
    "index", ["", "{", "[]", "7", '{"version": 0, "pieces": []}', '{"version": 1}']
)
def test_an_index_that_cannot_be_read_tells_nothing(tmp_path: Path, index: str) -> None:
    """Whatever lies there, the pieces are rendered anew and nothing breaks."""
    put(tmp_path, PIECES[0])
    (tmp_path / "starter" / "starter.json").write_text(index, encoding="utf-8")
    assert missing(tmp_path) == PIECES


def test_pieces_of_an_older_version_are_rendered_anew(tmp_path: Path) -> None:
    """A change of a piece reaches whoever has the old one."""
    put(tmp_path, PIECES[0])
    index = tmp_path / "starter" / "starter.json"
    told = json.loads(index.read_text(encoding="utf-8"))
    index.write_text(json.dumps(told | {"version": 0}), encoding="utf-8")
    assert missing(tmp_path) == PIECES


def test_the_index_tells_what_a_playlist_needs(tmp_path: Path) -> None:
    """Title, intensity, tags and what was measured stand beside the file."""
    put(tmp_path, PIECES[0])
    told = json.loads((tmp_path / "starter" / "starter.json").read_text("utf-8"))
    assert {
        "file",
        "title",
        "character",
        "intensity",
        "tags",
        "length_s",
        "loudness_lufs",
        "peak_dbtp",
    } <= told["pieces"][0].keys()


def test_leftovers_are_swept_and_music_is_not(tmp_path: Path) -> None:
    """Only what ends in .part goes."""
    put(tmp_path, PIECES[0])
    part = tmp_path / "starter" / "clearing.opus.77.part"
    part.write_bytes(b"half")
    sweep(tmp_path)
    assert not part.exists()
    assert (tmp_path / PIECES[0].file).exists()
