"""What every piece gets at the end: an even hand on the fader, and soft edges.

Whoever listens cannot turn it down. Swells of a few seconds are held to a part of what
they were; the arc of minutes stays. Nothing here reacts: each gain is drawn from what
comes before and after alike, so it never arrives late or pumps.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.starter.sound.canvas import HOP, RATE, STRETCH, Canvas, Floats

HEAD: Final = 9.0
"""Seconds of fading in: at -30 dB after two, so that a call for music is soon answered,
and never faster than 3 dB in a quarter of a second."""

TAIL: Final = 16.0
"""Seconds of fading out."""

FOOT: Final = -50.0
"""Decibels at which a head begins and a tail lets go, against the piece as it is."""

_TOUCH: Final = 0.25
"""Seconds from nothing to the foot, far below hearing, so that it is no edge either."""

_EVEN: Final = ((0.7, 0.55), (14.0, 0.35))
"""Swells slower than these seconds, and the part of them that the hand takes back."""


def finish(canvas: Canvas) -> None:
    """Even out a canvas and let it begin and end in nothing, in place."""
    decibels = _evening(canvas) + edges(canvas.moments)
    gains = (10 ** (decibels / 20)).astype(np.float32)
    whole = float(canvas.moments[-1])
    touch = np.minimum(canvas.moments, whole - canvas.moments) / np.float32(_TOUCH)
    gains *= np.sin(np.clip(touch, 0.0, 1.0) * np.float32(np.pi / 2)) ** 2
    hops = canvas.samples.reshape(2, -1, HOP)
    ramp = np.arange(HOP, dtype=np.float32) / HOP
    for start in range(0, hops.shape[1], STRETCH):
        stop = min(start + STRETCH, hops.shape[1])
        low = gains[start:stop, None]
        hops[:, start:stop] *= low + (gains[start + 1 : stop + 1, None] - low) * ramp


def edges(moments: Floats) -> np.ndarray:
    """Head and tail in decibels: quick where they are quiet, flat where they end."""
    whole = float(moments[-1])
    head, tail = min(HEAD, whole / 3), min(TAIL, whole / 3)
    up = np.clip(1.0 - moments / head, 0.0, 1.0)
    down = np.clip(1.0 - (whole - moments) / tail, 0.0, 1.0)
    shape: np.ndarray = FOOT * (up**2 + down**2)
    return shape


def _evening(canvas: Canvas) -> np.ndarray:
    """The hand on the fader: decibels at each moment, at most six either way."""
    hops = canvas.samples.reshape(2, -1, HOP)
    powers = np.einsum("shk,shk->h", hops, hops) / (2 * HOP)
    power = np.maximum(np.append(powers, powers[-1]), 1e-12)
    loud = 10 * np.log10(power)
    middle = float(np.median(loud))
    gain = np.zeros_like(loud)
    for width, part in _EVEN:
        heard = 10 * np.log10(_smooth(10 ** ((loud + gain) / 10), width))
        gain += np.clip(part * (middle - heard), -6.0, 6.0)
    return _smooth(gain, 0.4)


def _smooth(values: np.ndarray, width: float) -> np.ndarray:
    """A running mean with soft sides; the ends are taken to go on as they are."""
    reach = int(3 * width * RATE / HOP)
    window = np.hanning(2 * reach + 1)
    around = np.pad(values, reach, mode="edge")
    size = 1 << int(around.size + window.size).bit_length()
    turned = np.fft.rfft(around, size) * np.fft.rfft(window / window.sum(), size)
    smooth: np.ndarray = np.fft.irfft(turned, size)[2 * reach : 2 * reach + values.size]
    return np.maximum(smooth, 1e-12) if values.min() > 0 else smooth
