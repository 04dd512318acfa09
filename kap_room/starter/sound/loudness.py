"""How loud a piece is: integrated loudness and true peak after EBU R128.

Written out here because the pieces are levelled before a file exists, and in numpy
because a gain is all that may be done to them. The tests hold it against the same
measurement by FFmpeg.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.plan.units import Decibels
from kap_room.starter.sound.canvas import Floats

_OFFSET: Final = -0.691
_GATE: Final = -70.0
_RELATIVE_GATE: Final = 10.0
_AT_ONCE: Final = 50
"""Tenths weighed together: five seconds stay in the processor's cache."""

_STEPS: Final = 10
"""Windows begun each second; a momentary window holds four of these steps."""


class Meter:
    """Hears a piece, part by part, and keeps its power in each tenth of a second."""

    def __init__(self, rate: int) -> None:
        self._step = rate // _STEPS
        pitches = np.fft.rfftfreq(self._step, 1 / rate)
        self._weights = (np.abs(_weighting(pitches, rate)) ** 2).astype(np.float32)
        self._powers: list[float] = []
        self._peak = 0.0

    def hear(self, sound: Floats) -> None:
        """Take in a whole piece, or one part after another of it cut in tenths.

        Each tenth is weighed as a spectrum of its own: the weighting is so even that
        what leaks from pitch to pitch at the cuts makes no difference.
        """
        whole = sound.shape[1] // self._step
        for start in range(0, whole, _AT_ONCE):
            stop = min(start + _AT_ONCE, whole)
            part = sound[:, start * self._step : stop * self._step]
            self._peak = max(self._peak, _true_peak(part, self._peak))
            spectra = np.fft.rfft(part.reshape(2, -1, self._step))
            power = (spectra.real**2 + spectra.imag**2) @ self._weights
            scaled = power.sum(axis=0) * (2.0 / self._step**2)
            self._powers.extend(scaled.tolist())

    @property
    def momentary(self) -> np.ndarray:
        """Loudness of each 400 ms, ten a second."""
        powers = np.array(self._powers)
        windows = np.convolve(powers, np.full(4, 0.25), mode="valid")
        loudness: np.ndarray = _OFFSET + 10 * np.log10(np.maximum(windows, 1e-12))
        return loudness

    @property
    def integrated(self) -> Decibels:
        each = self.momentary
        heard = each[each > _GATE]
        if not heard.size:
            return Decibels(-np.inf)
        gate = _mean(heard) - _RELATIVE_GATE
        return Decibels(_mean(heard[heard > gate]))

    @property
    def peak(self) -> Decibels:
        """The true peak in dBTP."""
        return Decibels(20 * float(np.log10(max(self._peak, 1e-9))))


def _mean(loudness: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(10 ** (loudness / 10))))


def _true_peak(sound: Floats, known: float) -> float:
    """The height between the samples, looked for only where it could be a new one."""
    highest = float(np.abs(sound).max(initial=0.0))
    if highest < known / 1.5:
        return 0.0
    near = int(np.abs(sound).max(axis=0).argmax())
    part = sound[:, max(near - 4096, 0) : near + 4096]
    fine = np.fft.irfft(np.fft.rfft(part), 4 * part.shape[1]) * 4
    return max(highest, float(np.abs(fine).max()))


def _weighting(pitches: np.ndarray, rate: int) -> np.ndarray:
    """The K weighting of BS.1770: a shelf for the head, and no depths."""
    turn = np.exp(-2j * np.pi * pitches / rate)
    shelf = _shelf(rate)
    depths = _high_pass(rate)
    response: np.ndarray = np.ones(pitches.size, dtype=np.complex128)
    for over, under in (shelf, depths):
        response *= np.polyval(over[::-1], turn) / np.polyval(under[::-1], turn)
    return response


def _shelf(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    tangent = np.tan(np.pi * 1681.974450955533 / rate)
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    quality = 0.7071752369554196
    square = tangent * tangent
    whole = 1 + tangent / quality + square
    over = (
        (high + band * tangent / quality + square) / whole,
        2 * (square - high) / whole,
        (high - band * tangent / quality + square) / whole,
    )
    return over, (
        1.0,
        2 * (square - 1) / whole,
        (1 - tangent / quality + square) / whole,
    )


def _high_pass(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    tangent = np.tan(np.pi * 38.13547087602444 / rate)
    quality = 0.5003270373238773
    square = tangent * tangent
    whole = 1 + tangent / quality + square
    under = (1.0, 2 * (square - 1) / whole, (1 - tangent / quality + square) / whole)
    return (1.0, -2.0, 1.0), under
