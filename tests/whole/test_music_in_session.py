"""Music chosen while a session runs: heard, never sudden, never what is left out."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue
from tests.rig.evening import Act, Evening, pitch_of, play
from tests.rig.house import House, Status
from tests.rig.material import tone, write
from tests.whole.terminal import Terminal

pytestmark = pytest.mark.timeout(120)

STARTLE = 6.0
SKIP = 4.0
NAMES = ("storm", "hymn", "river", "bells")
"""Of these `bells` is in no playlist: it lies in the music folder."""

SCENE = """
name: Evening
phases:
  - {name: peak, lasts: 30m, playlist: deep}
"""
DEEP = """
name: Deep
tracks:
  - {file: storm.flac, intensity: 5}
  - {file: hymn.flac, intensity: 4, tags: [words]}
  - {file: river.flac}
"""


def begin(house: House) -> None:
    said = house.run("start", "evening", "--without", "Words", "--without", "drums")
    assert said.code == 0, said
    assert 'Without "drums" leaves nothing out' in said.err
    assert "Words" not in said.err
    house.wait_until(lambda told: told["sound"]["state"] == "playing")
    house.sound.wait_for_music()
    time.sleep(1.2)  # in which the level is taken that all else is held against


def softer(house: House) -> None:
    house.press("softer")


def bells_by_hand(house: House) -> None:
    """The engine is another by then; what was left out still is."""
    house.kill("engine")
    house.wait_until(lambda told: told["session"]["state"] == "running")
    with Terminal(house) as console:
        console.wait_for("River")
        console.press("/", "b", "e", "l")
        console.wait_for("> bells")
        console.press("Enter")
        console.wait_for("bells.flac comes next")
    assert house.status()["sound"]["next_track"] == "bells.flac"
    refused = house.run("send", "play-next", "hymn.flac")
    assert refused.code == 1
    assert 'without "Words"' in refused.err
    house.press("next-track")
    house.wait_until(has_bells_alone)


def has_bells_alone(told: Status) -> bool:
    """The crossfade of a skip is over."""
    track = told["sound"]["track"]
    return bool(track["file"] == "bells.flac" and track["position_s"] > SKIP + 2.0)


ACTS = (
    Act("start", begin, 6.0),
    Act("softer", softer, 6.5),
    Act("bells", bells_by_hand, 12.0),
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    folder = tmp_path_factory.mktemp("house")
    music = folder / "music"
    music.mkdir()
    for number, name in enumerate(NAMES):
        write(music / f"{name}.flac", tone(45.0, pitch_of(number)))
    with House(folder, music=music) as house:
        house.write("playlists/deep.yaml", DEEP)
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        _said_by_hand(folder, music / "river.flac", 2)
        house.keep()
        evening = play(house, ACTS)
    sys.stdout.write(f"\n{evening}\n")
    return evening


def _said_by_hand(folder: Path, file: Path, intensity: int) -> None:
    with Catalogue(folder / "data" / "catalogue.db") as catalogue:
        assert catalogue.say_by_hand(file.resolve(), intensity=intensity)


def test_softer_is_heard_as_the_calmer_track_that_is_not_left_out(
    evening: Evening,
) -> None:
    """The catalogue knows how calm it is, and the nearer one has words."""
    heard = evening.of("softer")
    at = heard.at + 5.5
    levels = {
        name: heard.recording.only(pitch_of(number), 15.0).level_at(at, 0.4)
        for number, name in enumerate(NAMES)
    }
    assert max(levels, key=lambda name: levels[name]) == "river"
    assert levels["hymn"] < levels["river"] - 40.0


@pytest.mark.parametrize("cause", [act.name for act in ACTS])
def test_nothing_that_is_chosen_startles(evening: Evening, cause: str) -> None:
    """S1 for each of them, and the engine's end on the way."""
    assert evening.of(cause).rise < STARTLE, f"\n{evening}"


def test_the_crossfade_of_softer_holds_its_power(evening: Evening) -> None:
    """S4: neither a dip nor a bump of more than a decibel, in windows of a second."""
    heard = evening.of("softer")
    _, levels = heard.recording.between(heard.at, heard.at + 6.0).levels(1.0, 0.1)
    assert float(levels.max() - levels.min()) < 1.0, f"\n{evening}"


def test_what_was_found_by_hand_is_heard_after_the_engine_was_killed(
    evening: Evening,
) -> None:
    """A file of the library, and nothing of what was left out."""
    heard = evening.of("bells")
    began = [entry.data for entry in heard.entries if entry.kind == "TrackBegan"]
    assert any("bells.flac" in data for data in began)
    end = heard.ends - 0.6
    bells = heard.recording.only(pitch_of(3), 15.0).level_at(end, 0.4)
    hymn = heard.recording.only(pitch_of(1), 15.0).level_at(end, 0.4)
    assert bells > hymn + 40.0
