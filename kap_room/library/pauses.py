"""How long nothing is heard at the head and at the tail of a file.

Some files begin with half a minute of nothing, or end with one. In a room that is dead
air. What counts as nothing depends on how loud the file is as a whole, and that is only
known at its end: so each decoded piece leaves its highest sample behind.
"""

from __future__ import annotations

import math
from array import array
from typing import Any, Final

import numpy as np

from kap_room.plan.units import Decibels, Seconds, amplitude

INAUDIBLE: Final = Decibels(-40.0)
"""Below the file's own loudness: from there on a fade counts as not heard yet."""

_FULL: Final = {"s16": 2.0**15, "s32": 2.0**31, "u8": 2.0**7}
"""What full scale is in whole numbers; floats are 1."""


class Pauses:
    def __init__(self) -> None:
        self._ends = array("d")
        """Where each piece ends, in seconds of sound."""
        self._peaks = array("f")

    def hear(self, frame: Any) -> None:  # noqa: ANN401 (PyAV's stubs say less)
        samples = frame.to_ndarray()
        form = frame.format.name.removesuffix("p")
        middle = 128 if form == "u8" else 0
        highest = (
            max(int(samples.max()) - middle, middle - int(samples.min()))
            if form in _FULL
            else float(np.abs(samples).max())
        )
        before = self._ends[-1] if self._ends else 0.0
        self._ends.append(before + frame.samples / frame.sample_rate)
        self._peaks.append(highest / _FULL.get(form, 1.0))

    def around(self, loudness: Decibels) -> tuple[Seconds, Seconds]:
        """Head and tail; none where there is nothing but silence."""
        if not self._ends or not math.isfinite(loudness):
            return Seconds(0.0), Seconds(0.0)
        least = amplitude(Decibels(loudness + INAUDIBLE))
        heard = np.flatnonzero(np.frombuffer(self._peaks, np.float32) > least)
        if not len(heard):
            return Seconds(0.0), Seconds(0.0)
        first, last = int(heard[0]), int(heard[-1])
        head = self._ends[first - 1] if first else 0.0
        return Seconds(head), Seconds(self._ends[-1] - self._ends[last])
