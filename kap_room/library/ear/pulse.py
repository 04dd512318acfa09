"""Whether the deep tones of a piece sway like a heart or a drum that is far away.

`beats` hears what begins. A pulse may be so soft that nothing begins in it, and be felt
all the same: it comes back, evenly, in the lowest bands.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kap_room.library.ear.spectrum import Bands
from kap_room.plan.units import Seconds

_DEEP: Final = 300.0
"""Hertz, below which a pulse is looked for: there it is followed most easily."""

_SURROUNDINGS: Final = Seconds(2.0)
"""What is slower is a wave and no pulse."""

_QUICKEST: Final = Seconds(0.3)
_SLOWEST: Final = Seconds(1.6)

_SWAYS: Final = 0.1
"""Of the mean amplitude: two tones that lie close together sway by as much, or a
window of `Spectrum` that holds no whole number of their waves. Twice that is felt."""

_ALIKE: Final = 0.5
"""How much a sway must be like itself one later, of at most 1."""

Curve = npt.NDArray[np.float64]


def pulse_in(bands: Bands, pitches: npt.NDArray[np.float64], every: Seconds) -> float:
    """From 0, none that comes back, to 1, one that is as steady as a machine's."""
    if len(bands) * every < 4 * _SURROUNDINGS:
        return 0.0
    sway = _sway(bands[:, pitches < _DEEP], round(_SURROUNDINGS / every) | 1)
    felt = min(1.0, max(0.0, float(sway.std()) / _SWAYS - 1.0))
    likeness = _comes_back(sway, every) if felt > 0.0 else 0.0
    return felt * min(1.0, max(0.0, (likeness - _ALIKE) / (1.0 - _ALIKE)))


def _sway(deep: Bands, around: int) -> Curve:
    """The amplitude of the deep tones against that of their surroundings."""
    power = np.power(10.0, deep.astype(np.float64) / 10.0).sum(axis=1)
    amplitude = np.sqrt(power)
    padded = np.pad(amplitude, around // 2, mode="edge")
    sums = np.cumsum(np.concatenate(((0.0,), padded)))
    usual = (sums[around:] - sums[:-around]) / around
    sway: Curve = (amplitude - usual) / max(float(usual.mean()), 1e-12)
    return sway


def _comes_back(sway: Curve, every: Seconds) -> float:
    """How like itself it is one sway later: the highest hill behind the first slope."""
    size = 2 ** int(np.ceil(np.log2(2 * len(sway))))
    alike = np.fft.irfft(np.square(np.abs(np.fft.rfft(sway, size))), size)
    near = alike[: round(_SLOWEST / every) + 1] / alike[0]
    unlike = np.flatnonzero(near < 0.0)
    if not len(unlike):
        return 0.0
    first = max(int(unlike[0]), round(_QUICKEST / every))
    return float(near[first:].max())
