"""A hand at the lamp itself, while a session dims it (L3)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import wait_until
from tests.rig.house import Status
from tests.whole.lit import Room, begin, dimming_to, wired
from tests.whole.terminal import Terminal

DAY, HAND, RAMP = 0.60, 0.90, 90
LAMPS = ("floor", "desk", "sill", "bed")
GIVEN_BACK = 20.0
"""Seconds that a lamp takes back to the plan."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Room]:
    """Lamps on their way down; each claim has a lamp of its own, and the bed obeys."""
    with wired(tmp_path_factory.mktemp("house"), music, *LAMPS) as room:
        for name in LAMPS:
            room.lamps[name].move(DAY)
        begin(room.house, dimming_to(5, RAMP))
        yield room


def test_a_hand_at_the_wall_wins_until_it_is_released(room: Room) -> None:
    """Left alone, shown by hand on the screen and to scripts, given back by a ramp."""
    house, floor, bed = room.house, room.lamps["floor"], room.lamps["bed"]
    assert wait_until(lambda: bed.glow.level < DAY - 0.05, 15.0)
    floor.move(HAND)
    house.wait_until(lambda said: _by_hand(said, "floor"), 8.0)
    with Terminal(house) as console:
        console.wait_for("% by hand")
    before = bed.glow.level
    time.sleep(6.0)
    assert abs(floor.glow.level - HAND) < 0.005, "the plan went on with it"
    assert bed.glow.level < before - 0.01, "the other lamp should have gone on"
    assert not _by_hand(house.status(), "bed")
    _is_given_back_by_a_ramp(room)


@pytest.mark.slow
def test_a_lamp_by_hand_is_shown_as_bright_as_it_is(room: Room) -> None:
    """Also after its warmth has gone on with the plan."""
    desk = room.lamps["desk"]
    assert wait_until(lambda: room.lamps["bed"].glow.level < DAY - 0.05, 15.0)
    desk.move(HAND)
    room.house.wait_until(lambda said: _by_hand(said, "desk"), 3.0)
    told = len(desk.commands)
    assert wait_until(lambda: len(desk.commands) > told + 1, 15.0)
    assert abs(_level(room.house.status(), "desk") - HAND) < 0.01


def _is_given_back_by_a_ramp(room: Room) -> None:
    """On its way, neither there at once nor still where the hand had it."""
    house, floor = room.house, room.lamps["floor"]
    released = house.press("release", "floor")
    assert not _by_hand(house.status(), "floor")
    time.sleep(GIVEN_BACK / 4)
    assert _level(house.status(), "bed") + 0.02 < floor.glow.level < HAND - 0.02
    assert not floor.flashes(released, time.monotonic())


@pytest.mark.slow
def test_a_lamp_given_back_is_where_the_plan_is(room: Room) -> None:
    """After its twenty seconds it goes down beside the others."""
    sill, bed = room.lamps["sill"], room.lamps["bed"]
    sill.move(HAND)
    room.house.wait_until(lambda said: _by_hand(said, "sill"), 3.0)
    time.sleep(6.0)
    room.house.press("release", "sill")
    time.sleep(GIVEN_BACK)
    assert wait_until(lambda: abs(sill.glow.level - bed.glow.level) < 0.02, 6.0)


def _by_hand(said: Status, lamp: str) -> bool:
    return bool(said["lights"][lamp]["by_hand"])


def _level(said: Status, lamp: str) -> float:
    return float(said["lights"][lamp]["level"])
