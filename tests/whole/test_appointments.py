"""Somebody is expected: a whole room gets ready for them, and only at its time.

Its clock is put to where it is wanted by libfaketime, as a time server would do it, and
it is somebody in the room who says that it is right.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.broker import Overheard
from tests.rig.hearing import Recording
from tests.rig.house import House, Status
from tests.whole.terminal import Terminal
from tests.whole.test_sound_and_the_clock import LIBRARY, SteppedHouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

SCENE = """
name: Slow evening
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: soft, look: day, ramp: 20s}
  - {name: rest, lasts: 30m, playlist: soft}
looks:
  day: {all: {level: 60%, warmth: 2700 K}}
"""

AHEAD = 15 * 60.0
RISES = 30.0
STARTLE = 6.0
LEAD = 15.0
"""Seconds before the room is to be made ready at which the clock is put."""

LEAPS = {"an hour ahead": 3600.0, "an hour back": -3600.0, "years back": -631_152_000.0}


@dataclass(frozen=True, repr=False)
class Seen:
    """What was seen and heard before, while and after the room got ready."""

    waiting: Status
    start_screen: str
    warm: Status
    warm_at: float
    due_at: float
    session_screen: str
    recording: Recording
    lamp: tuple[Overheard, ...]
    leapt: dict[str, Status]
    come_back: Status
    after_a_death: Status


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Seen]:
    if LIBRARY is None:
        pytest.skip("libfaketime is not installed (Debian package faketime)")
    folder = tmp_path_factory.mktemp("house")
    (folder / "clock").write_text("+0")
    with SteppedHouse(folder, music=music, lamps=("floor",)) as house:
        house.write("playlists/soft.yaml", "name: soft\ntracks: [{file: high.flac}]\n")
        house.write("scenes/slow.yaml", SCENE)
        house.measure()
        house.keep()
        yield _evening(house)


def _evening(house: SteppedHouse) -> Seen:
    due = _full_minute_after(time.time() + 3600.0)
    offset = due - LEAD - time.time()
    due_at = time.monotonic() + LEAD
    house.step(f"{offset:+.3f}")
    _say_the_clock_is_right(house)
    _book(house, due + AHEAD, "heron")
    _book(house, due + AHEAD + 3 * 3600.0, "wren")
    waiting = house.wait_until(lambda told: told["appointments"]["next"])
    with Terminal(house) as console:
        start_screen = console.wait_for("heron")
        warm = house.wait_until(_runs)
        warm_at = time.monotonic()
        session_screen = console.wait_for("The room is ready for heron")
    time.sleep(max(0.0, warm_at + RISES + 12.0 - time.monotonic()))
    recording = house.sound.recording()
    lamp = house.spy.heard("zigbee2mqtt/floor/set")
    leapt = {}
    for name, by in LEAPS.items():
        house.step(f"{offset + by:+.3f}")
        time.sleep(2.5)
        leapt[name] = house.status()
    house.step(f"{offset:+.3f}")
    come_back = house.wait_until(lambda told: told["appointments"]["expected"])
    house.end_everybody()
    house.keep()
    after = house.wait_until(lambda told: told["appointments"]["expected"])
    return Seen(
        waiting,
        start_screen,
        warm,
        warm_at,
        due_at,
        session_screen,
        recording,
        lamp,
        leapt,
        come_back,
        after,
    )


def _full_minute_after(moment: float) -> float:
    return moment - moment % 60.0 + 60.0


def _say_the_clock_is_right(house: House) -> None:
    said = house.run("book", "clock-is-right")
    assert said.code == 0, said


def _book(house: House, at: float, code: str) -> None:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
    said = house.run("book", "add", when, "slow", "--code", code)
    assert said.code == 0, said


def _runs(told: Status) -> bool:
    return bool(told["session"]["state"] == "running")


def test_who_comes_next_is_known_before(seen: Seen) -> None:
    """In the snapshot, and on top of the scenes by the code word."""
    following = seen.waiting["appointments"]["next"]
    assert (following["code"], following["scene"]) == ("heron", "Slow evening")
    assert AHEAD - 60.0 < following["in_s"] < AHEAD + LEAD
    assert seen.waiting["session"]["state"] == "idle"
    assert "heron" in seen.start_screen


def test_the_room_gets_ready_at_its_time(seen: Seen) -> None:
    """A quarter of an hour ahead, in the phase that waits; it is said for whom."""
    assert -1.0 < seen.warm_at - seen.due_at < 5.0
    assert seen.warm["session"]["code"] == "heron"
    assert seen.warm["phase"]["name"] == "arrival"
    assert seen.warm["appointments"]["expected"]["code"] == "heron"
    assert "Arrival" in seen.session_screen


def test_its_music_comes_up_over_half_a_minute(seen: Seen) -> None:
    """Heard at the sink: nothing sudden, still low after ten seconds, then whole."""
    whole = seen.recording
    programme = whole.level_at(whole.ends - 3.0, window=2.0)
    assert whole.largest_rise(programme) < STARTLE
    begins = whole.rises_above(programme - 40.0, seen.warm_at - 2.0)
    full = whole.rises_above(programme - 1.0, seen.warm_at - 2.0)
    assert 20.0 < full - begins < RISES
    assert whole.level_at(seen.warm_at + 10.0, window=0.5) < programme - 20.0


def test_its_lamps_come_up_by_their_ramp(seen: Seen) -> None:
    """Seen at the broker: from full, where the lamp was, down to the look in steps."""
    told = [json.loads(each.payload) for each in seen.lamp]
    levels = [each["brightness"] / 254 for each in told if "brightness" in each]
    assert len(levels) > 3
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 0.8
    assert abs(levels[-1] - 0.6) < 0.02


@pytest.mark.parametrize("leap", LEAPS)
def test_a_clock_that_leaps_changes_nothing_in_the_room(seen: Seen, leap: str) -> None:
    """The session waits as before; instead of a time it is said what to do."""
    told = seen.leapt[leap]
    assert told["session"]["id"] == seen.warm["session"]["id"]
    assert told["sound"]["state"] == "playing"
    assert told["appointments"]["next"] is None
    assert "clock-is-right" in told["appointments"]["says"]


def test_a_clock_that_comes_back_is_believed_again(seen: Seen) -> None:
    """Within the minutes for which somebody vouched."""
    assert seen.come_back["appointments"]["expected"]["code"] == "heron"
    assert seen.come_back["appointments"]["next"]["code"] == "wren"
    assert seen.come_back["session"]["state"] == "running"


def test_after_everybody_died_nothing_sounds_unasked(seen: Seen) -> None:
    """Held and silent, with its question, and the person is still expected."""
    told = seen.after_a_death
    assert told["session"]["code"] == "heron"
    assert told["session"]["state"] == "held"
    assert told["session"]["asks"]
    assert told["sound"]["state"] == "silent"
