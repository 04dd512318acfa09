"""A first set of files, laid out where nothing is overwritten."""

from pathlib import Path

import pytest

from kap_room.library.layout import CannotLayOut, lay_out
from kap_room.library.page import read_room
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import Shelves


def test_what_was_laid_out_is_a_room_with_scenes(tmp_path: Path) -> None:
    """Every scene of it can be read as it is."""
    done = lay_out(tmp_path / "new/room")
    shelves = Shelves(tmp_path / "new/room/room.yaml", tmp_path)
    scenes = [path.stem for path in done.written if path.parent.name == "scenes"]
    assert "sublingual" in scenes
    assert all(isinstance(read_all(scene, shelves), SessionFiles) for scene in scenes)


def test_what_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """And it is said that it was left."""
    mine = tmp_path / "room.yaml"
    mine.write_text("room: Mine\n")
    done = lay_out(tmp_path, "Another")
    assert (mine.read_text(), done.left) == ("room: Mine\n", (mine,))


@pytest.mark.parametrize("name", ["Studio", 'A "room": #1', "Zimmer für später", "no"])
def test_the_room_has_the_name_it_was_given(tmp_path: Path, name: str) -> None:
    """Whatever signs are in it."""
    lay_out(tmp_path, name)
    page = read_room(tmp_path / "room.yaml")
    assert page.value is not None, page.problems
    assert page.value.name == name


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """Nothing is written over it."""
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(CannotLayOut, match="could not be written"):
        lay_out(file)
