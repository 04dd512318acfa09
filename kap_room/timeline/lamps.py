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
    at_least: bool = False
    """Whether the hand asks for light, and more of it is welcome: then the plan wins
    wherever it is brighter. Otherwise the hand means what it says."""
    again: Ramp | None = None
    """On the reading: while it lasts, the lamp is told once more what a hand at the
    wall is thought to have left it at."""

    def light_at(self, position: Seconds, reading: Seconds) -> Light:
        planned = self.plan.light_at(position)
        if self.hand is not None:
            return replace(self.hand, end=self.aim_at(position)).light_at(reading)
        if self.back is not None and reading < self.back.ends:
            return replace(self.back, end=planned).light_at(reading)
        return planned

    def taken(
        self,
        to: Light,
        over: Seconds,
        position: Seconds,
        reading: Seconds,
        *,
        at_least: bool = False,
    ) -> LampCourse:
        """Under a hand, from where it is."""
        hand = Ramp(self.light_at(position, reading), to, reading, over)
        return LampCourse(self.plan, hand, at_least=at_least)

    def given_back(
        self, over: Seconds, position: Seconds, reading: Seconds
    ) -> LampCourse:
        if self.hand is None:
            return self
        now = self.light_at(position, reading)
        return LampCourse(self.plan, back=Ramp(now, now, reading, over))

    def found(
        self, at: Light, over: Seconds, position: Seconds, reading: Seconds
    ) -> LampCourse:
        """It is known to be elsewhere than it should: from there to where it should."""
        stands = at.over(self.light_at(position, reading))
        if self.hand is not None:
            return replace(self, hand=Ramp(stands, self.hand.end, reading, over))
        return replace(self, back=Ramp(stands, stands, reading, over))

    def aim_at(self, position: Seconds) -> Light:
        """Where it should be, were it not still on its way there."""
        planned = self.plan.light_at(position)
        if self.hand is None:
            return planned
        end = self.hand.end.over(planned)
        if self.at_least and is_brighter(planned, end):
            return replace(end, level=planned.level)
        return end

    def planned(self, light: Light) -> LampCourse:
        """With another plan, that rests; its hand is not asked."""
        return replace(self, plan=Ramp(light, light, Seconds(0.0), Seconds(0.0)))

    def moves_for(self, position: Seconds, reading: Seconds, *, held: bool) -> Seconds:
        """How long it is still on its way, as far as is known now."""
        planned = 0.0 if held else max(0.0, self.plan.ends - position)
        own = self.hand or self.back
        left = 0.0 if own is None else max(0.0, own.ends - reading)
        if left > 0.0:
            return Seconds(left)
        return Seconds(0.0 if self.hand and not self.at_least else planned)


def is_brighter(one: Light, other: Light) -> bool:
    return (one.level or 0.0) > (other.level or 0.0)
