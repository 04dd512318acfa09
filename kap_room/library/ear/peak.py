"""The true peak: how high the sound goes between its samples.

Four times as many points as there are samples, as BS.1770 asks; half as many above
64 kHz, none between above 128 kHz. FFmpeg's meter finds the same, four times slower.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.library.ear.blocks import Blocks
from kap_room.library.ear.samples import Samples
from kap_room.plan.units import SILENT, Decibels, decibels

TOLD_HIGHER: Final = 1.005
"""0.04 dB for what lies between the points. Told too high, it still keeps a ceiling."""

_BLOCK: Final = 24
"""Samples, and how many a point looks at."""

_TWICE: Final = 64_000
_ONCE: Final = 128_000
_SHAPE: Final = 6.0


class TruePeak:
    """What a sharp edge at the very head or tail adds does not count: that is faded."""

    def __init__(self, rate: int) -> None:
        parts = 4 if rate < _TWICE else 2 if rate < _ONCE else 1
        self._between = Blocks(_weights(parts)) if parts > 1 else None
        self._highest = 0.0

    def hear(self, samples: Samples) -> None:
        self._note(samples)
        if self._between is not None:
            self._note(self._between.hear(samples))

    @property
    def peak(self) -> Decibels:
        """Not a number when a sample was none."""
        if not np.isfinite(self._highest):
            return Decibels(float("nan"))
        return decibels(self._highest * TOLD_HIGHER) if self._highest else SILENT

    def _note(self, samples: Samples) -> None:
        if samples.size:
            reached = max(float(samples.max()), -float(samples.min()))
            # In this order: what is no number is greater than nothing.
            self._highest = reached if not reached <= self._highest else self._highest


def _weights(parts: int) -> Samples:
    """A windowed sinc for every point between two samples of a block."""
    points = np.arange(_BLOCK)[:, np.newaxis] + np.arange(1, parts) / parts
    middle = points.ravel() + (_BLOCK // 2 - 1)
    away = np.arange(2 * _BLOCK)[:, np.newaxis] - middle[np.newaxis, :]
    inside = np.clip(1.0 - np.square(away / (_BLOCK / 2)), 0.0, None)
    weights = np.sinc(away) * np.i0(_SHAPE * np.sqrt(inside)) / np.i0(_SHAPE)
    weights[np.abs(away) > _BLOCK / 2] = 0.0
    # A level that does not change comes out as it is.
    result: Samples = (weights / weights.sum(axis=0)).astype(np.float32)
    return result
