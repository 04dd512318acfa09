"""The buttons of the plan: hold, phases, lengths, land."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.asking import GO_ON
from kap_room.engine.floor import kept_until
from kap_room.engine.lighting import low_no_more
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import Extend
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.course import Began, landing
from kap_room.timeline.programme import Shelf

LANDING: Final = Seconds(30.0)

JUST_NOW: Final = Seconds(2.0)
"""A key that comes this soon after a turn that came by itself meant that turn."""


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
    course, position = session.course, session.position_at(reading)
    itself = course.began is Began.ITSELF and position - course.begins < JUST_NOW
    if by > 0 and itself:
        return Outcome(session, says=f"{course.phase.name} has just begun by itself.")
    to = course.index + by
    if to < 0:
        raise Refused("This is the first phase.")
    if to >= len(course.phases):
        raise Refused("This is the last phase. End closes the session.")
    course = course.turned(to, position)
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
        raise Refused(kept_until(session) or f"{name} is about to turn already.")
    word = "longer" if by > 0 else "shorter"
    says = f"{name} is {clock_words(Seconds(abs(by)))} {word}."
    if asked:
        says = f"{name} goes on for {clock_words(command.by)}; then it asks again."
    return Outcome(replace(session, course=course), says=says)


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
    going = session.transport.go(reading)
    return replace(session, mode=Mode.RUNNING, transport=going, woken=None)


def answered(session: Session) -> Session:
    """The plan was taken up. What only a number answers stays asked."""
    return replace(session, asks=None) if session.asks == GO_ON else session
