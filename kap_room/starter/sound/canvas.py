"""The stereo sheet on which a piece is laid, layer by layer.

Gains are given fifty times a second and drawn straight in between, so no layer can
begin with a step. Layers are added in stretches that stay in the processor's cache;
a whole piece is held once and never copied, because a Raspberry Pi renders two.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kap_room.plan.units import Seconds

Floats = npt.NDArray[np.float32]

RATE: Final = 24_000
"""Samples a second while composing. The pieces are dark: nothing lies above 12 kHz, and
half the samples are half the work. Opus sounds at 48 kHz whatever it was given."""

HOP: Final = 480
"""Samples between two values of a gain: a fiftieth of a second."""

STRETCH: Final = 50
"""Hops added at once: a second of stereo stays in the processor's cache."""

_RAMP: Final = np.arange(HOP, dtype=np.float32) / HOP


class Canvas:
    """Silence of a given length, and what was laid on it since."""

    def __init__(self, length: Seconds) -> None:
        hops = round(length * RATE / HOP)
        self._sound = np.zeros((2, hops, HOP), dtype=np.float32)
        self.moments: Floats = np.arange(hops + 1, dtype=np.float32) * (HOP / RATE)
        """The seconds at which a gain is given, one more than there are hops."""

    @property
    def length(self) -> Seconds:
        return Seconds(float(self.moments[-1]))

    @property
    def samples(self) -> Floats:
        """Left and right as two rows; writing here writes on the canvas."""
        return self._sound.reshape(2, -1)

    def lay(self, texture: Floats, gain: Floats, *, begin: int = 0) -> None:
        """Add a texture, round and round, as loud as `gain` says.

        `gain` has one row for both sides or one for each; `begin` is the hop of the
        texture that falls on the first moment.
        """
        table = texture.reshape(2, -1, HOP)
        gains = np.broadcast_to(np.atleast_2d(gain), (2, self.moments.size))
        heard = np.flatnonzero(gains.max(axis=0) > 0.0)
        if not heard.size:
            return
        first = max(int(heard[0]) - 1, 0)
        last = min(int(heard[-1]) + 1, self.moments.size - 1)
        for start in range(first, last, STRETCH):
            stop = min(start + STRETCH, last)
            hops = (np.arange(start, stop) + begin) % table.shape[1]
            low = gains[:, start:stop, None]
            rise = gains[:, start + 1 : stop + 1, None] - low
            self._sound[:, start:stop] += table[:, hops] * (low + rise * _RAMP)

    def strike(self, sound: Floats, at: Seconds, gain: float, pan: float = 0.0) -> None:
        """Add one sound once; `pan` goes from -1 (left) to 1 (right)."""
        samples = self.samples
        start = round(at * RATE)
        count = min(sound.shape[-1], samples.shape[1] - start)
        if start < 0 or count <= 0:
            return
        angle = (pan + 1.0) * np.pi / 4.0
        for side, share in enumerate((np.cos(angle), np.sin(angle))):
            row = sound if sound.ndim == 1 else sound[side]
            samples[side, start : start + count] += row[:count] * np.float32(
                gain * share * np.sqrt(2.0)
            )
