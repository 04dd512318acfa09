"""Rooms for the pieces to sound in: decaying noise, laid over a canvas by transform.

The noise loses its heights faster than its depths, as air and curtains do. A canvas is
worked through in blocks and overwritten as it goes: no second copy of a piece is held.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.starter.sound.canvas import RATE, Floats

_BLOCK: Final = 1 << 19
"""Samples of one transform: 22 seconds, so that a long tail still leaves most of it."""


def room(rng: np.random.Generator, lasts: float, dark: float = 2500.0) -> Floats:
    """An echo of `lasts` seconds to -60 dB; higher than `dark` hertz it is shorter."""
    count = round(lasts * RATE)
    moments = np.arange(count, dtype=np.float32) / np.float32(RATE)
    pitches = np.fft.rfftfreq(count, 1 / RATE)
    total = np.zeros((2, count), dtype=np.float32)
    for low, high in ((60, 250), (250, 700), (700, 1600), (1600, 3600), (3600, 8000)):
        middle = (low * high) ** 0.5
        decay = lasts / (1.0 + middle / dark)
        window = np.exp(-0.5 * (np.log(np.maximum(pitches, 1) / middle) / 0.6) ** 2)
        drawn = rng.standard_normal((2, count), dtype=np.float32)
        coloured = np.fft.irfft(np.fft.rfft(drawn) * window.astype(np.float32), count)
        total += coloured * np.exp(np.float32(-6.9078 / decay) * moments)
    begin = round(0.03 * RATE)
    total[:, :begin] *= np.sin(np.linspace(0, np.pi / 2, begin, dtype=np.float32)) ** 2
    total /= np.sqrt((total**2).sum(axis=1, keepdims=True))
    return total.astype(np.float32)


def reverberate(sound: Floats, echo: Floats, dry: float, wet: float) -> None:
    """Let `sound` be heard in the room of `echo`, in place."""
    kernel = echo * np.float32(wet)
    kernel[:, 0] += np.float32(dry)
    for side in range(2):
        convolve(sound[side], kernel[side])


def convolve(row: Floats, kernel: Floats) -> None:
    """Convolve one channel in place; what rings past its end is lost."""
    size = _BLOCK
    while size < 2 * kernel.size:
        size *= 2
    step = size - kernel.size + 1
    shape = np.fft.rfft(kernel, size)
    ringing = np.zeros(kernel.size - 1, dtype=np.float32)
    for start in range(0, row.size, step):
        block = row[start : start + step]
        wet = np.fft.irfft(np.fft.rfft(block, size) * shape, size).astype(np.float32)
        wet[: ringing.size] += ringing
        ringing = wet[block.size : block.size + kernel.size - 1].copy()
        block[:] = wet[: block.size]
