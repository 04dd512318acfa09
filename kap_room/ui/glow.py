"""The colour of a small swatch that stands for a lamp.

It says how the lamp glows; it must never glow as brightly itself.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from kap_room.ui.theme import BACK

WARMTHS: Final = (
    (1800.0, (255, 126, 20)),
    (2200.0, (255, 147, 44)),
    (2700.0, (255, 169, 87)),
    (4000.0, (255, 206, 166)),
    (6500.0, (255, 246, 240)),
)
"""How white light of some warmths looks on a screen, red, green and blue."""

BRIGHTEST: Final = 0.62
"""The swatch of a lamp at full. More would light the therapist's face."""


DIMMEST: Final = 0.15
"""The swatch of a lamp that only just glows; less could not be seen."""


def glow(level: float | None, warmth: float | None) -> str:
    """The swatch's colour, as #rrggbb."""
    part = 0.0
    if level:
        part = DIMMEST + (BRIGHTEST - DIMMEST) * min(1.0, max(0.0, level)) ** 0.5
    back = tuple(int(BACK[at : at + 2], 16) for at in (1, 3, 5))
    mixed = (
        round(low + (high - low) * part)
        for low, high in zip(back, _white(warmth or WARMTHS[2][0]), strict=True)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _white(warmth: float) -> tuple[float, ...]:
    """Between two known warmths evenly in mired, as eyes judge it."""
    if warmth <= WARMTHS[0][0]:
        return WARMTHS[0][1]
    for (low, start), (high, end) in pairwise(WARMTHS):
        if warmth <= high:
            part = (1 / low - 1 / warmth) / (1 / low - 1 / high)
            pairs = zip(start, end, strict=True)
            return tuple(a + (b - a) * part for a, b in pairs)
    return WARMTHS[-1][1]
