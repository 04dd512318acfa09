"""One step of one lamp: what it should be by then, and what it can show of that.

The low end. A lamp has some 254 steps, and below a level of 5 % one of them is coarser
than 7 % of the light there: at 1 % the next is 40 % away. A ramp goes on evenly all
the same; a step is sent when it rounds to another of the lamp's own, always with the
whole step's transition, and the lamp's own transition fills it: makers dim far finer
inside than the scale they are told on. What rounds to the same is not sent again.
A lamp that can only switch is told full or off, so that a ramp tells it once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from kap_room.engine.session import Mode, Session
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.shapes import DARK
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.hands import LEVEL
from kap_room.timeline.lamps import LampCourse

STEP: Final = Seconds(5.0)
RESTING: Final = Seconds(1.0)
"""The transition into a look that is not moving."""
SHORTEST: Final = Seconds(0.4)

HEARD: Final = Seconds(0.15)
"""A step begins, and ends, so much later in a lamp than it was sent, or sooner."""

ON_FROM: Final = 0.3 - 1e-6
OFF_BELOW: Final = 0.25
"""A lamp that only switches is lit by the safe look, and not by a soft one."""


@dataclass(frozen=True, slots=True)
class Glow:
    """What one lamp should be at a reading and after it."""

    session: Session
    lamp: Lamp
    course: LampCourse
    reading: Seconds

    @property
    def moves(self) -> bool:
        """Whether the plan does, and its ramps with it."""
        return self.session.transport.moving

    @property
    def hand(self) -> Light:
        """What of it a hand has."""
        return self.session.hands.get(self.lamp.name, Light())

    @property
    def is_last(self) -> bool:
        """The session is over: once this is reached the lamp is left to people."""
        return self.session.mode is Mode.ENDED and self.session.gives_back_at is None

    @property
    def left(self) -> Seconds:
        """Until the present ramp is over, as far as is known now."""
        position = self.session.position_at(self.reading)
        left = self.course.moves_for(position, self.reading, held=not self.moves)
        again = self.course.again
        if self.thought is not None and again is not None:
            return max(left, Seconds(again.ends - self.reading))
        return left

    @property
    def step(self) -> Seconds:
        """Until something changes its pace, five seconds at most; 0 when it rests."""
        left = self.left
        return Seconds(0.0) if left < SHORTEST else Seconds(min(STEP, left))

    @property
    def turned_for(self) -> Seconds:
        """How long ago the plan's ramp began."""
        position = self.session.position_at(self.reading)
        return Seconds(position - self.course.plan.begins)

    @property
    def thought(self) -> Level | None:
        """What a hand has left it at, while it is told that once more.

        Not when it has said anything else since: then that is so.
        """
        again = self.course.again
        if again is None or self.reading >= again.ends:
            return None
        thought, said = again.end.level or Level(0.0), self.hand.level or Level(0.0)
        return thought if abs(said - thought) <= LEVEL.same else None

    def light_at(self, reading: Seconds) -> Light:
        """Without what a hand has: nothing at all of a lamp that it switched off."""
        position = self.session.position_at(reading)
        light = self.course.light_at(position, reading)
        hand = self.hand
        if hand.level is not None and hand.level <= 0.0:
            return Light()
        return Light(
            light.level if hand.level is None else self.thought,
            light.warmth if hand.warmth is None else None,
        )

    def is_less_than(self, before: Glow) -> bool:
        """Whether a hand has taken something of it, and nothing else has changed."""
        alone = self.course == before.course and self.moves == before.moves
        return alone and before.hand != self.hand == self.hand.over(before.hand)

    def is_told_again(self, before: Glow) -> bool:
        """Whether somebody wants it to be told, whatever it was told before."""
        return self.thought is not None and self.course.again != before.course.again

    def is_another_than(self, before: Glow) -> bool:
        """Whether somebody or a turn has changed what the lamp should be."""
        return (
            self.course != before.course
            or self.moves != before.moves
            or self.hand != before.hand
        )


@dataclass(frozen=True, slots=True)
class Told:
    """The last step sent to a lamp."""

    light: Light
    at: Seconds
    over: Seconds
    glow: Glow
    """What it should have been by then."""
    again_at: Seconds | None = None
    """When to say it once more: a lamp may finish an older transition first."""

    @property
    def ends(self) -> Seconds:
        return Seconds(self.at + self.over)

    def runs_until(self, reading: Seconds) -> Seconds | None:
        """When it, and what it cut short, is over; None if that is by the reading."""
        ends = Seconds(max(self.ends + HEARD, self.again_at or 0.0))
        return ends if ends - HEARD > reading else None

    def is_over_at(self, reading: Seconds) -> bool:
        return reading >= self.ends and self.again_at is None

    def is_like(self, light: Light) -> bool:
        """Whether the lamp could not tell the two apart."""
        lamp = self.glow.lamp
        return _rounded(lamp, self.light) == _rounded(lamp, light)

    def has_level_of(self, light: Light) -> bool:
        """Whether the level alone is the same."""
        return self.is_like(Light(light.level, self.light.warmth))

    def covers(self, light: Light) -> bool:
        """Whether it has said all that this light says."""
        return self.is_like(light.over(self.light))


def fitted(lamp: Lamp, light: Light, before: Level | None) -> Light:
    """The light as this lamp can show it, coming from a level."""
    level, warmth = light.level, light.warmth
    if lamp.can is not Ability.WARMTH:
        warmth = None
    if level is None:
        return Light(None, warmth)
    if lamp.can is Ability.SWITCH:
        least = OFF_BELOW if before else ON_FROM
        return Light(Level(1.0 if lamp.never_dark or level >= least else 0.0), None)
    if level > 0.0:
        return Light(max(level, lamp.minimum), warmth)
    if lamp.never_dark:
        return Light(max(lamp.minimum, DARK), warmth)
    return Light(level, None)


def _rounded(lamp: Lamp, light: Light) -> tuple[int | None, int | None]:
    brightness = mired = None
    if light.level is not None:
        square = lamp.dimming is Dimming.SQUARE
        part = math.sqrt(light.level) if square else light.level
        brightness = round(part * 254)
    if light.warmth is not None:
        mired = round(1e6 / light.warmth)
    return brightness, mired
