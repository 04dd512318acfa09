"""How warm or how cool a bulb can be, learnt from where it stops.

Bulbs differ, and take what is nearest to what they are told: one that is told 2000 K
and stops at 2700 would look like a hand for a whole evening.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.adapters.lamps.scale import MIRED
from kap_room.plan.units import Kelvin

ALIKE: Final = 6.0
"""Mired. No eye tells them apart, and no lamp rounds further."""


@dataclass(frozen=True, slots=True)
class Limit:
    at: Kelvin
    told: Kelvin
    """What it was told when it stopped."""

    def explains(self, said: Kelvin, told: Kelvin) -> bool:
        """It is where it stops, and was told to go on in that direction."""
        further = (mired(told) - mired(self.at)) * (mired(self.told) - mired(self.at))
        return is_alike(said, self.at) and further > 0.0


def is_on_the_way(start: Kelvin | None, said: Kelvin, told: Kelvin) -> bool:
    """Whether a lamp on its way may have stopped there."""
    if start is None:
        return True
    low, high = sorted((mired(start), mired(told)))
    return low - ALIKE <= mired(said) <= high + ALIKE


def is_alike(one: Kelvin, other: Kelvin) -> bool:
    return abs(mired(one) - mired(other)) <= ALIKE


def mired(warmth: Kelvin) -> float:
    return MIRED / warmth
