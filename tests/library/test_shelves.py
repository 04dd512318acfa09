"""Where scenes and playlists are found, whatever lies beside them."""

import os
from pathlib import Path

import pytest

from kap_room.library.shelves import NotFound, Shelves

HOSTILE = (
    b"x\x1b]0;mine\x07.yaml",
    b"two\nlines.yaml",
    b"t\xf6ne.yaml",
    b"\xe2\x80\xae.yaml",
)


def test_a_name_that_a_terminal_would_obey_is_on_no_shelf(tmp_path: Path) -> None:
    """No scene could name it; and a list of what there is would be obeyed."""
    folder = tmp_path / "playlists"
    folder.mkdir()
    for name in (*HOSTILE, b"soft.yaml"):
        path = os.fsencode(folder) + b"/" + name
        Path(os.fsdecode(path)).write_text("tracks: [{file: a.flac}]\n", "utf-8")
    shelves = Shelves(tmp_path / "room.yaml", tmp_path)
    mine = [p.name for p in shelves.playlists().values() if p.parent == folder]
    assert mine == ["soft.yaml"]
    with pytest.raises(NotFound) as answer:
        shelves.playlist("sfot")
    assert str(answer.value).isprintable()
