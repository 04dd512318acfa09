"""How the power of a file is spread over pitch, thirty times a second.

Both ears taken together and at a third of the rate or less: character is heard in the
first octaves. What is kept is small, so that a file of three hours fits in the memory
of a small computer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kap_room.library.ear.blocks import Blocks
from kap_room.library.ear.closely import Closely
from kap_room.library.ear.samples import Samples
from kap_room.plan.units import Seconds

Bands = npt.NDArray[np.float32]
"""A row for each look, a column for each band; in dB."""

ENOUGH: Final = Seconds(3 * 3600.0)
"""What follows after that does not change the character any more."""

BANDS: Final = 24
_LOWEST: Final = 40.0
_HIGHEST: Final = 7000.0
_RATE: Final = 16_000
_LOOK: Final = 0.064
"""Seconds that one look takes in; the next begins in its middle."""

_NOTHING: Final = np.float32(1e-14)


class Spectrum:
    def __init__(self, rate: int) -> None:
        step = max(1, round(rate / _RATE))
        self.rate = rate / step
        self._thin = Blocks(_thinning(step)) if step > 1 else None
        self._size = 2 ** round(np.log2(_LOOK * self.rate))
        self._window = np.hanning(self._size).astype(np.float32)
        self._into = _into_bands(self._size, self.rate)
        self._power = np.zeros(self._size // 2 + 1)
        self._kept = np.zeros(0, np.float32)
        self._looks: list[npt.NDArray[np.float16]] = []
        self.closely = Closely(self.rate)
        self._heard = 0

    @property
    def every(self) -> Seconds:
        """The time from one look to the next."""
        return Seconds(self._size / 2 / self.rate)

    @property
    def pitches(self) -> npt.NDArray[np.float64]:
        """The middle of each band, in hertz."""
        edges = edges_of(BANDS, self.rate)
        middle: npt.NDArray[np.float64] = (edges[1:] + edges[:-1]) / 2
        return middle

    @property
    def bands(self) -> Bands:
        if not self._looks:
            return np.zeros((0, BANDS), np.float32)
        return np.concatenate(self._looks).astype(np.float32)

    @property
    def middle(self) -> float:
        """Where the middle of its power lies, in hertz."""
        pitches = np.fft.rfftfreq(self._size, 1 / self.rate)
        whole = float(self._power.sum())
        return float((self._power * pitches).sum()) / whole if whole > 0 else 0.0

    def hear(self, samples: Samples) -> Samples:
        """Returns what it made of them: one channel, at its own rate."""
        one: Samples = np.add.reduce(samples, axis=0, keepdims=True)
        one *= np.float32(1.0 / len(samples))
        thin: Samples = (one if self._thin is None else self._thin.hear(one))[0]
        if self._heard < ENOUGH * self.rate:
            self._look_at(np.concatenate([self._kept, thin]))
            self.closely.hear(thin)
        self._heard += len(thin)
        return thin

    def _look_at(self, sound: Samples) -> None:
        step = self._size // 2
        count = len(sound) // step - 1
        if count < 1:
            self._kept = sound
            return
        self._kept = sound[count * step :].copy()
        looks = np.lib.stride_tricks.sliding_window_view(sound, self._size)[::step]
        spectra = np.fft.rfft(looks[:count] * self._window, axis=1)
        power = np.square(spectra.real) + np.square(spectra.imag)
        self._power += power.sum(axis=0, dtype=np.float64)
        loud = 10 * np.log10(power.astype(np.float32) @ self._into + _NOTHING)
        self._looks.append(loud.astype(np.float16))


def _thinning(step: int) -> Samples:
    """One of `step` samples, without what lies too high for that rate."""
    length = 8 * step
    around = np.arange(length) - (length - 1) / 2
    kernel = np.sinc(around * 0.9 / step) * np.hanning(length + 2)[1:-1]
    kernel /= kernel.sum()
    weights = np.zeros((2 * length, 8))
    for point in range(8):
        weights[point * step : point * step + length, point] = kernel
    result: Samples = weights.astype(np.float32)
    return result


def _into_bands(size: int, rate: float) -> Samples:
    """Which bin counts to which band; bands are even to the ear."""
    edges = edges_of(BANDS, rate)
    pitches = np.fft.rfftfreq(size, 1 / rate)
    nearest = np.clip(np.searchsorted(edges, pitches, side="right") - 1, -1, BANDS)
    weights = np.zeros((len(pitches), BANDS), np.float32)
    for band in range(BANDS):
        inside = nearest == band
        if not inside.any():  # the lowest bands are narrower than a bin
            centre = (edges[band] + edges[band + 1]) / 2
            inside = np.arange(len(pitches)) == np.abs(pitches - centre).argmin()
        weights[inside, band] = 1.0
    return weights / np.float32(size)


def edges_of(bands: int, rate: float) -> npt.NDArray[np.float64]:
    """In hertz: where each band begins, and where the last one ends."""
    highest = min(_HIGHEST, 0.45 * rate)
    return _pitch(np.linspace(_mel(_LOWEST), _mel(highest), bands + 1))


def _mel(pitch: float) -> float:
    return float(np.log10(1 + pitch / 700.0))


def _pitch(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    pitch: npt.NDArray[np.float64] = 700.0 * (10**mel - 1)
    return pitch
