"""Gains as libVLC takes them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.units import SILENT, Decibels, amplitude
from kap_room.player.gains import gain_of, left_by, step_of, total

gains = st.floats(-90, 30).map(Decibels)


@pytest.mark.parametrize(
    ("gain", "step"),
    [(0, 10000), (18, 19953), (18.1, 20000), (40, 20000), (-20, 4642)],
)
def test_libvlcs_volume_is_cubic(gain: float, step: int) -> None:
    """10000 is as recorded, 20000 is +18 dB and the end."""
    assert step_of(Decibels(gain), Decibels(99)) == step


def test_silence_is_nothing() -> None:
    """Not one step: that would be a stream kept alive for what nobody hears."""
    assert step_of(SILENT, Decibels(0)) == 0


@given(gains, gains)
def test_no_step_is_louder_than_the_ceiling(gain: Decibels, most: Decibels) -> None:
    """Rounding may not break what was promised about true peaks."""
    assert gain_of(step_of(gain, most)) <= most


@given(st.lists(gains, max_size=5), gains)
def test_no_sum_of_stages_passes_the_ceiling(
    stages: list[Decibels], most: Decibels
) -> None:
    """Whatever files, commands or controllers ask for."""
    assert total(stages, most) <= most


@given(st.floats(-60, 0).map(Decibels))
def test_what_rises_and_what_yields_are_one_power(rise: Decibels) -> None:
    """So that a crossfade of unrelated music neither dips nor swells."""
    power = amplitude(rise) ** 2 + amplitude(left_by(rise)) ** 2
    assert math.isclose(power, 1.0)
