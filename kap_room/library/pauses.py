"""How long nothing is heard at the head and at the tail of a file.

Some files begin with half a minute of nothing, or end with one. In a room that is dead
air. What counts as nothing depends on how loud the file is as a whole, and that is only
known at its end: so each short piece leaves its highest sample behind.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from kap_room.library.ear.samples import Samples
from kap_room.plan.units import Decibels, Seconds, amplitude

INAUDIBLE: Final = Decibels(-40.0)
"""Below the file's own loudness: from there on a fade counts as not heard yet."""

PIECE: Final = Seconds(0.02)


class Pauses:
    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._piece = max(1, round(PIECE * rate))
        self._kept: Samples | None = None
        self._peaks: list[Samples] = []
        self._samples = 0

    def hear(self, samples: Samples) -> None:
        self._samples += samples.shape[1]
        if self._kept is not None:
            samples = np.concatenate([self._kept, samples], axis=1)
        used = samples.shape[1] // self._piece * self._piece
        self._kept = samples[:, used:].copy()
        self._note(samples[:, :used])

    def around(self, loudness: Decibels) -> tuple[Seconds, Seconds]:
        """Head and tail; none where there is nothing but silence."""
        if self._kept is not None and self._kept.size:
            last = np.abs(self._kept).max(axis=1, keepdims=True)
            self._kept = None
            self._note(np.repeat(last, self._piece, axis=1))
        if not self._peaks or not math.isfinite(loudness):
            return Seconds(0.0), Seconds(0.0)
        least = amplitude(Decibels(loudness + INAUDIBLE))
        heard = np.flatnonzero(np.concatenate(self._peaks) > least)
        if not len(heard):
            return Seconds(0.0), Seconds(0.0)
        first, end = int(heard[0]), int(heard[-1]) + 1
        silent = max(0, self._samples - end * self._piece)
        return Seconds(first * self._piece / self._rate), Seconds(silent / self._rate)

    def _note(self, samples: Samples) -> None:
        if samples.size:
            pieces = samples.reshape(len(samples), -1, self._piece)
            highest = np.maximum(pieces.max(axis=2), -pieces.min(axis=2))
            self._peaks.append(highest.max(axis=0))
