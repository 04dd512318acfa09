"""Whether a pulse is felt, on bands that are drawn and not played."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pytest

from kap_room.library.ear.pulse import pulse_in
from kap_room.library.ear.spectrum import BANDS, Bands, edges_of
from kap_room.plan.units import Seconds

EVERY: Final = Seconds(0.032)
EDGES: Final = edges_of(BANDS, 16_000)
PITCHES: Final = (EDGES[1:] + EDGES[:-1]) / 2
LOOKS: Final = 2000


def swaying(sway: npt.NDArray[np.float64], low: slice = slice(0, 3)) -> Bands:
    """Even bands, some of which are louder and softer by so many dB."""
    bands = np.full((LOOKS, BANDS), -30.0, np.float32)
    bands[:, low] += sway[:, None].astype(np.float32)
    return bands


def heart(depth: float, every: float) -> npt.NDArray[np.float64]:
    sway: npt.NDArray[np.float64] = np.sin(2 * np.pi * np.arange(LOOKS) * EVERY / every)
    return depth * sway


@pytest.mark.parametrize("every", [0.5, 0.86, 1.34])
def test_a_ground_that_swells_evenly_is_felt(every: float) -> None:
    """By three decibels, though nothing begins in it."""
    assert pulse_in(swaying(heart(3.0, every)), PITCHES, EVERY) > 0.8


def test_what_hardly_moves_is_not() -> None:
    """By half a decibel, as tones that lie close together do."""
    assert pulse_in(swaying(heart(0.5, 1.0)), PITCHES, EVERY) == 0.0


def test_a_wave_of_six_seconds_is_none() -> None:
    """It comes and goes like breath; nobody taps to it."""
    assert pulse_in(swaying(heart(3.0, 6.0)), PITCHES, EVERY) < 0.2


def test_what_sways_at_random_is_none() -> None:
    """A river is loud and soft too."""
    drawn = np.random.default_rng(1).standard_normal(LOOKS // 16 + 1)
    sway = 3.0 * np.repeat(drawn, 16)[:LOOKS]
    assert pulse_in(swaying(sway), PITCHES, EVERY) < 0.2


def test_what_sways_high_up_is_none() -> None:
    """A trill is no ground."""
    bands = swaying(heart(3.0, 1.0), slice(12, 15))
    assert pulse_in(bands, PITCHES, EVERY) == 0.0
