"""What begins in a piece of music, how sharply, and whether it comes in a beat.

From the rises of its bands alone: a drum, a plucked string and a drop of rain are the
same thing here, more or less sharp. A pad that swells over seconds begins nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from kap_room.library.ear.spectrum import Bands
from kap_room.plan.units import Seconds

FLOOR: Final = 40.0
"""dB below what is loud in the piece: whatever moves down there is not noticed."""

BEGINS: Final = 2.0
"""dB above its surroundings, from which on a rise is a beginning."""

_AGAIN: Final = 1.5
"""Times what rises anyway, by which a beginning must stand out: rain rises always."""

_SURROUNDINGS: Final = Seconds(1.0)
_CALMEST: Final = 4
"""What is usual is told by the calmest of so many parts of the surroundings: between
drums that follow upon each other nothing rises, however many they are."""

_APART: Final = 2
"""Looks, within which there is one beginning and no more."""

SLOWEST: Final = 40.0
FASTEST: Final = 200.0
_USUAL: Final = 100.0
_WIDTH: Final = 0.9
"""Octaves around the usual: of a beat and its double, the likelier one is counted."""

STEADY: Final = 0.25
"""How much a piece must be like itself a beat later, of at most 1."""

SELDOM: Final = 0.4
"""Beginnings a second: with fewer there is nothing to tap to."""

Curve = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Beats:
    often: float
    """Beginnings a second."""
    sharp: float
    """How far they stand out, in dB."""
    tempo: float | None
    """Beats a minute."""


def beats_in(bands: Bands, every: Seconds) -> Beats:
    if len(bands) < 2 * _SURROUNDINGS / every:
        return Beats(0.0, 0.0, None)
    rises = _rises(bands)
    around = round(_SURROUNDINGS / every) | 1
    usual = _calm(rises, around)
    above = np.maximum(rises - usual, 0.0)
    stands_out = np.maximum(BEGINS, _AGAIN * usual)
    places = np.flatnonzero((above == _highest(above)) & (above > stands_out))
    often = len(places) / (len(bands) * every)
    sharp = float(above[places].mean()) if len(places) else 0.0
    tempo = _tempo(above, every) if often > SELDOM else None
    return Beats(often, sharp, tempo)


def _rises(bands: Bands) -> Curve:
    """The bands that rise count, the sharpest of them most."""
    loud = np.logaddexp.reduce(bands * np.float32(np.log(10) / 10), axis=1)
    floor = np.percentile(loud, 90) * np.float32(10 / np.log(10)) - FLOOR
    heard = np.maximum(bands, np.float32(floor))
    steps = np.maximum(heard[2:] - heard[:-2], 0.0)
    rises: Curve = np.sqrt(np.square(steps).mean(axis=1))
    return rises


def _calm(curve: Curve, width: int) -> Curve:
    """At each place the lower quartile of what is around it."""
    padded = np.pad(curve, width // 2, mode="edge")
    place = width // _CALMEST
    windows = sliding_window_view(padded, width)
    result: Curve = np.partition(windows, place, axis=1)[:, place]
    return result


def _highest(curve: Curve) -> Curve:
    padded = np.pad(curve, _APART)
    result: Curve = sliding_window_view(padded, 2 * _APART + 1).max(axis=1)
    return result


def _tempo(curve: Curve, every: Seconds) -> float | None:
    """The delay at which the curve is most like itself, among those one can tap."""
    level = curve - curve.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(level))))
    alike = np.fft.irfft(np.square(np.abs(np.fft.rfft(level, size))), size)
    first, last = int(60 / FASTEST / every), int(60 / SLOWEST / every) + 2
    if alike[0] <= 0.0 or last >= len(level):
        return None
    likeness = alike[: last + 1] / alike[0]
    delays = np.arange(first, last)
    speeds = 60.0 / (delays * every)
    likely = np.exp(-0.5 * np.square(np.log2(speeds / _USUAL) / _WIDTH))
    best = first + int((likeness[first:last] * likely).argmax())
    if likeness[best] < STEADY:
        return None
    before, here, after = likeness[best - 1 : best + 2]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return round(60.0 / ((best + float(np.clip(shift, -0.5, 0.5))) * every), 1)
