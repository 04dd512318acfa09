"""How the plan of a session moves: one phase giving way to the next, and the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.floor import too_soon
from kap_room.engine.lighting import BACK, HAND, By, ramp_to_look, with_hands
from kap_room.engine.music import SAME, enter_phase
from kap_room.engine.reminders import due_reminders
from kap_room.engine.session import Lighting, Mode, Outcome, Session
from kap_room.engine.wording import about
from kap_room.exchange.events import (
    PhaseTurned,
    ReminderNotDone,
    SessionEnded,
    TurnProposed,
)
from kap_room.plan.units import SILENT, Seconds
from kap_room.timeline.course import Course
from kap_room.timeline.programme import CLOSING, Shelf

CLOSING_RAMP: Final = Seconds(60.0)


def turn(  # noqa: PLR0913 - what turns, to where, when, why and how softly
    session: Session,
    shelf: Shelf,
    course: Course,
    reading: Seconds,
    why: str,
    *,
    rise: Seconds | None = None,
) -> Outcome:
    """The phase of this course begins: its music, its look, its arm light.

    It may have begun a while ago, where a mark says so. What is seen and heard of it
    begins now.
    """
    left = session.course.phase
    session = replace(session, course=course)
    session = ramp_to_look(session, shelf.room, _now(session, reading))
    phase = course.phase
    if phase.arm_light != left.arm_light:
        lighting = replace(session.lighting, arm=phase.arm_light)
        over = HAND if phase.arm_light else BACK
        session = with_hands(session, shelf.room, lighting, over, reading, by=By.PLAN)
    turned = Outcome(session, (PhaseTurned(phase.name, why),))
    if session.mode is Mode.GROUNDED:
        return turned
    return turned.then(enter_phase(session, shelf, reading, rise=rise))


def propose(session: Session) -> Outcome:
    """The planned end is there, and the therapist is asked. Nothing else changes."""
    course = session.course
    following = None if course.following is None else course.following.name
    session = replace(session, proposed=course.asks_at)
    return Outcome(session, (TurnProposed(following, course.phase.waits),))


def turn_by_itself(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """The phase's time is over, and with it the plan if it is the last."""
    course = session.course
    waits = course.phase.waits
    waited = f"waited {about(waits)}" if course.asks_at is not None and waits else ""
    if course.following is None:
        return end(session, shelf, reading, waited or "the plan is over")
    return turn(session, shelf, course.went_on(), reading, waited or "its time")


def _now(session: Session, reading: Seconds) -> Seconds:
    """The position, and exactly the turn's where the two are one."""
    position = session.position_at(reading)
    begins = session.course.begins
    return begins if abs(position - begins) < SAME else position


def end(session: Session, shelf: Shelf, reading: Seconds, why: str) -> Outcome:
    """Closing fade, closing ramp, and nothing starts any more."""
    soon = too_soon(session, reading)
    left = [each for each in due_reminders(session, reading) if each.is_due]
    layers = session.layers.with_quiet(SILENT, CLOSING, reading)
    lighting = Lighting(closing=True)
    session = with_hands(
        session, shelf.room, lighting, CLOSING_RAMP, reading, by=By.PLAN
    )
    gives_back_at = Seconds(reading + CLOSING_RAMP) if session.before else None
    programme = replace(session.programme, next=None, turns=False)
    session = replace(
        session,
        mode=Mode.ENDED,
        transport=session.transport.hold(reading),
        layers=layers,
        programme=programme,
        away_since=None,
        asks=None,
        undo=(),
        gives_back_at=gives_back_at,
    )
    says = f"The session ends: closing fade, lamps to the safe look. {soon or ''}"
    not_done = (ReminderNotDone(each.says, -each.due_in) for each in left)
    return Outcome(session, (*not_done, SessionEnded(why)), says.strip())
