"""What each lamp should be at a moment: the plan's ramp, a hand over it, the way back.

The plan's ramps run on the position, so a hold rests them. Hands and the way back run
on the reading, because a therapist who wants light wants it now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.look import Light, light_between
from kap_room.plan.shapes import DARK, ramp_length
from kap_room.plan.units import Level, Seconds

PLAN_RATE: Final = 0.005
"""Half a percent of the present level a second: at 7 % a step, nobody sees one."""

WARMTH_ONLY: Final = Seconds(120.0)
"""How long a change of warmth takes when the level stays."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A light on its way to another, on whichever clock its owner counts."""

    start: Light
    end: Light
    begins: Seconds
    lasts: Seconds

    @property
    def ends(self) -> Seconds:
        return Seconds(self.begins + self.lasts)

    def light_at(self, moment: Seconds) -> Light:
        if moment >= self.ends:
            return self.end.over(self.start)
        if moment <= self.begins:
            return self.start
        part = (moment - self.begins) / self.lasts
        return light_between(self.start, self.end.over(self.start), part)


def plan_ramp(start: Light, end: Light, begins: Seconds, lasts: Seconds | None) -> Ramp:
    """The ramp of a turn; without a length it goes at `PLAN_RATE`."""
    if start.level is None and end.level is not None:
        start = replace(start, level=Level(DARK))
    if lasts is None:
        lasts = WARMTH_ONLY
        if end.level is None:
            lasts = Seconds(0.0)
        elif start.level != end.level:
            lasts = ramp_length(start.level or Level(0.0), end.level, PLAN_RATE)
    return Ramp(start, end, begins, lasts)


@dataclass(frozen=True, slots=True)
class LampCourse:
    """One lamp: what the plan wants, and whether a hand has it."""

    plan: Ramp
    """On the position."""
    hand: Ramp | None = None
    """On the reading, while a hand has the lamp."""
    back: Ramp | None = None
    """On the reading: only its start, begins and lasts count; its end is the plan."""

    def light_at(self, position: Seconds, reading: Seconds) -> Light:
        planned = self.plan.light_at(position)
        if self.hand is not None:
            return self.hand.light_at(reading)
        if self.back is not None and reading < self.back.ends:
            return replace(self.back, end=planned).light_at(reading)
        return planned

    def taken(
        self, to: Light, over: Seconds, position: Seconds, reading: Seconds
    ) -> LampCourse:
        """Under a hand, from where it is."""
        now = self.light_at(position, reading)
        return replace(self, hand=Ramp(now, to, reading, over), back=None)

    def given_back(
        self, over: Seconds, position: Seconds, reading: Seconds
    ) -> LampCourse:
        if self.hand is None:
            return self
        now = self.light_at(position, reading)
        return replace(self, hand=None, back=Ramp(now, now, reading, over))

    def is_moving_at(self, position: Seconds, reading: Seconds, *, held: bool) -> bool:
        if self.hand is not None:
            return reading < self.hand.ends
        if self.back is not None and reading < self.back.ends:
            return True
        return not held and position < self.plan.ends
