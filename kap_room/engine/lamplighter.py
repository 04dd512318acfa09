"""Steps to the lamps: what should be, held against what was last told.

A step lasts at most five seconds and the lamp's own transition fills it, so that any
command is obeyed within one step even by a lamp that cannot stop a transition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kap_room.engine.ports import Lights
from kap_room.engine.session import Mode, Session
from kap_room.plan.look import Light
from kap_room.plan.units import Seconds
from kap_room.timeline.lamps import LampCourse

STEP: Final = Seconds(5.0)
RESTING: Final = Seconds(1.0)
"""The transition into a look that is not moving."""
REASSERT: Final = Seconds(60.0)
"""How often a lamp that should not change is told again, in case it missed it."""
RETRY: Final = Seconds(1.0)
SHORTEST: Final = Seconds(0.4)


@dataclass(frozen=True, slots=True)
class Glow:
    """What one lamp should be at a reading and after it."""

    session: Session
    course: LampCourse
    reading: Seconds

    @property
    def moves(self) -> bool:
        """Whether the plan does, and its ramps with it."""
        return self.session.transport.moving

    @property
    def is_last(self) -> bool:
        """The session is over: once this is reached the lamp is left to people."""
        return self.session.mode is Mode.ENDED

    @property
    def step(self) -> Seconds:
        """Until the present ramp is over, five seconds at most; 0 when it rests."""
        position = self.session.position_at(self.reading)
        left = self.course.moves_for(position, self.reading, held=not self.moves)
        return Seconds(0.0) if left < SHORTEST else Seconds(min(STEP, left))

    @property
    def lasts(self) -> Seconds:
        """The transition to send."""
        return self.step or RESTING

    def light_at(self, reading: Seconds) -> Light:
        return self.course.light_at(self.session.position_at(reading), reading)

    def is_another_than(self, before: Glow) -> bool:
        """Whether somebody or a turn has changed what the lamp should be."""
        return self.course != before.course or self.moves != before.moves


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

    def is_over_at(self, reading: Seconds) -> bool:
        return reading >= self.ends and self.again_at is None


class Lamplighter:
    """Sends the difference. Knows nothing of phases."""

    def __init__(self, lights: Lights, lamps: Iterable[str]) -> None:
        self._lights = lights
        self._told: dict[str, Told | None] = dict.fromkeys(lamps)

    def forget(self, lamp: str | None = None) -> None:
        """What a lamp was told no longer counts: it, or the broker, was away."""
        for name in (lamp,) if lamp is not None else tuple(self._told):
            self._told[name] = None

    def tend(self, session: Session, reading: Seconds) -> Seconds | None:
        """Send what is due. The reading at which to look again."""
        moments = [
            self._tend(name, Glow(session, course, reading))
            for name, course in session.lamps.items()
            if name in self._told
        ]
        return min(moments, default=None)

    def _tend(self, lamp: str, glow: Glow) -> Seconds:
        told = self._told[lamp]
        light = glow.light_at(Seconds(glow.reading + glow.lasts))
        if light.level is None and light.warmth is None:
            return Seconds(glow.reading + REASSERT)
        new = Told(light, glow.reading, glow.lasts, glow)
        if told is None:
            return self._send(lamp, new)
        if glow.is_another_than(told.glow):
            return self._change(lamp, told, new)
        return self._go_on(lamp, told, new)

    def _change(self, lamp: str, told: Told, new: Told) -> Seconds:
        """Somebody, or a turn, wants something else of this lamp: at once."""
        if told.is_over_at(new.at) and _same_step(told.light, new.light):
            self._told[lamp] = replace(told, glow=new.glow)
            return self._look_again(lamp, new.glow)
        runs = told.ends > new.at + SHORTEST
        return self._send(lamp, replace(new, again_at=told.ends if runs else None))

    def _go_on(self, lamp: str, told: Told, new: Told) -> Seconds:
        """The next step of what is under way, or the word a minute."""
        again = told.again_at is not None and told.again_at <= new.at
        due = self._look_again(lamp, new.glow)
        if new.at < due:
            return due
        if not again and new.glow.step and _same_step(told.light, new.light):
            # Rounded to a lamp's 254 steps there is nothing new to say yet.
            self._told[lamp] = replace(new, light=told.light, again_at=told.again_at)
            return self._look_again(lamp, new.glow)
        return self._send(lamp, new)

    def _look_again(self, lamp: str, glow: Glow) -> Seconds:
        """When the next step is due, as far as is known."""
        told = self._told[lamp]
        if told is None:
            return glow.reading
        due = told.ends
        if not glow.step and _same_step(told.light, glow.light_at(glow.reading)):
            due = Seconds(math.inf if glow.is_last else told.ends + REASSERT)
        return due if told.again_at is None else min(due, told.again_at)

    def _send(self, lamp: str, told: Told) -> Seconds:
        if self._lights.show(lamp, told.light, told.over):
            self._told[lamp] = told
            return self._look_again(lamp, told.glow)
        self._told[lamp] = None
        return Seconds(told.at + RETRY)


def _same_step(told: Light, light: Light) -> bool:
    return _rounded(told) == _rounded(light)


def _rounded(light: Light) -> tuple[int | None, int | None]:
    brightness = None if light.level is None else round(light.level * 254)
    mired = None if light.warmth is None else round(1e6 / light.warmth)
    return brightness, mired
