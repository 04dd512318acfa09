"""S2 in a whole room: whatever is pressed and however often, the peaks stay below."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.rig.hearing import Recording
from tests.rig.house import House
from tests.rig.material import pink_noise, write

CEILING = -3.0
STARTLE = 6.0

SCENE = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: loud, volume: 6 dB}
"""

PLAYLIST = """
name: loud
tracks:
  - {file: one.flac, trim: 4 dB}
  - {file: two.flac, trim: 4 dB}
"""


@dataclass(frozen=True, repr=False)
class Heard:
    recording: Recording
    pressed: float
    skipped: float
    volume: float
    """The therapist's, as the screen had it in the end."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    folder = tmp_path_factory.mktemp("house")
    music = folder / "music"
    music.mkdir()
    for number, name in enumerate(("one", "two")):
        write(music / f"{name}.flac", pink_noise(40, 300 + number))
    with House(folder, music=music) as house:
        house.write("playlists/loud.yaml", PLAYLIST)
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        house.start("evening")
        house.wait_until(lambda said: said["sound"]["state"] == "playing")
        house.sound.wait_for_music()
        time.sleep(0.5)
        # A knob that is turned all the way: it asks for 20 dB more, at once.
        pressed = house.press("louder")
        for _ in range(19):
            house.press("louder")
        time.sleep(2.0)
        skipped = house.press("next-track")
        time.sleep(5.0)
        volume = float(house.status()["sound"]["volume_db"])
        yield Heard(house.sound.stop_recording(), pressed, skipped, volume)


def test_a_controller_that_asks_for_twenty_decibels_stays_below_the_ceiling(
    heard: Heard,
) -> None:
    """Up to it, and not above; before, it was well below."""
    before = heard.recording.between(heard.pressed - 1.0, heard.pressed)
    after = heard.recording.between(heard.pressed + 1.0, heard.skipped)
    assert before.true_peak() < CEILING - 1.0
    assert CEILING - 1.5 < after.true_peak() < CEILING + 0.1
    assert heard.volume == 6.0


def test_two_tracks_at_the_ceiling_do_not_clip_while_they_cross(heard: Heard) -> None:
    """Each has its own ceiling; together they may come above it, never to the end."""
    across = heard.recording.between(heard.skipped, heard.skipped + 4.5)
    assert across.true_peak() < 0.0


def test_a_knob_that_is_turned_all_the_way_startles_nobody(heard: Heard) -> None:
    """Never more than 6 dB within 250 ms."""
    programme = heard.recording.level_at(heard.pressed - 0.6, window=1.0)
    around = heard.recording.between(heard.pressed - 0.5, heard.recording.ends)
    assert around.largest_rise(programme, window=0.1) < STARTLE
