"""Decoded frames as numbers between -1 and 1, in portions worth a call of numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""A row for each channel."""

PORTION: Final = 2.0
"""Seconds: small beside a small computer's memory, large beside the cost of a call."""

_FULL: Final = {"s16": 2.0**15, "s32": 2.0**31, "u8": 2.0**7}
"""What full scale is in whole numbers; floats are 1."""


class Portions:
    """Gathers frames of one shape and hands them on."""

    def __init__(self, hear: Callable[[Samples, int], None]) -> None:
        self._hear = hear
        self._kept: list[Samples] = []
        self._samples = 0
        self._rate = 0

    def gather(self, frame: Any) -> None:  # noqa: ANN401 (PyAV's stubs say less)
        self._kept.append(samples_of(frame))
        self._samples += frame.samples
        self._rate = frame.sample_rate
        if self._samples >= PORTION * self._rate:
            self.hand_on()

    def hand_on(self) -> None:
        if self._kept:
            self._hear(np.concatenate(self._kept, axis=1), self._rate)
        self._kept, self._samples = [], 0


def samples_of(frame: Any) -> Samples:  # noqa: ANN401 (as above)
    raw = frame.to_ndarray()
    form = frame.format.name
    if not frame.format.is_planar:
        raw = raw.reshape(-1, frame.layout.nb_channels).T
    samples: Samples = raw.astype(np.float32, order="C")
    form = form.removesuffix("p")
    if form == "u8":
        samples -= np.float32(128.0)
    if form in _FULL:
        samples *= np.float32(1.0 / _FULL[form])
    return samples
