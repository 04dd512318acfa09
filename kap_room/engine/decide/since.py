"""The answer after a reboot: everything is laid from the minutes since the dose.

Nobody knows how long the computer was away, so all marks lie further back by what the
answer says, and the phase is the one in which that minute lies by the plan. It is only
offered: the plan stays held and the room silent until the therapist takes it up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.lighting import ramp_to_look
from kap_room.engine.session import Mode, Outcome, Refused, Session, Woken
from kap_room.engine.turns import turn
from kap_room.exchange.commands import SinceDose
from kap_room.exchange.events import PhaseTurned
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.course import Course, walked
from kap_room.timeline.programme import Shelf

ROUNDED: Final = Seconds(60.0)
"""People answer in minutes."""

WHY: Final = "the minutes since the dose"


def since_dose(
    session: Session, shelf: Shelf, command: SinceDose, reading: Seconds
) -> Outcome:
    """Where the dose is marked: it, and all other marks, lie as far back as this."""
    known = session.since_dose_at(reading) or Seconds(0.0)
    least = _least(session, reading)
    if least is not None and command.length < least - ROUNDED:
        minutes = int(least // 60)
        raise Refused(f"At least {minutes} minutes have gone since the dose.")
    further = Seconds(command.length - known)
    marks = (replace(m, reading=Seconds(m.reading - further)) for m in session.marks)
    session = replace(session, marks=tuple(marks), asks=None)
    says = f"{clock_words(command.length)} since the dose."
    woken = session.woken
    if woken is None or woken.since_dose is None or session.mode is not Mode.HELD:
        return Outcome(session, says=says)
    missing = Seconds(command.length - woken.since_dose)
    outcome = _offered(session, shelf, woken, missing, reading)
    name = outcome.session.course.phase.name
    says = f"{says} By the plan that is {name}: music (m) and hold (h) take it up."
    return replace(outcome, says=says)


def _least(session: Session, reading: Seconds) -> Seconds | None:
    """How many can have gone at the least; None where nobody was away."""
    woken = session.woken
    if woken is not None and woken.since_dose is not None:
        return Seconds(woken.since_dose + reading - woken.reading)
    return session.since_dose_at(reading) if session.asks is not None else None


def _offered(
    session: Session, shelf: Shelf, woken: Woken, missing: Seconds, reading: Seconds
) -> Outcome:
    """The phase of that minute, as if the plan had gone on while nobody saw it."""
    course = session.course.back_to(woken.visits, Seconds(woken.begins - missing))
    course = walked(course, session.position_at(reading), unasked=True)
    back = missing - woken.missing
    marks = tuple(
        m if m.position is None else replace(m, position=Seconds(m.position - back))
        for m in session.marks
    )
    woken = replace(woken, missing=missing)
    session = replace(session, marks=marks, woken=woken)
    if course.index == session.course.index:
        return Outcome(replace(session, course=course))
    if session.programme.decks:
        return turn(session, shelf, course, reading, WHY)
    return _quietly(session, shelf, course, reading)


def _quietly(
    session: Session, shelf: Shelf, course: Course, reading: Seconds
) -> Outcome:
    """The turn of a room in which nothing sounds, and nothing is to."""
    programme = replace(session.programme, playlist=course.phase.playlist)
    session = replace(session, course=course, programme=programme)
    session = ramp_to_look(session, shelf.room, session.position_at(reading))
    return Outcome(session, (PhaseTurned(course.phase.name, WHY),))
