"""What a tone is made of: pads, strings, voices, flutes.

Each timbre turns a pitch into partials. A darker and a brighter one of the same family
are laid together and faded against each other; that is the moving filter of the pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from kap_room.starter.sound.textures import Partial

Timbre = Callable[[float], tuple[Partial, ...]]

_OO: Final = ((320.0, 90.0, 1.0), (780.0, 120.0, 0.3), (2500.0, 300.0, 0.03))
_AH: Final = ((640.0, 120.0, 1.0), (1080.0, 150.0, 0.6), (2600.0, 320.0, 0.1))


def harmonics(falls: float, ceiling: float, cents: float) -> Timbre:
    """Whole multiples, each weaker by a power; above `ceiling` hertz they vanish.

    `cents` is how far the players are out of tune with one another.
    """

    def partials(pitch: float) -> tuple[Partial, ...]:
        return tuple(
            Partial(
                pitch * number,
                number**-falls / (1.0 + (pitch * number / ceiling) ** 6),
                _haze(pitch * number, cents),
            )
            for number in range(1, max(2, int(1.6 * ceiling / pitch) + 1))
        )

    return partials


def flute(cents: float = 4.0) -> Timbre:
    """A stopped pipe: the tone, its twelfth, and very little else."""
    strengths = ((1, 1.0), (2, 0.12), (3, 0.22), (4, 0.04), (5, 0.05))

    def partials(pitch: float) -> tuple[Partial, ...]:
        return tuple(
            Partial(pitch * number, strength, _haze(pitch * number, cents))
            for number, strength in strengths
        )

    return partials


def voices(open_mouth: float, cents: float = 16.0) -> Timbre:
    """A choir between oo (0) and ah (1): multiples under the humps of a mouth."""

    def partials(pitch: float) -> tuple[Partial, ...]:
        count = max(3, int(3200.0 / pitch))
        pitches = pitch * np.arange(1, count + 1)
        mouth = (1 - open_mouth) * _humps(pitches, _OO) + open_mouth * _humps(
            pitches, _AH
        )
        strengths = mouth * np.arange(1, count + 1) ** -0.9
        return tuple(
            Partial(float(each), float(strength), _haze(float(each), cents))
            for each, strength in zip(pitches, strengths, strict=True)
        )

    return partials


def _humps(pitches: np.ndarray, humps: tuple[tuple[float, ...], ...]) -> np.ndarray:
    total = np.full(pitches.shape, 0.015)
    for centre, width, height in humps:
        total += height / (1.0 + ((pitches - centre) / width) ** 2)
    return total


def _haze(pitch: float, cents: float) -> float:
    return max(0.08, pitch * cents / 1731.0)
