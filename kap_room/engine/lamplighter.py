"""Steps to the lamps: what should be, held against what was last told.

A step lasts at most five seconds and the lamp's own transition fills it, so that any
command is obeyed within one step even by a lamp that cannot stop a transition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kap_room.engine.ports import Lights
from kap_room.engine.session import Mode, Session
from kap_room.plan.look import Light
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import LampCourse

STEP: Final = Seconds(5.0)
RESTING: Final = Seconds(1.0)
"""The transition into a look that is not moving."""
REASSERT: Final = Seconds(60.0)
"""How often a lamp that should not change is told again, in case it missed it."""
RETRY: Final = Seconds(1.0)
SHORTEST: Final = Seconds(0.4)


@dataclass(frozen=True, slots=True)
class Told:
    """The last step sent to a lamp."""

    light: Light
    at: Seconds
    over: Seconds
    course: LampCourse
    moving: bool
    again_at: Seconds | None = None
    """When to say it once more: a lamp may finish an older transition first."""

    @property
    def ends(self) -> Seconds:
        return Seconds(self.at + self.over)


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
        moving = session.mode is not Mode.GROUNDED and session.transport.moving
        soonest: Seconds | None = None
        for lamp, course in session.lamps.items():
            if lamp not in self._told:
                continue
            due = self._due(session, lamp, course, reading, moving=moving)
            if due <= reading:
                due = self._send(session, lamp, course, reading, moving=moving)
            soonest = due if soonest is None else min(soonest, due)
        return soonest

    def _due(
        self,
        session: Session,
        lamp: str,
        course: LampCourse,
        reading: Seconds,
        *,
        moving: bool,
    ) -> Seconds:
        told = self._told[lamp]
        if told is None or told.course != course or told.moving != moving:
            return reading
        if told.again_at is not None and told.again_at <= reading:
            return reading
        position = session.position_at(reading)
        still = not course.is_moving_at(position, reading, held=not moving)
        if still and _same_step(told.light, course.light_at(position, reading)):
            due = Seconds(told.ends + REASSERT)
        elif still and reading >= told.ends:
            due = reading
        else:
            due = told.ends
        return due if told.again_at is None else min(due, told.again_at)

    def _send(
        self,
        session: Session,
        lamp: str,
        course: LampCourse,
        reading: Seconds,
        *,
        moving: bool,
    ) -> Seconds:
        over = _step_length(session, course, reading, moving=moving)
        then = Seconds(reading + (over or RESTING))
        light = course.light_at(session.position_at(then), then)
        told = self._told[lamp]
        if _nothing(light):
            return Seconds(reading + REASSERT)
        again = None
        if told is not None and (told.course != course or told.moving != moving):
            again = told.ends if told.ends > reading + SHORTEST else None
        elif told is not None and over and _same_step(told.light, light):
            # Rounded to a lamp's 254 steps there is nothing new to say yet.
            self._told[lamp] = Told(told.light, reading, over, course, moving)
            return Seconds(reading + over)
        if not self._lights.show(lamp, light, over or RESTING):
            self._told[lamp] = None
            return Seconds(reading + RETRY)
        told = Told(light, reading, over or RESTING, course, moving, again)
        self._told[lamp] = told
        return told.ends if again is None else min(told.ends, again)


def _step_length(
    session: Session, course: LampCourse, reading: Seconds, *, moving: bool
) -> Seconds:
    """Until the present ramp is over, five seconds at most; 0 when nothing moves."""
    if course.hand is not None:
        left = course.hand.ends - reading
    elif course.back is not None and reading < course.back.ends:
        left = course.back.ends - reading
    elif moving:
        left = course.plan.ends - session.position_at(reading)
    else:
        left = 0.0
    return Seconds(0.0) if left < SHORTEST else Seconds(min(STEP, left))


def _nothing(light: Light) -> bool:
    return light.level is None and light.warmth is None


def _same_step(told: Light, light: Light) -> bool:
    return _rounded(told) == _rounded(light)


def _rounded(light: Light) -> tuple[int | None, int | None]:
    level: Level | None = light.level
    brightness = None if level is None else round(level * 254)
    mired = None if light.warmth is None else round(1e6 / light.warmth)
    return brightness, mired
