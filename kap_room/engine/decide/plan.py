"""The buttons of the plan: hold, phases, marks, land."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.session import Marked, Mode, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import Extend, Seen, SinceDose
from kap_room.exchange.events import MarkSeen
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.course import landing
from kap_room.timeline.programme import Shelf

LANDING: Final = Seconds(30.0)


def hold(session: Session, reading: Seconds) -> Outcome:
    if session.mode is Mode.HELD:
        going = session.transport.go(reading)
        session = replace(session, mode=Mode.RUNNING, transport=going)
        return Outcome(session, says="The plan goes on.")
    if session.mode is not Mode.RUNNING:
        raise Refused(not_now(session))
    held = session.transport.hold(reading)
    session = replace(session, mode=Mode.HELD, transport=held)
    return Outcome(session, says="The plan is held; the music goes on.")


def not_now(session: Session) -> str:
    if session.mode is Mode.GROUNDED:
        return "Grounded: nothing of the plan moves. Go back in first (g)."
    return "Away: press a when you are back."


def go_to(session: Session, shelf: Shelf, by: int, reading: Seconds) -> Outcome:
    """The next phase or the one before, begun now."""
    if session.mode in (Mode.GROUNDED, Mode.AWAY):
        raise Refused(not_now(session))
    to = session.course.index + by
    if to < 0:
        raise Refused("This is the first phase.")
    if to >= len(session.course.phases):
        raise Refused("This is the last phase. End closes the session.")
    position = session.position_at(reading)
    outcome = turn(session, shelf, to, position, reading, "the therapist")
    return replace(outcome, says=f"{outcome.session.course.phase.name} begins.")


def extend(session: Session, command: Extend, reading: Seconds) -> Outcome:
    if session.course.ends is None:
        raise Refused(f"{session.course.phase.name} is open: it waits for you.")
    before = session.course.ends
    course = session.course.stretched(command.by, session.position_at(reading))
    if course.ends is None or abs(course.ends - before) < 1.0:
        raise Refused(f"{course.phase.name} is about to turn; it cannot be shorter.")
    by = Seconds(course.ends - before)
    word = "longer" if by > 0 else "shorter"
    says = f"{course.phase.name} is {clock_words(Seconds(abs(by)))} {word}."
    return Outcome(replace(session, course=course), says=says)


def seen(session: Session, shelf: Shelf, command: Seen, reading: Seconds) -> Outcome:
    """A mark: recorded, and the phase that waited for it turns."""
    when = Seconds(reading - command.ago)
    marked = Marked(command.mark, when)
    session = replace(session, marks=(*session.marks, marked))
    if command.mark is Mark.DOSE and session.asks is not None:
        session = replace(session, asks=None)
    outcome = Outcome(
        session,
        (MarkSeen(command.mark.value, command.ago),),
        f"{command.mark.value.capitalize()} noted.",
    )
    course = session.course
    waits = course.phase.ends_on is command.mark and course.following is not None
    if not waits or session.mode is Mode.GROUNDED:
        return outcome
    now = session.position_at(reading)
    position = Seconds(max(course.begins, now - command.ago))
    to = course.index + 1
    return outcome.then(turn(session, shelf, to, position, reading, command.mark.value))


def land(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """To return, softly, whatever the plan had in between."""
    to = landing(session.course)
    if to is None:
        raise Refused("There is no return ahead: it is now, or it is over.")
    session = going(session, reading)
    position = session.position_at(reading)
    outcome = turn(session, shelf, to, position, reading, "land", rise=LANDING)
    return replace(outcome, says=f"Landing: {outcome.session.course.phase.name}.")


def going(session: Session, reading: Seconds) -> Session:
    return replace(session, mode=Mode.RUNNING, transport=session.transport.go(reading))


def since_dose(session: Session, command: SinceDose, reading: Seconds) -> Outcome:
    """The answer after a reboot: the body clock is laid from it."""
    others = tuple(m for m in session.marks if m.mark is not Mark.DOSE)
    dose = Marked(Mark.DOSE, Seconds(reading - command.length))
    session = replace(session, marks=(dose, *others), asks=None)
    says = f"{clock_words(command.length)} since the dose."
    return Outcome(session, says=says)
