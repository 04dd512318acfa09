"""A bulb that stops short of a warmth is no hand, and a hand is no such bulb."""

from __future__ import annotations

from kap_room.adapters.lamps.dialect import Glows
from kap_room.adapters.lamps.known import Known
from kap_room.plan.look import Light
from kap_room.plan.units import Kelvin, Level, Seconds

LEVEL = Level(0.5)


def told(warmth: float, at: float, known: Known | None = None) -> Known:
    light = Light(LEVEL, Kelvin(warmth))
    return (known or Known()).told(light, light, Seconds(5.0), Seconds(at))


def says(known: Known, warmth: float, at: float) -> tuple[Known, Kelvin | None]:
    """What is known then, and what the room hears of it."""
    word = Glows(LEVEL, Kelvin(warmth))
    known = known.said(word, Seconds(at))
    return known, known.as_wanted(word).warmth


def test_where_a_bulb_stops_on_its_way_is_as_far_as_it_goes() -> None:
    """Told 2000 K it is at 2700 for the whole evening."""
    known = told(2000.0, at=10.0, known=told(4000.0, at=0.0))
    known, heard = says(known, 2700.0, at=15.0)
    assert heard == 2000.0
    _, heard = says(known, 2700.0, at=900.0)
    assert heard == 2000.0


def test_where_it_stops_is_remembered_for_what_lies_beyond() -> None:
    """And only for that: on this side of it the bulb can be what it is told."""
    known = told(2000.0, at=10.0, known=told(4000.0, at=0.0))
    known, _ = says(known, 2700.0, at=15.0)
    _, heard = says(told(1900.0, at=20.0, known=known), 2700.0, at=900.0)
    assert heard == 1900.0
    _, heard = says(told(5000.0, at=20.0, known=known), 2700.0, at=900.0)
    assert heard == 2700.0


def test_a_warmth_that_comes_long_after_the_step_is_a_hand_s() -> None:
    """Wherever it lies."""
    known = told(2000.0, at=10.0, known=told(4000.0, at=0.0))
    _, heard = says(known, 2700.0, at=60.0)
    assert heard == 2700.0


def test_a_warmth_that_the_step_does_not_pass_is_a_hand_s() -> None:
    """Also in the midst of it."""
    known = told(2000.0, at=10.0, known=told(4000.0, at=0.0))
    _, heard = says(known, 6000.0, at=12.0)
    assert heard == 6000.0


def test_a_bulb_that_gets_there_has_not_stopped_on_the_way() -> None:
    """What it said in between is forgotten; a hand may choose just that."""
    known = told(2000.0, at=10.0, known=told(4000.0, at=0.0))
    known, _ = says(known, 2700.0, at=12.0)
    known, _ = says(known, 2000.0, at=15.0)
    _, heard = says(known, 2700.0, at=60.0)
    assert heard == 2700.0
