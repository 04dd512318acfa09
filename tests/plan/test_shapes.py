"""Shapes of change: how a fade and a ramp look at any moment asked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.shapes import DARK, Fade, level_between, ramp_length, steady
from kap_room.plan.units import SILENT, Decibels, Level, Seconds

levels = st.floats(0.0, 1.0).map(Level)


def fade(begin: float, end: float, lasts: float = 3.0) -> Fade:
    return Fade(Seconds(10.0), Seconds(lasts), Decibels(begin), Decibels(end))


def test_a_fade_in_from_nothing_never_startles() -> None:
    """Three seconds from silence: no quarter second rises by more than 6 dB."""
    rise = fade(SILENT, 0.0)
    moments = [10.001 + 0.01 * n for n in range(300)]
    gains = [rise.gain_at(Seconds(moment)) for moment in moments]
    rises = [late - early for early, late in zip(gains, gains[25:], strict=False)]
    assert max(rises) < 6.0


def test_silence_is_below_sixty_decibels_when_its_time_is_over() -> None:
    """Three seconds are three seconds, not three and a little."""
    fall = fade(0.0, SILENT)
    assert fall.gain_at(Seconds(12.95)) <= -60.0
    assert fall.gain_at(Seconds(13.0)) == SILENT


def test_from_silence_to_silence_nothing_is_heard() -> None:
    """Silence pressed in the very moment in which the music begins to come back."""
    nothing = fade(SILENT, SILENT)
    assert all(nothing.gain_at(Seconds(10.0 + n / 10)) == SILENT for n in range(40))


@given(st.floats(-60, 18), st.one_of(st.floats(-60, 18), st.just(SILENT)))
def test_a_fade_stays_between_its_ends(begin: float, end: float) -> None:
    """No overshoot, whatever it goes from and to."""
    shape = fade(begin, end)
    gains = [shape.gain_at(Seconds(9.0 + n / 10)) for n in range(60)]
    assert max(gains) <= max(begin, end) + 1e-9
    assert min(gains) >= min(begin, end) - 1e-9


def test_a_steady_gain_never_moves() -> None:
    """A layer that nobody touched is not a fade."""
    assert not steady(Decibels(-3.0)).is_moving_at(Seconds(5.0))
    assert steady(Decibels(-3.0)).gain_at(Seconds(-5.0)) == -3.0


@given(levels, levels, st.floats(0.0, 1.0))
def test_a_level_on_its_way_stays_between_its_ends(
    start: Level, end: Level, part: float
) -> None:
    """A lamp on its way down is never brighter than where it came from."""
    level = level_between(start, end, part)
    low, high = min(start, end), max(start, end)
    assert low - 1e-9 <= level <= max(high, DARK) + 1e-9


def test_every_moment_of_a_ramp_has_the_same_ratio() -> None:
    """Eyes judge ratios: half of the way from 4 % to 64 % is 16 %."""
    assert level_between(Level(0.04), Level(0.64), 0.5) == pytest.approx(0.16)


def test_a_ramp_to_dark_ends_dark() -> None:
    """The last step is off, not the lamp's lowest."""
    assert level_between(Level(0.5), Level(0.0), 1.0) == 0.0


def test_a_ramp_without_a_length_goes_at_half_a_percent_a_second() -> None:
    """From 20 % down to 5 % takes four and a half minutes."""
    lasts = ramp_length(Level(0.20), Level(0.05), 0.005)
    assert lasts == pytest.approx(math.log(4) / 0.005)
