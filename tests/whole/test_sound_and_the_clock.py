"""The wall clock is stepped in mid-session: turns, fades and positions do not move.

A small computer without a clock chip jumps by hours, or by years, when it finds a time
server. libfaketime does that to every process of a room, as often as the file changes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from typing_extensions import override

from tests.rig.hearing import Recording
from tests.rig.house import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

STEPS = {6.0: "+3600", 13.0: "-3600", 18.0: "-631152000"}
"""Seconds into the plan, and by how much the clock is off from then on: an hour ahead,
an hour behind (in mid-crossfade), twenty years behind (in mid-silence)."""

TURN, CROSSFADE, SILENCE, MUSIC, END = 10.0, 6.0, 17.0, 21.0, 31.0
HIGH = 1000.0
STARTLE = 6.0

SCENE = f"""
name: Evening
phases:
  - {{name: one, lasts: {TURN:.0f}s, playlist: one}}
  - {{name: two, lasts: {END - TURN:.0f}s, playlist: two, crossfade: 6s}}
"""


class SteppedHouse(House):
    """Everybody in it believes the file; readings are the computer's own.

    Waiting for a monotonic moment is left to the system: with libfaketime's own way of
    it libVLC falls silent.
    """

    @property
    @override
    def env(self) -> dict[str, str]:
        return super().env | {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "FAKETIME_NO_CACHE": "1",
        }

    def step(self, by: str) -> None:
        new = self.write("clock.new", by)
        new.replace(self.folder / "clock")


@dataclass(frozen=True, repr=False)
class Heard:
    recording: Recording
    origin: float
    moved: float
    """By how much the plan's 0:00 was elsewhere after all steps."""
    walls: list[str]
    """What the journal says of the wall clock, entry by entry."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Heard]:
    if LIBRARY is None:
        pytest.skip("libfaketime is not installed (Debian package faketime)")
    folder = tmp_path_factory.mktemp("house")
    (folder / "clock").write_text("+0")
    with SteppedHouse(folder, music=music) as house:
        house.write("playlists/one.yaml", "name: one\ntracks: [{file: middle.flac}]\n")
        house.write("playlists/two.yaml", "name: two\ntracks: [{file: high.flac}]\n")
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        house.start("evening")
        origin = house.origin()
        buttons = {SILENCE: "silence", MUSIC: "music"}
        for at in sorted([*STEPS, *buttons]):
            time.sleep(max(0.0, origin + at - time.monotonic()))
            if at in STEPS:
                house.step(STEPS[at])
            else:
                house.press(buttons[at])
        moved = house.origin() - origin
        walls = [x.wall for kind in KINDS for x in house.entries(kind)]
        time.sleep(max(0.0, origin + END + 6.0 - time.monotonic()))
        yield Heard(house.sound.stop_recording(), origin, moved, walls)


KINDS = ("SessionStarted", "PhaseTurned", "CommandTaken")


def test_the_clock_was_really_stepped(heard: Heard) -> None:
    """The journal writes down what it said, right or wrong: it went back by years."""
    walls = sorted(datetime.fromisoformat(wall) for wall in heard.walls)
    assert (walls[-1] - walls[0]).days > 19 * 365


def test_the_position_does_not_move(heard: Heard) -> None:
    """After three steps it is where it was."""
    assert abs(heard.moved) < 0.1


def test_the_turn_comes_when_it_was_planned(heard: Heard) -> None:
    """Within 0.2 s; four seconds before it the clock leapt by an hour."""
    programme = heard.recording.level_at(heard.origin + 7.0, window=1.0)
    high = heard.recording.only(HIGH)
    rises = high.rises_above(programme - 40.0, heard.origin)
    planned = heard.origin + TURN + CROSSFADE * (48.0 - 40.0) / 48.0
    assert abs(rises - planned) < 0.2


def test_no_fade_is_cut_or_stretched(heard: Heard) -> None:
    """Neither the crossfade, nor silence, nor the way back, nor the closing fade."""
    whole, origin = heard.recording, heard.origin
    programme = whole.level_at(origin + 7.0, window=1.0)
    across = whole.between(origin + TURN - 1.0, origin + TURN + 6.5)
    _, levels = across.levels(window=1.0, hop=0.05)
    assert float(levels.max() - levels.min()) < 1.0
    quiet = whole.between(origin + SILENCE, origin + MUSIC - 0.1)
    falls = quiet.falls_below(-60.0, origin + SILENCE, programme) - origin - SILENCE
    assert 2.5 < falls < 3.3
    assert abs(whole.level_at(origin + MUSIC + 4.0, 0.2) - programme + 24.0) < 4.0
    assert abs(whole.level_at(origin + END - 0.6, 0.5) - programme) < 1.0
    ends = whole.falls_below(-60.0, origin + END, programme) - origin - END
    assert 4.0 < ends < 5.4
    assert whole.largest_rise(programme) < STARTLE
