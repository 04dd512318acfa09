"""The least that a person stays after the last dose, where the scene says so.

The plan is never laid to end sooner; whoever ends it by hand is told, and not hindered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.session import Session
from kap_room.engine.wording import about
from kap_room.plan.units import Seconds, clock_words

SAME: Final = 0.01
"""Sums of readings are not exact. Closer than this nothing has changed."""


def stays_until(session: Session) -> Seconds | None:
    """The reading until which the person stays; None where nothing says so."""
    at_least = session.scene.at_least
    if at_least is None or not session.given:
        return None
    return Seconds(max(m.reading for m in session.given) + at_least)


def floored(session: Session, reading: Seconds) -> Session:
    """With a plan that ends no sooner. Kept as it was where nothing changed."""
    until, was = stays_until(session), session.course.not_before
    if until is None:
        floor = None
    else:
        floor = Seconds(round(session.position_at(reading) + until - reading, 3))
    if floor == was or (floor and was and abs(floor - was) < SAME):
        return session
    return replace(session, course=replace(session.course, not_before=floor))


def kept_until(session: Session) -> str | None:
    """Why the last phase cannot be shorter, in words."""
    course, at_least = session.course, session.scene.at_least
    if at_least is None or course.not_before is None or course.following is not None:
        return None
    if course.planned is None or course.planned > course.not_before + SAME:
        return None
    return f"{course.phase.name} stays until {about(at_least)} after the last dose."


def too_soon(session: Session, reading: Seconds) -> str | None:
    """What whoever ends the session now should know."""
    until, at_least = stays_until(session), session.scene.at_least
    if until is None or at_least is None or until - reading < 1.0:
        return None
    left = clock_words(Seconds(until - reading))
    return f"The {about(at_least)} after the last dose are over in {left}."
