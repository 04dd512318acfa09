"""Where the files of a session are found, and what is said when one is not."""

from pathlib import Path

import pytest

from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import NotFound, Shelves

SCENE = "phases: [{{name: arrival, lasts: open, playlist: {playlist}}}]\n"
PLAYLIST = "name: {name}\ntracks: [{{file: a.flac}}]\n"


@pytest.fixture(name="shelves")
def _shelves(tmp_path: Path) -> Shelves:
    for folder in ("room", "here"):
        for kind in ("scenes", "playlists"):
            (tmp_path / folder / kind).mkdir(parents=True)
    return Shelves(tmp_path / "room/room.yaml", tmp_path / "here")


def put_scene(folder: Path, name: str, playlist: str = "calm") -> Path:
    file = folder / "scenes" / f"{name}.yaml"
    file.write_text(SCENE.format(playlist=playlist))
    return file


def put_playlist(folder: Path, name: str, title: str) -> None:
    (folder / "playlists" / f"{name}.yaml").write_text(PLAYLIST.format(name=title))


def problems_of(scene: str, shelves: Shelves) -> list[str]:
    found = read_all(scene, shelves)
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


def test_a_session_has_the_playlists_that_its_phases_name(shelves: Shelves) -> None:
    """And no others."""
    put_scene(shelves.here, "evening")
    put_playlist(shelves.here, "calm", "Calm")
    put_playlist(shelves.here, "wild", "Wild")
    found = read_all("evening", shelves)
    assert isinstance(found, SessionFiles)
    assert {name: one.name for name, one in found.playlists.items()} == {"calm": "Calm"}


def test_what_lies_beside_the_room_file_comes_first(shelves: Shelves) -> None:
    """A room's own files are the ones meant in it."""
    near = put_scene(shelves.room_file.parent, "evening")
    put_scene(shelves.here, "evening")
    assert shelves.scene("evening") == near


def test_a_scene_may_be_given_as_a_path(shelves: Shelves) -> None:
    """From the current folder on."""
    file = put_scene(shelves.here, "evening")
    assert shelves.scene("scenes/evening.yaml") == file


def test_a_name_with_its_ending_is_still_a_name(shelves: Shelves) -> None:
    """Completion in a shell adds it."""
    file = put_scene(shelves.room_file.parent, "evening")
    assert shelves.scene("evening.yaml") == file


def test_the_shipped_scenes_are_found_from_anywhere(shelves: Shelves) -> None:
    """The first evening needs no file of one's own."""
    names = {"demo", "esketamine", "im", "iv", "sublingual"}
    assert names <= set(shelves.scenes())


@pytest.mark.parametrize(
    "name", ["evenin", "../x", "", "a\0b", "x" * 5000, "a/" * 5000]
)
def test_an_unknown_scene_is_told_with_those_there_are(
    shelves: Shelves, name: str
) -> None:
    """Whatever was asked for."""
    put_scene(shelves.here, "evening")
    with pytest.raises(NotFound, match=r"There is no scene .*evening"):
        shelves.scene(name)


def test_an_unknown_playlist_is_told_at_its_line_in_the_scene(shelves: Shelves) -> None:
    """That is the line to mend."""
    file = put_scene(shelves.here, "evening", "clam")
    put_playlist(shelves.here, "calm", "Calm")
    (said,) = problems_of("evening", shelves)
    place = f"{file}:1: phases[1].playlist: "
    assert said.startswith(f'{place}There is no playlist "clam". Did you mean "calm"?')


def test_the_problems_of_all_files_are_told_together(shelves: Shelves) -> None:
    """Room, scene and playlist at once."""
    scene = put_scene(shelves.here, "evening")
    playlist = shelves.here / "playlists/calm.yaml"
    playlist.write_text("tracks: [{file: /a.flac}]\n")
    shelves.room_file.write_text("rom: x\n")
    told = problems_of("evening", shelves)
    assert [line.partition(":")[0] for line in told] == [
        str(shelves.room_file),
        str(playlist),
    ]
    scene.write_text("phases: []\n")
    told = problems_of("evening", shelves)
    assert [line.partition(":")[0] for line in told] == [
        str(shelves.room_file),
        str(scene),
    ]


def test_a_scene_that_is_wrong_still_has_its_playlists_looked_for(
    shelves: Shelves,
) -> None:
    """Nobody mends one file only to be told of the next."""
    file = put_scene(shelves.here, "evening", "clam")
    file.write_text(file.read_text() + "nam: x\n")
    keys = [line.split(": ")[1] for line in problems_of("evening", shelves)]
    assert keys == ["phases[1].playlist", "nam"]


def test_a_room_without_a_file_has_sound_and_no_lamps(shelves: Shelves) -> None:
    """A rehearsal on a fresh machine needs no room file."""
    put_scene(shelves.here, "evening")
    put_playlist(shelves.here, "calm", "Calm")
    found = read_all("evening", shelves)
    assert isinstance(found, SessionFiles)
    assert (found.room.lamps, found.room.broker) == ((), None)


def test_a_room_file_that_is_a_folder_is_a_problem(shelves: Shelves) -> None:
    """Only a file that is not there counts as none."""
    put_scene(shelves.here, "evening")
    put_playlist(shelves.here, "calm", "Calm")
    shelves.room_file.mkdir()
    (said,) = problems_of("evening", shelves)
    assert (
        said == f"{shelves.room_file}:1: file: It is a folder. A file is needed here."
    )
