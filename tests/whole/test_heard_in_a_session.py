"""What a session played is what lists call heard lately, whichever list is opened."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue
from kap_room.link.places import Places
from kap_room.plan.units import Seconds
from kap_room.wiring.bookshelf import PlaylistShelf, today
from kap_room.wiring.playlist_building import Asked, build
from tests.rig.house import House
from tests.rig.material import tone, write

pytestmark = pytest.mark.timeout(120)

SCENE = """
name: Evening
phases:
  - {name: peak, lasts: 30m, playlist: deep}
"""
DEEP = "tracks: [{file: played.flac}, {file: rested.flac}]\n"


@pytest.fixture(name="evening", scope="module")
def _evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The room after a session that was ended in its first track."""
    folder = tmp_path_factory.mktemp("house")
    music = folder / "music"
    music.mkdir()
    write(music / "played.flac", tone(30.0, 220.0))
    write(music / "rested.flac", tone(30.0, 221.0))
    with House(folder, music=music) as house:
        house.write("playlists/deep.yaml", DEEP)
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        house.start("evening")
        house.wait_until(lambda told: told["sound"]["state"] == "playing")
        house.send("end")
        house.wait_until(lambda told: told["session"]["state"] == "ended")
        assert [each.kind for each in house.entries("TrackBegan")] == ["TrackBegan"]
    return folder


@pytest.fixture(name="places")
def _places(evening: Path, tmp_path: Path) -> Places:
    """Each time as on the day after, before anybody has opened a list."""
    shutil.copytree(evening / "data", tmp_path / "data")
    return Places(evening / "room.yaml", tmp_path / "data", tmp_path / "run")


def dates(places: Places) -> Mapping[str, str | None]:
    with Catalogue(places.catalogue) as catalogue:
        music = places.room_file.parent / "music"
        return {each.file: each.heard for each in catalogue.all_of(music)}


def test_a_proposal_prefers_what_was_not_played(places: Places) -> None:
    """Where either would do: one of them is enough."""
    assert dates(places) == {"played.flac": None, "rested.flac": None}
    for seed in range(5):
        built = build(places, Asked("peak", Seconds(20.0), (1, 5), seed=seed))
        assert [each.file for each in built.proposal.tracks] == ["rested.flac"]
    assert dates(places) == {"played.flac": today().isoformat(), "rested.flac": None}


def test_the_playlist_screen_finds_what_was_not_played(places: Places) -> None:
    """By the filter of that name."""
    bench = PlaylistShelf(places).open("evening")
    assert not isinstance(bench, str)
    assert bench.read_again().ok
    found = bench.find("unheard:30d")
    assert [row.file for row in found.rows] == ["rested.flac"]


def test_a_scan_keeps_what_was_played(evening: Path, tmp_path: Path) -> None:
    """Of every session that the journal still has."""
    # A copy: the evening itself stays as on the day after.
    sockets = shutil.ignore_patterns("sound", "run")
    again = shutil.copytree(evening, tmp_path / "again", ignore=sockets)
    with House(again, music=again / "music", has_sound=False) as house:
        house.scan()
    places = Places(again / "room.yaml", again / "data", again / "run")
    played = dates(places)["played.flac"]
    assert played is not None
    assert date.fromisoformat(played) <= today()
