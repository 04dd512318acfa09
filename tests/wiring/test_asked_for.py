"""One file of the library, looked for by what somebody typed: never one outside it."""

import time
from pathlib import Path

import pytest

from kap_room.engine.session import Refused
from kap_room.library.catalogue_tables import PATIENCE
from kap_room.link.places import Places
from kap_room.wiring.asked_for import Finder
from tests.wiring.shelved import a_file, a_room, held_by_another


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = a_room(tmp_path)
    a_file(places, "bells/one.flac", intensity=2, tags=("lyrics",), content="bells")
    a_file(places, "spare/one again.flac", content="bells")
    a_file(places, "spare/two.flac")
    a_file(places, "other/two.flac")
    return places


def test_a_file_is_found_with_what_is_known_of_it(places: Places) -> None:
    """Where it lies, how loud and how intense it is, and what sounds the same."""
    looked = Finder(places)("bells/one.flac")
    found = looked.found
    assert found.path == str(places.room_file.parent / "music/bells/one.flac")
    assert (found.track.intensity, found.track.tags) == (2, ("lyrics",))
    assert found.also == ("spare/one again.flac",)
    assert looked.measure is not None


def test_a_new_file_is_found_that_nobody_measured(places: Places) -> None:
    """It was copied a minute ago."""
    new = places.room_file.parent / "music" / "new.flac"
    new.write_bytes(b"new")
    looked = Finder(places)("./bells/../new.flac")
    assert looked.found.track.file == "new.flac"
    assert looked.measure is None


def test_a_name_alone_is_enough_where_only_one_file_has_it(places: Places) -> None:
    """And where several do, they are named."""
    assert Finder(places)("one again").found.track.file == "spare/one again.flac"
    with pytest.raises(Refused, match=r"say which, as in other/two.flac, spare/two"):
        Finder(places)("two.flac")


def test_a_link_inside_the_music_folder_is_the_file_that_it_leads_to(
    places: Places,
) -> None:
    """So that what is left out does not come by another name."""
    music = places.room_file.parent / "music"
    (music / "link.flac").symlink_to(music / "bells" / "one.flac")
    assert Finder(places)("link.flac").found.track.file == "bells/one.flac"


@pytest.mark.parametrize("way", ["../secret.flac", "link.flac", "folder/secret.flac"])
def test_what_leads_out_of_the_music_folder_is_refused(
    places: Places, tmp_path: Path, way: str
) -> None:
    """By dots, by a link, and by a folder that is one."""
    (tmp_path / "secret.flac").write_bytes(b"secret")
    (tmp_path / "music" / "link.flac").symlink_to(tmp_path / "secret.flac")
    (tmp_path / "music" / "folder").symlink_to(tmp_path)
    with pytest.raises(Refused, match="leads out of the music folder"):
        Finder(places)(way)


def test_an_absolute_path_elsewhere_is_refused(places: Places) -> None:
    """Also one that there is."""
    with pytest.raises(Refused, match="leads out of the music folder"):
        Finder(places)("/etc/passwd")


@pytest.mark.parametrize("word", ["bels", "bells", "nothing", "x" * 4000, "a\0b", ""])
def test_what_is_not_there_is_a_sentence(places: Places, word: str) -> None:
    """A folder is no file, and the nearest name is offered."""
    with pytest.raises(Refused) as refused:
        Finder(places)(word)
    assert len(str(refused.value)) < 200


def test_without_a_catalogue_a_file_is_found_all_the_same(places: Places) -> None:
    """It is measured when it is wanted."""
    places.catalogue.unlink()
    assert Finder(places)("bells/one.flac").measure is None
    with pytest.raises(Refused):
        Finder(places)("two.flac")


def test_a_broken_catalogue_keeps_no_file_from_being_found(places: Places) -> None:
    """It only knows nothing."""
    places.catalogue.unlink()
    places.catalogue.mkdir()
    assert Finder(places)("bells/one.flac").found.track.intensity is None
    with pytest.raises(Refused):
        Finder(places)("two.flac")


def test_what_is_asked_for_comes_at_once_while_another_holds_the_catalogue(
    places: Places,
) -> None:
    """Unmeasured, as a new file would."""
    with held_by_another(places.catalogue):
        began = time.monotonic()
        looked = Finder(places)("bells/one.flac")
        assert time.monotonic() - began < PATIENCE
    assert looked.measure is None
