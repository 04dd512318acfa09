"""Which reminders wait, and for how long: on the body clock, or within a phase."""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.engine.session import Session
from kap_room.plan.scene import Reminder
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Due:
    name: str
    """Unlike any other in the session."""
    reminder: Reminder
    due_in: Seconds
    """Negative once it is due."""


def due_reminders(session: Session, reading: Seconds) -> tuple[Due, ...]:
    """All that are not done, the most pressing first."""
    since = session.since_dose_at(reading)
    within = session.position_at(reading) - session.course.begins
    waiting = []
    for index, phase in enumerate(session.course.phases):
        for number, reminder in enumerate(phase.reminders):
            name = f"{index}.{number}"
            if name in session.reminders_done:
                continue
            if reminder.after_dose is not None:
                if since is not None:
                    due_in = Seconds(reminder.after_dose - since)
                    waiting.append(Due(name, reminder, due_in))
            elif reminder.at is not None and index == session.course.index:
                due_in = Seconds(reminder.at - within)
                waiting.append(Due(name, reminder, due_in))
    return tuple(sorted(waiting, key=lambda due: due.due_in))
