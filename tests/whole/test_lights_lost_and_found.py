"""Lamps that lose their power, come back at full, or fall silent (L5)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import wait_until
from tests.rig.house import Status
from tests.rig.lamps import RiggedLamp
from tests.whole.lit import BRIGHTEST, Room, begin, resting_at, wired

NIGHT = 0.05
WITHIN = 2.0
"""Seconds after its return within which a lamp is down again."""

LOOK = 0.005

LAMPS = ("noticed", "unnoticed", "twice", "cut", "frozen", "bed")
"""One for each claim: what happened to a lamp a minute ago counts."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Room]:
    """Lamps that rest at 5 %, and come back at full when their power does."""
    folder = tmp_path_factory.mktemp("house")
    with wired(
        folder, music, *(f"{lamp}:zigbee2mqtt:full+announced" for lamp in LAMPS)
    ) as room:
        for name in LAMPS:
            room.lamps[name].move(NIGHT)
        begin(room.house, resting_at(5))
        room.house.wait_until(lambda said: _level(said, "bed") == NIGHT)
        room.house.wait_until(lambda said: said["sound"]["state"] == "playing")
        yield room


@pytest.mark.parametrize("name", ["noticed", "unnoticed"])
def test_a_lamp_at_full_after_a_blip_is_down_again_in_two_seconds(
    room: Room, name: str
) -> None:
    """Whether its bridge noticed that it was away, or only announces it again."""
    lamp, bed = room.lamps[name], room.lamps["bed"]
    told = len(bed.commands)
    back = _blipped(lamp, noticed=name == "noticed")
    low = _is_low_after(lamp)
    assert low - back < WITHIN
    assert max(lamp.levels(back, low, every=0.001)) > 0.98
    time.sleep(2.0)
    assert _is_low(lamp)
    assert not lamp.flashes(back + 0.1, time.monotonic())
    # Once a minute it is told again to be what it is.
    since = [json.loads(each.payload)["brightness"] for each in bed.commands[told:]]
    assert set(since) <= {round(NIGHT * BRIGHTEST)}, "another lamp was moved"


def test_the_same_again_within_a_minute_is_a_hand(room: Room) -> None:
    """Somebody at the wall may want light, and gets it the second time."""
    lamp = room.lamps["twice"]
    back = _blipped(lamp)
    assert _is_low_after(lamp) - back < WITHIN
    time.sleep(3.0)
    lamp.blip()
    said = room.house.wait_until(lambda said: said["lights"]["twice"]["by_hand"], 8.0)
    assert said["session"]["state"] == "running"
    time.sleep(3.0)
    assert lamp.glow.level > 0.98
    room.house.press("release", "twice")
    room.house.wait_until(lambda said: not said["lights"]["twice"]["by_hand"], 8.0)
    assert wait_until(lambda: lamp.glow.level < 0.9, 8.0)


def test_a_lamp_without_power_is_told_and_found_again(room: Room) -> None:
    """Lost on the screen; the others go on; back, it is where the plan is."""
    lamp = room.lamps["cut"]
    lamp.cut_power()
    said = room.house.wait_until(lambda said: _health(said, "cut") == "lost", 8.0)
    assert _health(said, "bed") == "ok"
    assert said["sound"]["state"] == "playing"
    back = time.monotonic()
    lamp.return_power()
    assert _is_low_after(lamp) - back < WITHIN
    room.house.wait_until(lambda said: _health(said, "cut") == "ok", 8.0)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_lamp_that_is_silent_though_online_is_noticed(room: Room) -> None:
    """It is asked every minute; without an answer it is told as lost, then found."""
    lamp = room.lamps["frozen"]
    lamp.freeze()
    room.house.wait_until(lambda said: _health(said, "frozen") == "lost", 130.0)
    lamp.thaw()
    room.house.wait_until(lambda said: _health(said, "frozen") == "ok", 130.0)
    assert wait_until(lambda: _is_low(lamp), WITHIN)


def _blipped(lamp: RiggedLamp, *, noticed: bool = False) -> float:
    """When it was at full again."""
    lamp.cut_power(noticed=noticed)
    back = time.monotonic()
    lamp.return_power()
    return back


def _is_low_after(lamp: RiggedLamp) -> float:
    """The reading from which it is down again, by its own record of what it was."""
    assert wait_until(lambda: _is_low(lamp), 8.0)
    low = time.monotonic()
    while lamp.glow_at(low - LOOK).level < NIGHT + 0.01:
        low -= LOOK
    return low


def _is_low(lamp: RiggedLamp) -> bool:
    return lamp.glow.level < NIGHT + 0.01


def _level(said: Status, lamp: str) -> float | None:
    level: float | None = said["lights"][lamp]["level"]
    return None if level is None else round(level, 3)


def _health(said: Status, lamp: str) -> str:
    return str(said["lights"][lamp]["health"])
