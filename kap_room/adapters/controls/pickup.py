"""A fader takes hold of the volume only where it meets it, so that nothing jumps.

Somebody else may move the volume meanwhile: a key, the console, another session. Then
the fader is not where the volume is any more, and has to meet it again.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from kap_room.plan.units import Decibels

LOWEST: Final = Decibels(-30.0)
HIGHEST: Final = Decibels(6.0)
"""The whole way of the volume, along the whole way of the fader."""

NEAR: Final = Decibels(0.5)
"""So close to the volume a fader has met it: about two of its 127 steps."""

REMEMBERED: Final = 64
"""Asked for and not seen yet: three seconds of a fader that does not rest."""


def gain_at(place: float) -> Decibels:
    """What a fader at this place means, 0 at the bottom and 1 at the top."""
    inside = min(1.0, max(0.0, place))
    return Decibels(round(LOWEST + (HIGHEST - LOWEST) * inside, 2))


class Pickup:
    """One fader."""

    def __init__(self) -> None:
        self.let_go()

    @property
    def has_hold(self) -> bool:
        return bool(self._asked)

    def let_go(self) -> None:
        """It has to meet the volume again."""
        self._last: Decibels | None = None
        self._asked: deque[Decibels] = deque(maxlen=REMEMBERED)
        """Where the volume was last seen, and what was asked for since then."""

    def moved(self, to: Decibels, volume: Decibels) -> bool:
        """Whether the volume follows. `volume` is where it was last seen."""
        before, self._last = self._last, to
        if not self.has_hold:
            passed = before is not None and (before - volume) * (to - volume) <= 0.0
            if not passed and abs(to - volume) > NEAR:
                return False
            self._asked.append(volume)
        self._asked.append(to)
        return True

    def seen(self, volume: Decibels) -> None:
        """The volume is there now. Where this fader never put it, it has lost hold."""
        if not self.has_hold:
            return
        if volume not in self._asked:
            self._asked.clear()
            return
        while self._asked[0] != volume:
            self._asked.popleft()
