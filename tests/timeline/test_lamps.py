"""One lamp: the plan's ramp, a hand over it, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.look import Light
from kap_room.plan.units import Kelvin, Level, Seconds
from kap_room.timeline.lamps import LampCourse, Ramp, plan_ramp

ZERO = Seconds(0.0)


def light(level: float, warmth: float = 2700.0) -> Light:
    return Light(Level(level), Kelvin(warmth))


def resting(level: float) -> LampCourse:
    return LampCourse(Ramp(light(level), light(level), ZERO, ZERO))


def level_of(course: LampCourse, moment: float) -> float:
    """Where it is, with position and reading the same."""
    level = course.light_at(Seconds(moment), Seconds(moment)).level
    assert level is not None
    return level


def test_a_ramp_ends_exactly_where_it_should() -> None:
    """Not a step short of it."""
    ramp = plan_ramp(light(0.6), light(0.2, 2200), ZERO, Seconds(600))
    assert ramp.light_at(Seconds(600.0)) == light(0.2, 2200)


def test_a_lamp_of_which_nothing_is_known_rises_from_low() -> None:
    """It may be off, and a dark room must not be lit at once."""
    ramp = plan_ramp(Light(), light(0.6), ZERO, Seconds(60))
    level = ramp.light_at(Seconds(1.0)).level
    assert level is not None
    assert level < 0.01


def test_a_look_that_says_nothing_of_a_lamp_leaves_it() -> None:
    """Neither its level nor its warmth."""
    ramp = plan_ramp(light(0.3), Light(), ZERO, None)
    assert ramp.light_at(Seconds(1000.0)) == light(0.3)


def test_a_change_of_warmth_alone_takes_two_minutes() -> None:
    """The level stays, so there is no ratio to count by."""
    ramp = plan_ramp(light(0.3, 2700), light(0.3, 2000), ZERO, None)
    assert ramp.ends == 120.0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.0, 60.0), st.floats(0.0, 30.0))
def test_no_lamp_jumps_when_a_hand_takes_it_or_gives_it_back(
    plan: float, hand: float, after: float, until: float
) -> None:
    """At the moment of a command a lamp is where it was."""
    ramp = plan_ramp(light(plan), light(0.1), ZERO, Seconds(60.0))
    course = LampCourse(ramp)
    now, then = Seconds(after), Seconds(after + until)
    taken = course.taken(light(hand), Seconds(4.0), now, now)
    assert level_of(taken, now) == pytest.approx(level_of(course, now), abs=1 / 254)
    back = taken.given_back(Seconds(60.0), then, then)
    assert level_of(back, then) == pytest.approx(level_of(taken, then), abs=1 / 254)


def test_the_way_back_ends_where_the_plan_has_gone_meanwhile() -> None:
    """The plan did not wait."""
    course = LampCourse(plan_ramp(light(0.6), light(0.2), ZERO, Seconds(100.0)))
    taken = course.taken(light(1.0), Seconds(2.0), Seconds(10.0), Seconds(10.0))
    back = taken.given_back(Seconds(60.0), Seconds(40.0), Seconds(40.0))
    assert level_of(back, 101.0) == pytest.approx(0.2)


def test_light_that_was_asked_for_never_dims_a_lamp() -> None:
    """At least 15 %: the plan's 60 % stays."""
    course = resting(0.6).taken(light(0.15), Seconds(6.0), ZERO, ZERO, at_least=True)
    assert min(level_of(course, n / 10) for n in range(100)) == pytest.approx(0.6)


def test_light_that_was_asked_for_grows_with_the_plan() -> None:
    """The plan turns to 60 % while 15 % are asked for: the plan wins."""
    ramp = plan_ramp(light(0.05), light(0.6), Seconds(20.0), Seconds(60.0))
    course = LampCourse(ramp).taken(
        light(0.15), Seconds(6.0), ZERO, ZERO, at_least=True
    )
    assert level_of(course, 10.0) == pytest.approx(0.15)
    assert level_of(course, 90.0) == pytest.approx(0.6)


def test_light_that_was_asked_for_holds_when_the_plan_goes_dark() -> None:
    """Down with the plan, and no further than what was asked for."""
    ramp = plan_ramp(light(0.6), light(0.05), Seconds(20.0), Seconds(60.0))
    course = LampCourse(ramp).taken(
        light(0.15), Seconds(6.0), ZERO, ZERO, at_least=True
    )
    assert level_of(course, 90.0) == pytest.approx(0.15)


def test_a_hand_that_changes_its_mind_is_followed_at_once() -> None:
    """What would be a flash, the lamp itself is kept from."""
    up = resting(0.5).taken(light(1.0), Seconds(4.0), ZERO, ZERO)
    soon = Seconds(0.5)
    down = up.taken(light(0.1), Seconds(4.0), soon, soon)
    assert level_of(down, 1.0) < level_of(up, 0.5)
    again = down.taken(light(1.0), Seconds(4.0), soon, soon)
    assert level_of(again, 1.0) > level_of(up, 0.5)
