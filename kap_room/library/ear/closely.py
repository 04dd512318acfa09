"""A sound looked at closely, twice a second: how deep it goes, and how bright it is.

The bands of `Spectrum` are too wide for both. What tells a cello from an organ's pedal
lies within the lowest of them; and a choir fills as many of them as rain does, but
between the tones of a choir there is nothing. Rain is bright, and calm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kap_room.library.ear.samples import Samples

_DEEP: Final = (28.0, 35.0, 44.0, 56.0, 70.0)
"""Hertz, thirds of an octave: what is felt as much as heard. Below, few loudspeakers
say anything."""

_HIGH: Final = tuple(np.geomspace(100.0, 3600.0, 12))
"""Hertz: where the ear tells a tone from a hiss, in halves of an octave."""

_DULL: Final = 300.0
_SHINING: Final = 3000.0
"""Hertz. A mouth that opens from oo to ah moves its voice between them, and so does a
bow that is pressed harder."""

_LOOK: Final = 0.5
"""Seconds, about: a whole power of two of samples."""

_LOUDNESS: Final = 0.3
"""Loudness grows with this power of power (Stevens)."""

_HISS: Final = 0.5
"""Of white noise the geometric mean of power is about this share of the mean."""

_GATE: Final = 1e-3
"""Of the loud looks' power: pauses do not count."""

_NOTHING: Final = np.float32(1e-12)

Looks = list[npt.NDArray[np.float32]]


class Closely:
    def __init__(self, rate: float) -> None:
        self._size = 2 ** round(np.log2(_LOOK * rate))
        self._window = np.hanning(self._size).astype(np.float32)
        self._deep, self._high = (self._places(rate, each) for each in (_DEEP, _HIGH))
        self._beyond = max(0, int(self._high[-1]) - self._size // 2)
        """Places above the highest tone that so low a rate can hold."""
        middles = np.sqrt(np.multiply(_HIGH[1:], _HIGH[:-1]))
        self._ear = _weight(middles).astype(np.float32)
        way = np.log(middles / _DULL) / np.log(_SHINING / _DULL)
        self._height = way.clip(0.0, 1.0).astype(np.float32)
        self._kept = np.zeros(0, np.float32)
        self._powers: Looks = []
        self._grounds: Looks = []
        self._brights: Looks = []

    def hear(self, thin: Samples) -> None:
        """One channel, as `Spectrum.hear` returns it."""
        sound = np.concatenate([self._kept, thin])
        count = len(sound) // self._size
        used = count * self._size
        self._kept = sound[used:].copy()
        if not count:
            return
        looks = sound[:used].reshape(count, self._size) * self._window
        spectra = np.fft.rfft(looks, axis=1)
        power = np.square(spectra.real) + np.square(spectra.imag)
        whole = power.sum(axis=1)
        power /= np.maximum(whole, np.float32(1e-20))[:, None]
        power = np.pad(power, ((0, 0), (0, self._beyond))) if self._beyond else power
        deep = _sums(power, self._deep)
        self._powers.append(whole)
        self._grounds.append(np.power(deep, np.float32(_LOUDNESS)).sum(axis=1))
        self._brights.append(self._bright(power))

    @property
    def ground(self) -> float:
        """0 without anything deep; 1 and more where that carries the rest."""
        return self._usual(self._grounds)

    @property
    def bright(self) -> float:
        """How much of what is heard are tones that lie high, from 0 to 1."""
        return self._usual(self._brights)

    def _places(self, rate: float, pitches: Sequence[float]) -> npt.NDArray[np.intp]:
        places = np.ceil(np.multiply(pitches, self._size / rate))
        return np.asarray(places, np.intp)

    def _bright(self, power: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        width = np.diff(self._high).astype(np.float32)
        mean = _sums(power, self._high) / width + _NOTHING
        first, last = self._high[0], self._high[-1]
        logs = np.log(power[:, first : last + 1] + _NOTHING)
        flat = np.exp(_sums(logs, self._high - first) / width) / mean
        tones = 1.0 - np.minimum(flat / np.float32(_HISS), 1.0)
        heard = mean * width * self._ear
        high = (heard * tones * self._height).sum(axis=1)
        bright: npt.NDArray[np.float32] = high / heard.sum(axis=1)
        return bright

    def _usual(self, told: Looks) -> float:
        """What it is half of the time or more: one deep chord does not make a piece."""
        if not told:
            return 0.0
        powers = np.concatenate(self._powers)
        sounding = powers >= _GATE * np.percentile(powers, 90)
        return float(np.median(np.concatenate(told)[sounding]))


def _sums(
    values: npt.NDArray[np.float32], places: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    """Of what lies from each place to the next."""
    sums: npt.NDArray[np.float32] = np.add.reduceat(values, places, axis=1)[:, :-1]
    return sums


def _weight(pitches: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Of power: the ear hears low tones less (A-weighting, IEC 61672)."""
    squared = np.square(pitches)
    low, high = squared + 20.6**2, squared + 12194.0**2
    middle = np.sqrt((squared + 107.7**2) * (squared + 737.9**2))
    weight: npt.NDArray[np.float64] = np.square(
        np.square(squared) * 12194.0**2 / (low * middle * high)
    )
    return weight
