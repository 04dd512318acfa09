"""The buttons of the plan: hold, phases, marks, land."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.lighting import low_no_more
from kap_room.engine.session import Marked, Mode, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import Extend, Seen, SinceDose
from kap_room.exchange.events import MarkSeen
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.course import landing, walked
from kap_room.timeline.programme import Shelf

LANDING: Final = Seconds(30.0)

ROUNDED: Final = Seconds(60.0)
"""People answer in minutes."""


def hold(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if session.mode is Mode.HELD:
        session = going(answered(session), reading)
        session = low_no_more(session, shelf.room, reading)
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
    course = session.course.turned(to, session.position_at(reading))
    outcome = turn(session, shelf, course, reading, "the therapist")
    return replace(outcome, says=f"{outcome.session.course.phase.name} begins.")


def extend(session: Session, command: Extend, reading: Seconds) -> Outcome:
    """Longer or shorter. Where the turn is proposed already, longer is "not yet"."""
    before, position = session.course, session.position_at(reading)
    name = before.phase.name
    if before.planned is None:
        raise Refused(f"{name} is open: it waits for you.")
    asked = before.proposes(position)
    if asked and command.by < 0:
        raise Refused(f"{name} is over by the plan already: > turns.")
    course = before.stretched(command.by, position)
    by = Seconds((course.planned or 0.0) - before.planned)
    if abs(by) < 1.0:
        raise Refused(f"{name} is about to turn; it cannot be shorter.")
    word = "longer" if by > 0 else "shorter"
    says = f"{name} is {clock_words(Seconds(abs(by)))} {word}."
    if asked:
        says = f"{name} goes on for {clock_words(command.by)}; then it asks again."
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
    if course.phase.ends_on is not command.mark or course.following is None:
        return outcome
    now = session.position_at(reading)
    turned = course.turned(course.index + 1, Seconds(now - command.ago))
    turned = walked(turned, now)
    return outcome.then(turn(session, shelf, turned, reading, command.mark.value))


def land(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """To return, softly, whatever the plan had in between."""
    to = landing(session.course)
    if to is None:
        raise Refused("There is no return ahead: it is now, or it is over.")
    session = going(replace(session, was_held=False), reading)
    course = session.course.turned(to, session.position_at(reading))
    outcome = turn(session, shelf, course, reading, "land", rise=LANDING)
    return replace(outcome, says=f"Landing: {outcome.session.course.phase.name}.")


def going(session: Session, reading: Seconds) -> Session:
    """As before ground or away: on its way again, or held."""
    if session.was_held:
        return replace(session, mode=Mode.HELD, was_held=False)
    return replace(session, mode=Mode.RUNNING, transport=session.transport.go(reading))


def answered(session: Session) -> Session:
    """The plan was taken up. What only a number answers stays asked."""
    return session if session.dose is not None else replace(session, asks=None)


def since_dose(session: Session, command: SinceDose, reading: Seconds) -> Outcome:
    """The answer after a reboot: the body clock is laid from it."""
    known = session.since_dose_at(reading)
    if known is None:
        dose = Marked(Mark.DOSE, Seconds(reading - command.length))
        session = replace(session, marks=(*session.marks, dose))
    elif session.asks is not None and command.length < known - ROUNDED:
        least = f"{int(known // 60)}"
        raise Refused(f"At least {least} minutes have gone since the dose.")
    else:
        # The computer was away for a time that nobody knew: all marks lie further back.
        further = command.length - known
        marks = tuple(
            Marked(m.mark, Seconds(m.reading - further)) for m in session.marks
        )
        session = replace(session, marks=marks)
    says = f"{clock_words(command.length)} since the dose."
    return Outcome(replace(session, asks=None), says=says)
