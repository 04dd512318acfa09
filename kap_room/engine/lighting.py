"""How the lamps of a session move: the plan's ramps, and the hands over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kap_room.engine.session import Lighting, Session
from kap_room.plan.look import Light, Look, light_of
from kap_room.plan.room import Room
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import LampCourse, Ramp, plan_ramp

STEPS: Final = (
    (Level(0.0), Seconds(0.0)),
    (Level(0.15), Seconds(6.0)),
    (Level(0.40), Seconds(4.0)),
    (Level(1.00), Seconds(2.0)),
)
"""Lights up: how bright and how fast, by step; the last is for a medical need."""

STEP_NAMES: Final = (None, "soft", "safe", "full")

STEP_DOWN: Final = Seconds(8.0)
BACK: Final = Seconds(60.0)
HAND: Final = Seconds(4.0)
"""Arm light, walk light, one lamp set by hand."""


def first_lamps(
    room: Room, look: Look, seen: Mapping[str, Light], ramp: Seconds | None
) -> dict[str, LampCourse]:
    """Every lamp from where it reports to be, or from low when nobody knows."""
    courses = {}
    for lamp in room.lamps:
        end = light_of(lamp.name, look, room.groups)
        start = seen.get(lamp.name, Light())
        courses[lamp.name] = LampCourse(plan_ramp(start, end, Seconds(0.0), ramp))
    return courses


def ramp_to_look(session: Session, room: Room, position: Seconds) -> Session:
    """The plan's ramp into the phase that is now, begun at this position."""
    phase = session.course.phase
    if phase.look is None:
        return session
    look = session.scene.looks.get(phase.look, {})
    lamps = {}
    for name, course in session.lamps.items():
        start = course.plan.light_at(position)
        end = light_of(name, look, room.groups).over(start)
        ramp = plan_ramp(start, end, position, phase.ramp)
        lamps[name] = replace(course, plan=ramp)
    return replace(session, lamps=lamps)


def with_hands(
    session: Session, room: Room, lighting: Lighting, over: Seconds, reading: Seconds
) -> Session:
    """The hands on the lamps changed. Lamps that no hand has any more go back."""
    position = session.position_at(reading)
    lamps = {}
    for name, course in session.lamps.items():
        planned = course.plan.light_at(position)
        wanted = _wanted(name, room, lighting, planned)
        if wanted is None:
            lamps[name] = course.given_back(over, position, reading)
        elif course.hand is not None and course.hand.end == wanted:
            lamps[name] = course
        else:
            lamps[name] = course.taken(wanted, over, position, reading)
    return replace(session, lamps=lamps, lighting=lighting)


def _wanted(name: str, room: Room, lighting: Lighting, planned: Light) -> Light | None:
    """What the hands together want of a lamp; None leaves it to the plan."""
    if lighting.closing:
        return light_of(name, room.safe_look, room.groups)
    asked = []
    if lighting.grounded:
        asked.append(light_of(name, room.safe_look, room.groups))
    if name in lighting.by_hand:
        asked.append(Light(lighting.by_hand[name]))
    if lighting.step:
        asked.append(Light(STEPS[lighting.step][0]))
    if lighting.arm:
        asked.append(_named(name, room.arm_light, room))
    if lighting.walk:
        asked.append(_named(name, room.walk_light, room))
    asked = [light for light in asked if light.level is not None]
    if not asked:
        return None
    brightest = max(asked, key=lambda light: light.level or 0.0)
    if name in lighting.by_hand and len(asked) == 1:
        return brightest.over(planned)
    if planned.level is not None and planned.level >= (brightest.level or 0.0):
        return planned
    return brightest.over(planned)


def _named(name: str, look: Look, room: Room) -> Light:
    return light_of(name, look, room.groups)


def closing_ramp(course: LampCourse, to: Light, over: Seconds, at: Seconds) -> Ramp:
    """The last ramp of a session, on the position, which goes on until it is over."""
    return plan_ramp(course.plan.light_at(at), to, at, over)
