"""What the therapist writes down: notes, moments, the code word, reminders done."""

from __future__ import annotations

from dataclasses import replace

from kap_room.engine.reminders import in_order_of_need
from kap_room.engine.session import Moment, NoteTaken, Outcome, Refused, Session
from kap_room.exchange.commands import Amount, Code, MarkMoment, Note
from kap_room.exchange.events import (
    AmountWritten,
    MomentMarked,
    NoteWritten,
    ReminderDone,
)


def note(session: Session, command: Note, moment: Moment) -> Outcome:
    text = command.text.strip()
    if not text:
        raise Refused("The note is empty.")
    taken = NoteTaken(text, moment.reading, moment.wall)
    session = replace(session, notes=(*session.notes, taken))
    return Outcome(session, (NoteWritten(text),), "Note saved.")


def mark_moment(session: Session, command: MarkMoment) -> Outcome:
    return Outcome(session, (MomentMarked(command.tag),), "Moment marked.")


def code(session: Session, command: Code) -> Outcome:
    says = f"The code word is {command.word}."
    return Outcome(replace(session, code=command.word), says=says)


def amount(session: Session, command: Amount) -> Outcome:
    """How much the last dose was. Written again, the newer one counts."""
    if not session.given:
        raise Refused("No dose is marked yet: d marks it.")
    last = session.given[-1]
    marks = tuple(
        replace(m, amount=command.text) if m is last else m for m in session.marks
    )
    written = AmountWritten(last.mark.value, len(session.given), command.text)
    session = replace(session, marks=marks)
    says = f"{last.mark.value.capitalize()}: {command.text}."
    return Outcome(session, (written,), says)


def reminder_done(session: Session, moment: Moment) -> Outcome:
    """The one that has been due for longest, and is still shown, is done."""
    due = in_order_of_need(session, moment.reading)
    if not due:
        raise Refused("No reminder is waiting.")
    first = due[0]
    done = (*session.reminders_done, first.name)
    event = ReminderDone(first.says, -first.due_in)
    session = replace(session, reminders_done=done)
    return Outcome(session, (event,), f"Done: {first.says}")
