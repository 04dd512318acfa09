"""What a lamp is as far as anybody knows, between what it was told and what it says."""

from __future__ import annotations

import pytest

from kap_room.adapters.lamps.dialect import UNKNOWN, Glows
from kap_room.adapters.lamps.known import Known
from kap_room.plan.look import Light
from kap_room.plan.units import Kelvin, Level, Seconds

HALF = Light(Level(0.5), Kelvin(2700.0))
FULL = Light(Level(1.0), Kelvin(2700.0))


def told(*lights: Light, at: float = 0.0) -> Known:
    """Each over four seconds, one after the other."""
    known = Known()
    for number, light in enumerate(lights):
        known = known.told(light, light, Seconds(4.0), Seconds(at + 4.0 * number))
    return known


def test_nothing_is_known_of_a_lamp_that_nobody_told() -> None:
    """Nor is it guessed."""
    assert Known().light_at(Seconds(9.0)) == UNKNOWN
    assert not Known().was_told


def test_a_lamp_is_on_its_way_while_a_step_runs() -> None:
    """A command in the midst of it starts from there."""
    known = told(HALF, FULL)
    assert known.light_at(Seconds(6.0)) == Light(Level(0.75), Kelvin(2700.0))
    assert known.light_at(Seconds(60.0)) == FULL


@pytest.mark.parametrize("said", [1.0, 0.98])
def test_a_lamp_that_tells_the_end_of_a_step_at_once_is_not_there_yet(
    said: float,
) -> None:
    """Most do, the moment they are told."""
    known = told(HALF, FULL).said(Glows(Level(said), None), Seconds(8.5))
    assert known.light_at(Seconds(6.0)).level == 0.75


def test_a_lamp_that_says_something_else_is_believed() -> None:
    """A hand has it; the next command starts from there."""
    known = told(HALF, FULL).said(Glows(Level(0.2), None), Seconds(8.5))
    assert known.light_at(Seconds(4.5)).level == 0.2


def test_what_is_not_said_is_as_it_was() -> None:
    """A level tells nothing of a warmth, nor a warmth of a level."""
    known = told(HALF).said(Glows(None, Kelvin(2000.0)), Seconds(8.5))
    assert known.light_at(Seconds(9.0)) == Light(Level(0.5), Kelvin(2000.0))


def test_a_lamp_that_was_off_and_is_on_may_be_anything() -> None:
    """It did not say how bright."""
    dark = Light(Level(0.0))
    known = told(dark).said(Glows(None, None, lit=True), Seconds(8.5))
    assert known.light_at(Seconds(9.0)).level is None


def test_a_brightness_lights_no_lamp_that_is_dark() -> None:
    """It may be what somebody chose for later; while it fades out it is a word of that.

    Whether the lamp is lit is asked once for each brightness.
    """
    known = told(FULL, Light(Level(0.0)))
    word = Glows(Level(0.4), None, if_lit=True)
    fades = known.said(word, Seconds(6.0))
    assert fades.light_at(Seconds(9.0)).level == 0.4
    dark = known.said(word, Seconds(9.0))
    assert dark.light_at(Seconds(9.0)).level == 0.0
    assert dark.as_wanted(word).level is None
    assert dark.is_in_doubt_after(word, known)
    again = dark.said(Glows(Level(0.0), None), Seconds(9.5)).said(word, Seconds(9.5))
    assert not again.is_in_doubt_after(word, dark)


def test_next_to_nothing_is_not_off() -> None:
    """A lamp at two hundredths that goes off and on again is asked how bright it is."""
    dim, lit = Light(Level(0.02)), Glows(None, None, lit=True)
    known = told(dim).said(Glows(Level(0.0), None), Seconds(9.0))
    assert known.light_at(Seconds(9.0)).level == 0.0
    assert known.said(lit, Seconds(9.0)).is_in_doubt_after(lit, known)


def test_what_is_dark_and_was_told_to_be_dark_agrees() -> None:
    """Whatever is lit does not, however little it is."""
    dark = told(HALF, Light(Level(0.0)))
    still = dark.said(Glows(Level(0.0), None), Seconds(5.0))
    assert still.light_at(Seconds(6.0)).level == 0.25
    trace = dark.said(Glows(Level(0.01), None), Seconds(9.0))
    assert trace.light_at(Seconds(9.0)).level == 0.01


LIT = Glows(None, None, lit=True)


@pytest.mark.parametrize(
    ("known", "level"),
    [
        (told(HALF, Light(Level(0.0))), 0.5),
        (told(HALF).said(Glows(Level(0.0), None), Seconds(9.0)), 0.5),
        (
            told(HALF)
            .said(Glows(Level(0.8), None), Seconds(9.0))
            .said(Glows(Level(0.0), None), Seconds(9.0)),
            0.8,
        ),
        (
            told(HALF, Light(Level(0.0)))
            .said(Glows(Level(0.1), None), Seconds(7.0))
            .said(Glows(Level(0.0), None), Seconds(9.0)),
            0.5,
        ),
        (told(Light(Level(0.0))), None),
        (Known(), None),
        (told(HALF), None),
    ],
)
def test_a_lamp_that_nobody_can_ask_comes_on_as_bright_as_it_was(
    known: Known, level: float | None
) -> None:
    """As it was told, or as a hand had it; what it said while it faded out is past."""
    assert known.resumed(LIT).level == level


def test_a_lamp_as_near_as_it_can_be_is_as_it_was_asked_to_be() -> None:
    """A minimum or a plain switch is no hand."""
    asked, can = Light(Level(0.05)), Light(Level(0.3))
    known = Known().told(asked, can, Seconds(4.0), Seconds(0.0))
    assert known.as_wanted(Glows(Level(0.3), None)).level == 0.05
    assert known.as_wanted(Glows(Level(0.8), None)).level == 0.8


def test_values_on_the_way_do_not_make_a_hand_of_the_end() -> None:
    """A bulb tells where it is now and again, and then where it stopped."""
    asked, can = Light(Level(0.05)), Light(Level(0.3))
    known = told(FULL).told(asked, can, Seconds(4.0), Seconds(5.0))
    known = known.said(Glows(Level(0.6), None), Seconds(8.5))
    assert known.as_wanted(Glows(Level(0.6), None)).level == 0.6
    assert known.as_wanted(Glows(Level(0.3), None)).level == 0.05


def test_a_lamp_that_can_be_what_it_was_asked_is_reported_as_it_says() -> None:
    """Its own rounding included."""
    assert told(HALF).as_wanted(Glows(Level(0.504), None)).level == 0.504


def test_a_step_of_warmth_alone_leaves_a_lamp_where_a_hand_put_it() -> None:
    """What the lamp then says of its level is its own, and not the plan's old one."""
    known = told(HALF).said(Glows(Level(0.9), None), Seconds(2.0))
    warmer = Light(None, Kelvin(2600.0))
    known = known.told(warmer, warmer, Seconds(4.0), Seconds(4.0))
    assert known.as_wanted(Glows(Level(0.9), None)).level == 0.9
    assert known.light_at(Seconds(6.0)).level == 0.9


def test_a_step_of_level_alone_leaves_a_lamp_as_warm_as_a_hand_made_it() -> None:
    """Likewise."""
    known = told(HALF).said(Glows(None, Kelvin(4000.0)), Seconds(8.5))
    dimmer = Light(Level(0.4))
    known = known.told(dimmer, dimmer, Seconds(4.0), Seconds(9.0))
    assert known.as_wanted(Glows(None, Kelvin(4000.0))).warmth == 4000.0


def test_a_step_of_level_alone_does_not_forget_how_warm_a_lamp_can_be() -> None:
    """One that stops at 2200 K is as it was asked to be, step after step."""
    warm, can = Light(Level(0.5), Kelvin(1500.0)), Light(Level(0.5), Kelvin(2000.0))
    known = Known().told(warm, can, Seconds(4.0), Seconds(0.0))
    known = known.said(Glows(None, Kelvin(2200.0)), Seconds(4.0))
    dimmer = Light(Level(0.4))
    known = known.told(dimmer, dimmer, Seconds(4.0), Seconds(5.0))
    known = known.said(Glows(None, Kelvin(2200.0)), Seconds(9.0))
    assert known.as_wanted(Glows(None, Kelvin(2200.0))).warmth == 1500.0


def test_a_step_of_warmth_alone_does_not_end_a_way_that_runs() -> None:
    """The lamp goes on to the level that it was told."""
    known = told(HALF, FULL)
    warmer = Light(None, Kelvin(2000.0))
    known = known.told(warmer, warmer, Seconds(4.0), Seconds(6.0))
    assert known.light_at(Seconds(20.0)).level == 1.0
