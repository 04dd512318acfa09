"""When a lamp may turn without a flash (L1)."""

import pytest

from kap_room.plan.units import Level, Seconds
from kap_room.timeline.glide import Glide, standing


def glide(*steps: tuple[float, float, float]) -> Glide:
    """It stood at 40 %; each step is a level, from when on, and how long it takes."""
    lamp = standing(Level(0.4), Seconds(0.0))
    for level, at, over in steps:
        lamp = lamp.told(Level(level), Seconds(at), Seconds(over))
    return lamp


def may_go_at(lamp: Glide, level: float, reading: float, *, asked: bool) -> float:
    return lamp.may_go_at(Level(level), Seconds(reading), asked=asked)


def test_a_lamp_that_rises_is_turned_down_at_once_when_it_is_asked() -> None:
    """It was at rest before: one turn is no flash."""
    lamp = glide((1.0, 100.0, 1.0))
    assert may_go_at(lamp, 0.2, 100.6, asked=True) == 100.6


def test_a_lamp_that_rises_is_not_turned_down_by_itself() -> None:
    """Nobody waits for it."""
    lamp = glide((1.0, 100.0, 1.0))
    assert may_go_at(lamp, 0.2, 100.6, asked=False) > 102.0


def test_a_second_turn_downwards_waits() -> None:
    """Down, up and down again within two seconds is a flash, also when it is asked."""
    lamp = glide((0.1, 100.0, 0.5), (0.9, 100.5, 0.5))
    assert may_go_at(lamp, 0.1, 101.2, asked=True) == pytest.approx(102.5)
    assert may_go_at(lamp, 0.1, 102.6, asked=True) == 102.6


def test_a_dip_of_long_ago_is_forgotten() -> None:
    """A lamp that was dimmed for an hour is at rest when somebody wants light."""
    lamp = glide((0.1, 10.0, 5.0), (0.9, 100.0, 0.5))
    assert may_go_at(lamp, 0.1, 101.0, asked=True) == 101.0


def test_a_rise_that_is_asked_for_never_waits() -> None:
    """Light first."""
    lamp = glide((0.9, 100.0, 0.5), (0.1, 100.5, 0.5))
    assert may_go_at(lamp, 0.9, 101.0, asked=True) == 101.0
    assert may_go_at(lamp, 0.9, 101.0, asked=False) > 102.0


def test_a_lamp_that_goes_on_the_way_it_goes_does_not_wait() -> None:
    """It has turned already."""
    lamp = glide((1.0, 100.0, 1.0), (0.2, 101.0, 4.0))
    assert may_go_at(lamp, 0.2, 101.7, asked=False) == 101.7
