"""The light in a lamp as a value: how it glides, and what it falls back into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.virtual_lamps.bulb import (
    Bulb,
    Command,
    Glow,
    PowerOn,
    Stop,
    powered,
)
from kap_room.plan.units import Seconds

NOON = Seconds(1000.0)
DIM = Command(on=True, level=0.2, lasts=Seconds(4.0))


def after(seconds: float) -> Seconds:
    return Seconds(NOON + seconds)


@pytest.fixture
def bulb() -> Bulb:
    return powered(NOON, PowerOn.FULL)


def test_a_glide_is_half_way_at_half_its_time(bulb: Bulb) -> None:
    """Bulbs move evenly in their own units."""
    assert bulb.told(DIM, NOON).glow_at(after(2.0)).level == pytest.approx(0.6)


def test_a_glide_ends_where_it_was_told(bulb: Bulb) -> None:
    """And it glides no longer."""
    told = bulb.told(DIM, NOON)
    assert told.is_gliding_at(after(3.9))
    assert not told.is_gliding_at(after(4.0))
    assert told.glow_at(after(4.0)).level == 0.2


def test_a_new_command_starts_from_the_light_as_it_is(bulb: Bulb) -> None:
    """Nothing leaps when a glide is broken off."""
    told = bulb.told(DIM, NOON).told(
        Command(on=True, level=0.9, lasts=Seconds(1.0)), after(2.0)
    )
    assert told.glow_at(after(2.0)).level == pytest.approx(0.6)
    assert told.glow_at(after(3.0)).level == 0.9


def test_on_alone_brings_back_how_bright_it_was(bulb: Bulb) -> None:
    """Off keeps it in mind."""
    off = bulb.told(DIM, NOON).told(Command(on=False), after(9.0))
    assert off.glow_at(after(9.0)).level == 0.0
    on = off.told(Command(on=True), after(10.0))
    assert on.glow_at(after(10.0)).level == 0.2


def test_warmth_alone_leaves_the_level(bulb: Bulb) -> None:
    """Level and warmth are two things."""
    told = bulb.told(Command(mired=500.0, lasts=Seconds(2.0)), NOON)
    assert told.glow_at(after(1.0)) == Glow(1.0, 435.0)
    assert told.is_warming_at(after(1.0))


def test_one_that_is_stopped_stays_as_it_is(bulb: Bulb) -> None:
    """In the middle of a glide."""
    told = bulb.told(DIM, NOON).told(Stop(), after(2.0))
    assert told.glow_at(after(9.0)).level == pytest.approx(0.6)


def test_one_that_resumes_falls_back_into_its_long_glide(bulb: Bulb) -> None:
    """What it is told meanwhile shows for a moment and is lost."""
    sunset = bulb.told(Command(level=0.0, lasts=Seconds(100.0)), NOON)
    told = sunset.told(Command(on=True, level=0.1), after(20.0), resumes=True)
    assert told.glow_at(after(21.0)).level == 0.1
    assert told.glow_at(after(22.0)).level == pytest.approx(0.78)
    assert told.target.level == 0.0
    assert told.told(Stop(), after(30.0), resumes=True) == told


def test_one_that_resumes_obeys_once_its_glide_is_over(bulb: Bulb) -> None:
    """Told again when the step ends, it becomes what it was told."""
    told = bulb.told(DIM, NOON).told(Command(level=0.9), after(1.0), resumes=True)
    assert told.glow_at(after(9.0)).level == 0.2
    again = told.told(Command(level=0.9), after(4.0), resumes=True)
    assert again.glow_at(after(9.0)).level == 0.9


@pytest.mark.parametrize(
    ("power_on", "level"),
    [(PowerOn.FULL, 1.0), (PowerOn.PREVIOUS, 0.2), (PowerOn.OFF, 0.0)],
)
def test_after_a_power_cut_it_is_what_its_owner_chose(
    bulb: Bulb, power_on: PowerOn, level: float
) -> None:
    """Most come back at full, in the middle of a session."""
    back = bulb.told(DIM, NOON).without_power(after(9.0), power_on)
    assert back.glow_at(after(9.0)).level == level


@given(
    st.lists(
        st.tuples(
            st.builds(
                Command,
                st.none() | st.booleans(),
                st.none() | st.floats(0.01, 1.0),
                st.none() | st.floats(50, 1000),
                st.floats(0, 10).map(Seconds),
            ),
            st.floats(0, 5),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_whatever_it_is_told_it_glows_as_a_bulb_can(
    story: list[tuple[Command, float]], resumes: bool
) -> None:
    """From dark to full, whatever was broken off."""
    bulb, now = powered(NOON, PowerOn.FULL), float(NOON)
    for command, pause in story:
        bulb = bulb.told(command, Seconds(now), resumes=resumes)
        now += pause
        assert -1e-9 <= bulb.glow_at(Seconds(now)).level <= 1.0 + 1e-9
