"""Which reminders wait, and for how long: on the body clock, or within a phase.

The body clock is stopped by nothing, so neither are they. One that nobody marks as done
goes quiet by itself and stays on the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kap_room.engine.session import Marked, Session
from kap_room.plan.scene import Mark, Reminder
from kap_room.plan.units import Seconds

LONG_DUE: Final = Seconds(600.0)
"""A reminder that nobody marked as done goes quiet by itself after this."""

NO_VISIT: Final = Seconds(0.0)


@dataclass(frozen=True, slots=True)
class Due:
    name: str
    """Unlike any other in the session."""
    reminder: Reminder
    due_in: Seconds
    """Negative once it is due."""
    says: str
    """With the dose that it is about, if that is not the first."""
    visit: Seconds = NO_VISIT
    """Where its phase began, if it counts within that."""

    @property
    def is_due(self) -> bool:
        return self.due_in <= 0.0

    @property
    def is_quiet(self) -> bool:
        return self.due_in < -LONG_DUE


def due_reminders(session: Session, reading: Seconds) -> tuple[Due, ...]:
    """All that are not done: those that are due, the oldest first, then the next."""
    waiting = [
        due
        for index, phase in enumerate(session.course.phases)
        for number, reminder in enumerate(phase.reminders)
        for due in _of(session, index, f"{index}.{number}", reminder, reading)
        if due.name not in session.reminders_done
    ]
    return tuple(sorted(waiting, key=lambda due: due.due_in))


def in_order_of_need(session: Session, reading: Seconds) -> tuple[Due, ...]:
    """Those that are due; what has gone quiet comes after what has not."""
    due = [each for each in due_reminders(session, reading) if each.is_due]
    return tuple(sorted(due, key=lambda each: each.is_quiet))


def _of(
    session: Session, index: int, name: str, reminder: Reminder, reading: Seconds
) -> Iterator[Due]:
    if reminder.after_dose is not None:
        if session.woken is not None and session.asks is not None:
            return  # Until somebody has said how long ago the dose was.
        yield from _on_the_body(session, name, reminder, reading)
    elif reminder.at is not None:
        yield from _within(session, index, name, reminder, reading)


def _on_the_body(
    session: Session, name: str, reminder: Reminder, reading: Seconds
) -> Iterator[Due]:
    if not reminder.each_dose:
        if session.dose is not None:
            due_in = _after(reminder, session.dose, reading)
            yield Due(name, reminder, due_in, reminder.says)
        return
    for place, given in enumerate(session.given):
        due_in = _after(reminder, given.reading, reading)
        if place == 0:
            yield Due(name, reminder, due_in, reminder.says)
        else:
            says = f"{reminder.says} ({_which(session, given)})"
            yield Due(f"{name}.{place}", reminder, due_in, says)


def _after(reminder: Reminder, dose: Seconds, reading: Seconds) -> Seconds:
    return Seconds(dose + (reminder.after_dose or 0.0) - reading)


def _which(session: Session, given: Marked) -> str:
    alike = [each for each in session.given if each.mark is given.mark]
    number = next(n for n, each in enumerate(alike, start=1) if each is given)
    if given.mark is Mark.BOOSTER and len(alike) == 1:
        return "booster"
    return f"{given.mark.value} {number}"


def _within(
    session: Session, index: int, name: str, reminder: Reminder, reading: Seconds
) -> Iterator[Due]:
    """Counted within the last visit of its phase, if that came so far."""
    visits = session.course.visits
    places = [place for place, visit in enumerate(visits) if visit.index == index]
    if not places:
        return
    last = places[-1]
    begins = visits[last].begins
    comes = Seconds(begins + (reminder.at or 0.0))
    if last + 1 < len(visits) and comes > visits[last + 1].begins:
        return
    due_in = Seconds(comes - session.position_at(reading))
    yield Due(name, reminder, due_in, reminder.says, begins)
