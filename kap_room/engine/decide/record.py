"""What the therapist writes down: notes, moments, the code word, reminders done."""

from __future__ import annotations

from dataclasses import replace

from kap_room.engine.reminders import due_reminders
from kap_room.engine.session import Moment, NoteTaken, Outcome, Refused, Session
from kap_room.exchange.commands import Amount, Code, MarkMoment, Note
from kap_room.exchange.events import AmountWritten, MomentMarked, NoteWritten


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
    """The most pressing reminder is done."""
    due = [r for r in due_reminders(session, moment.reading) if r.due_in <= 0.0]
    if not due:
        raise Refused("No reminder is waiting.")
    done = (*session.reminders_done, due[0].name)
    return Outcome(
        replace(session, reminders_done=done), says=f"Done: {due[0].reminder.says}"
    )
