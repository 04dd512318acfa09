"""What was given or seen, and what the plan makes of it.

A mark is at its own moment and not at the key's. It ends the phase that waits for it,
now or ahead, and may be corrected: then what it began is laid anew, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.asking import MINUTES
from kap_room.engine.decide.since import since_dose
from kap_room.engine.session import Marked, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import MoveMark, Seen, SinceDose
from kap_room.exchange.events import MarkMoved, MarkSeen
from kap_room.plan.scene import Mark, Route
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.boosters import NOTHING, bare, laid, peak_of
from kap_room.timeline.course import Began, Course, ended_by, moved, walked
from kap_room.timeline.programme import Shelf

SPRAYS: Final = (Route.INTRANASAL, Route.ESKETAMINE)
"""Given by several devices, each of them a dose."""

NOW: Final = 1.0
"""Seconds. What is moved by less is not moved."""

SAME: Final = 0.001


def seen(session: Session, shelf: Shelf, command: Seen, reading: Seconds) -> Outcome:
    """A mark: recorded, and the phase that waited for it turns."""
    is_dose = command.mark is Mark.DOSE
    if is_dose and session.dose is not None and session.scene.route not in SPRAYS:
        return _dose_again(session, shelf, command, reading)
    position = Seconds(session.position_at(reading) - command.ago)
    marked = Marked(command.mark, Seconds(reading - command.ago), position)
    if is_dose and session.dose is None:
        session = replace(session, asks=None)
    session = replace(session, marks=(*session.marks, marked))
    name = command.mark.value
    noted = Outcome(
        session, (MarkSeen(name, command.ago),), f"{name.capitalize()} noted."
    )
    if command.mark is Mark.BOOSTER:
        noted = _boosted(noted)
    return _begun(noted, shelf, command, reading)


def move(
    session: Session, shelf: Shelf, command: MoveMark, reading: Seconds
) -> Outcome:
    """The last mark, earlier or later, and what it began with it."""
    if not session.marks:
        raise Refused("Nothing is marked yet.")
    number = len(session.marks) - 1
    last = session.marks[number]
    name = last.mark.value.capitalize()
    by = Seconds(min(command.by, reading - last.reading))
    if abs(by) < NOW:
        raise Refused(f"{name} was just now; it cannot be later than that.")
    outcome = _moved(session, shelf, number, by, reading)
    ago = clock_words(Seconds(reading - last.reading - by))
    return replace(outcome, says=f"{name} was {ago} ago.")


def _dose_again(
    session: Session, shelf: Shelf, command: Seen, reading: Seconds
) -> Outcome:
    """Where there is one dose, the word again corrects it, if it says when it was."""
    if session.asks is not None:
        return since_dose(session, shelf, SinceDose(command.ago), reading)
    waits = session.course.phase.ends_on is Mark.DOSE
    since = clock_words(session.since_dose_at(reading) or Seconds(0.0))
    if command.ago < NOW and not waits:
        raise Refused(
            f"The dose is marked already, {since} ago. A further one is a booster "
            "(b); dose 4m ago corrects this one."
        )
    number = next(n for n, m in enumerate(session.marks) if m.mark is Mark.DOSE)
    by = Seconds(reading - command.ago - session.marks[number].reading)
    outcome = _moved(session, shelf, number, by, reading)
    if waits:
        outcome = _begun(outcome, shelf, command, reading)
    says = f"Dose corrected: {clock_words(command.ago)} ago, not {since}."
    return replace(outcome, says=says)


def _begun(outcome: Outcome, shelf: Shelf, command: Seen, reading: Seconds) -> Outcome:
    """The phase that this mark begins; those between are passed over."""
    session, mark = outcome.session, command.mark
    to = ended_by(session.course, mark)
    if to is None:
        return outcome
    passed = session.course.phases[session.course.index : to]
    now = session.position_at(reading)
    course = session.course.turned(
        to, Seconds(now - command.ago), began=Began(mark.value)
    )
    turned = turn(session, shelf, walked(course, now), reading, mark.value)
    outcome = outcome.then(turned)
    if session.dose is None and any(phase.ends_on is Mark.DOSE for phase in passed):
        # The person is further than anybody wrote down: the plan follows the person.
        asks = replace(outcome.session, asks=MINUTES)
        says = f"{outcome.says} No dose is marked: how many minutes since it?"
        return replace(outcome, session=asks, says=says)
    return outcome


def _boosted(noted: Outcome) -> Outcome:
    """The peak ends as long after the booster as it would have after the dose."""
    session = noted.session
    if session.dose is None:
        return replace(noted, says="Booster noted; no dose is marked.")
    course, marks = _relaid(session.course, session.marks)
    by = marks[-1].longer
    session = replace(session, course=course, marks=marks)
    says = f"Booster noted; the peak is {clock_words(by)} longer."
    return replace(noted, session=session, says=says if by >= NOW else noted.says)


def _moved(
    session: Session, shelf: Shelf, number: int, by: Seconds, reading: Seconds
) -> Outcome:
    """One mark at another moment, and the plan laid anew from there."""
    now, marked = session.position_at(reading), session.marks[number]
    course = session.course
    if _is_anchor(course, marked):
        course = moved(course, by, now)
    was = marked.position
    there = replace(
        marked,
        reading=Seconds(marked.reading + by),
        position=None if was is None else Seconds(min(was + by, now)),
    )
    marks = (*session.marks[:number], there, *session.marks[number + 1 :])
    course, marks = _relaid(course, marks)
    course = walked(course, now)
    name, left = marked.mark.value, session.course.index
    event = MarkMoved(name, by, reading - there.reading)
    if course.index == left:
        return Outcome(replace(session, marks=marks, course=course), (event,))
    told = Outcome(replace(session, marks=marks), (event,))
    why = f"{name} corrected"
    return told.then(turn(told.session, shelf, course, reading, why))


def _is_anchor(course: Course, marked: Marked) -> bool:
    """Whether it was this mark that began what is now."""
    anchor, position = course.anchor, marked.position
    if position is None or anchor.began != marked.mark.value:
        return False
    return abs(anchor.begins - position) < SAME


def _relaid(
    course: Course, marks: tuple[Marked, ...]
) -> tuple[Course, tuple[Marked, ...]]:
    """The course with every booster on it, and what each of them came to.

    Once the peak is over nothing is laid anew: what was is left as it was.
    """
    peak = peak_of(course)
    doses = [m.position for m in marks if m.mark is Mark.DOSE]
    numbers = [n for n, m in enumerate(marks) if m.mark is Mark.BOOSTER]
    places = [marks[n].position for n in numbers]
    known = [place for place in places if place is not None]
    if peak is None or peak < course.index or len(known) < len(places):
        return course, marks
    if not doses or doses[0] is None:
        return course, marks
    course = bare(course, Seconds(sum(marked.longer for marked in marks)))
    course, added = laid(course, doses[0], known)
    longer = dict(zip(numbers, added, strict=True))
    relaid = (replace(m, longer=longer.get(n, NOTHING)) for n, m in enumerate(marks))
    return course, tuple(relaid)
