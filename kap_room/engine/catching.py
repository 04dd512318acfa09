"""How a lamp catches up with what it should be, after nobody could tell it for a while.

By a ramp, quicker than the plan's and never at once: what it missed may have been an
hour of dimming.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.session import Session
from kap_room.plan.shapes import ramp_length
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import LampCourse

RATE: Final = 0.1
"""A tenth of its light a second."""
AT_MOST: Final = Seconds(20.0)
URGENT: Final = Seconds(6.0)
"""Where light was asked for."""
NEAR: Final = 0.02
"""Nearer than this there is nothing to catch up with."""


def way_back(course: LampCourse, level: Level, aim: Level) -> Seconds:
    """How long the way from a level to where the lamp should be takes."""
    if abs(level - aim) <= NEAR:
        return Seconds(0.0)
    asked = course.hand is not None and course.at_least
    return min(URGENT if asked else AT_MOST, ramp_length(level, aim, RATE))


def caught_up(session: Session, since: Seconds, reading: Seconds) -> Session:
    """Lamps that were told nothing since then begin where they were left.

    Light that was asked for meanwhile is told as it is: nobody waits for that twice.
    """
    position, was = session.position_at(reading), session.position_at(since)
    lamps = dict(session.lamps)
    for name, course in session.lamps.items():
        if course.hand is not None and course.at_least:
            continue
        left, aim = course.light_at(was, since), course.aim_at(position)
        if left.level is None or aim.level is None:
            continue
        over = way_back(course, left.level, aim.level)
        now = course.light_at(position, reading).level or 0.0
        if over > 0.0 and abs(left.level - now) > NEAR:
            lamps[name] = course.found(left, over, position, reading)
    return replace(session, lamps=lamps)
