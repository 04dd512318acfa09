"""How a lamp glides through what it was told, and when it may turn without a flash.

A lamp that has just risen by a tenth waits before it is turned down, and one that has
just been dimmed by a tenth before it rises of itself: so none turns twice within two
seconds. A rise that somebody asks for does not ask here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.look import Light
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import NO_FLASH, Ramp

TURN: Final = 0.1
"""A tenth of full light: what counts as a movement that an eye follows (L1)."""

GRAIN: Final = Seconds(0.05)
"""How finely the last two seconds are looked at."""


@dataclass(frozen=True, slots=True)
class Glide:
    """The last two seconds of a lamp that does as it is told, and what it does next."""

    ramps: tuple[Ramp, ...]
    """Oldest first; each holds from its beginning until that of the next."""

    def level_at(self, reading: Seconds) -> Level:
        for ramp in reversed(self.ramps[1:]):
            if reading >= ramp.begins:
                return ramp.light_at(reading).level or Level(0.0)
        return self.ramps[0].light_at(reading).level or Level(0.0)

    @property
    def ends(self) -> Seconds:
        return self.ramps[-1].ends

    def told(self, level: Level, at: Seconds, over: Seconds) -> Glide:
        """On its way to another level from where it is."""
        now = Light(self.level_at(at))
        ramp = Ramp(now, Light(level), at, over)
        first = max(
            (n for n, r in enumerate(self.ramps) if r.begins <= at - NO_FLASH),
            default=0,
        )
        return replace(self, ramps=(*self.ramps[first:], ramp))

    def may_fall_at(self, reading: Seconds) -> Seconds:
        """From when on it may be turned down, if it rests until then."""
        return self._calm_at(reading, 1.0)

    def may_rise_at(self, reading: Seconds) -> Seconds:
        """From when on it may rise of itself, if it rests until then."""
        return self._calm_at(reading, -1.0)

    def _calm_at(self, reading: Seconds, way: float) -> Seconds:
        """Two seconds after it was last a tenth (below or above) from where it is."""
        now = self.level_at(reading)
        for back in range(round(NO_FLASH / GRAIN)):
            then = Seconds(reading - back * GRAIN)
            if way * (now - self.level_at(then)) >= TURN - GRAIN / 10:
                return Seconds(then + NO_FLASH)
        return reading


def standing(level: Level, at: Seconds) -> Glide:
    """A lamp that is known to be somewhere, whatever brought it there."""
    light = Light(level)
    return Glide((Ramp(light, light, at, Seconds(0.0)),))
