"""Headphones that run empty in mid-session, and come back, in a whole room."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.rig.hearing import Recording
from tests.rig.house import House, Status

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

STARTLE = 6.0

SCENE = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: sound}
"""


@dataclass(frozen=True, repr=False)
class Heard:
    phones: Recording
    room: Recording
    programme: float
    gone: float
    back: float
    without: Status
    """What the screen had while they were gone."""
    after: Status
    journal: list[tuple[bool, str]]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Heard]:
    folder = tmp_path_factory.mktemp("house")
    with House(folder, music=music) as house:
        house.write("room.yaml", f"music: {music}\nsound: {{output: phones}}\n")
        house.write(
            "playlists/sound.yaml", "name: sound\ntracks: [{file: high.flac}]\n"
        )
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.sound.add_sink("phones")
        house.keep()
        house.start("evening")
        house.wait_until(lambda said: said["sound"]["state"] == "playing")
        time.sleep(2.5)
        gone = time.monotonic()
        house.sound.remove_sink("phones")
        time.sleep(8.0)
        without = house.status()
        back = time.monotonic()
        house.sound.add_sink("phones")
        time.sleep(9.0)
        after = house.status()
        said = [json.loads(x.data) for x in house.entries("HealthChanged")]
        journal = [(x["ok"], x["says"]) for x in said if x["part"] == "sound"]
        room = house.sound.stop_recording()
        phones = house.sound.recording("phones")
        programme = phones.level_at(gone - 1.0, window=1.0)
        yield Heard(phones, room, programme, gone, back, without, after, journal)


def test_something_sounds_again_within_two_seconds(heard: Heard) -> None:
    """At the server's own choice, and full within six."""
    gone = heard.room.between(heard.gone, heard.back)
    audible = gone.rises_above(-40.0, heard.gone, heard.programme) - heard.gone
    assert audible < 2.0
    full = heard.room.level_at(heard.gone + 6.2, window=0.3) - heard.programme
    assert abs(full) < 1.0


def test_the_headphones_have_it_again_when_they_are_back(heard: Heard) -> None:
    """Alone, as the room file says, and silent nowhere for more than two seconds."""
    at = heard.back + 7.5
    assert abs(heard.phones.level_at(at, window=0.5) - heard.programme) < 1.0
    assert heard.room.level_at(at, window=0.5) - heard.programme < -40.0
    readings, phones = heard.phones.between(heard.back, at).levels()
    _, room = heard.room.between(heard.back, at).levels()
    count = min(len(phones), len(room))
    either = np.maximum(phones[:count], room[:count]) - heard.programme
    quiet = readings[:count][either < -40.0]
    assert len(quiet) == 0 or float(quiet[-1] - quiet[0]) < 2.0


def test_neither_place_startles(heard: Heard) -> None:
    """Never more than 6 dB within 250 ms at either of them."""
    for recording in (heard.phones, heard.room):
        around = recording.between(heard.gone - 2.0, recording.ends)
        assert around.largest_rise(heard.programme) < STARTLE


def test_an_output_that_goes_is_told_and_told_again_when_it_is_back(
    heard: Heard,
) -> None:
    """By its name, on the screen and in the journal, once each."""
    assert '"phones"' in heard.without["health"]["sound"]["says"]
    assert heard.without["sound"]["state"] == "playing"
    assert heard.after["health"]["sound"]["ok"]
    assert [ok for ok, _ in heard.journal] == [False, True]
    assert '"phones"' in heard.journal[0][1]
