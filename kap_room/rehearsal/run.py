"""Runs a scene on a virtual clock, from one thing due to the next.

An open phase is ended, after the length that it is to count as, by the mark that it
waits for, or by hand where it waits for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kap_room.engine.advance import advance, next_due
from kap_room.engine.begin import Loaded, begin
from kap_room.engine.clock import VirtualClock
from kap_room.engine.decide import decide
from kap_room.engine.reminders import Due, due_reminders
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.exchange.commands import Button, Command, Press, Seen
from kap_room.exchange.words import words
from kap_room.plan.look import ALL
from kap_room.plan.room import Lamp, Room
from kap_room.plan.units import Seconds
from kap_room.rehearsal.history import History
from kap_room.rehearsal.judge import judge
from kap_room.rehearsal.notes import ALMOST, Notes
from kap_room.rehearsal.script import Line
from kap_room.rehearsal.sheet import GivenRun, ReminderRun, RunSheet
from kap_room.timeline.programme import Shelf

LONGEST: Final = Seconds(24 * 3600.0)
"""A rehearsal that is not over by then has a plan that never ends."""

OPEN: Final = Seconds(600.0)

EVERY_LAMP: Final = Lamp(ALL, "", "")


@dataclass(frozen=True, slots=True)
class Evening:
    """What a rehearsal leaves: the sheet, and the session at every moment."""

    sheet: RunSheet
    history: History


class Rehearsal:
    """One scene, one room, one therapist on paper."""

    def __init__(
        self, loaded: Loaded, room: Room, script: Sequence[Line], open_counts: Seconds
    ) -> None:
        self._loaded = loaded
        # Without lamps the looks are shown as if all of them were one.
        self._room = room if room.lamps else replace(room, lamps=(EVERY_LAMP,))
        self._script = list(script)
        self._open = open_counts
        self._clock = VirtualClock()
        self._notes = Notes(problems=list(loaded.says))

    def run(self) -> Evening:
        outcome = begin(self._loaded, self._room, {}, self._clock.now())
        session = self._note(outcome)
        while session.mode is not Mode.ENDED:
            due = self._next(session)
            if due is None or due > LONGEST:
                self._notes.problem("The plan does not end within a day.")
                break
            self._clock.advance_to(due)
            session = self._pass(session)
        for line in self._script:
            said = " ".join(words(line.command))
            self._notes.problem(f'"{said}" came to nothing: the session was over.')
        sheet = self._notes.finish(session, self._clock.now().reading)
        history = self._notes.history
        found = judge(sheet, history, self._shelf(session))
        problems = tuple(dict.fromkeys((*sheet.problems, *found)))
        return Evening(replace(sheet, problems=problems), history)

    def _pass(self, session: Session) -> Session:
        """Everything that is due at the present reading."""
        reading = self._clock.now().reading
        session = self._note(advance(session, self._shelf(session), reading))
        while self._script and self._script[0].at <= reading:
            session = self._give(session, self._script.pop(0).command)
        open_due = self._open_due(session)
        if open_due is not None and open_due <= reading:
            session = self._decided(session, _ends_open(session)) or session
        for due in due_reminders(session, reading):
            if due.due_in <= ALMOST:
                self._remind(due, reading)
        return session

    def _remind(self, due: Due, reading: Seconds) -> None:
        """Once in each visit of its phase; on the body clock, where that came to be.

        A dose that is corrected moves what hangs on it, also what was shown already.
        """
        run = ReminderRun(round(reading + due.due_in, 3), due.says)
        if on_body(due):
            self._notes.reminders[due.name] = run
        else:
            self._notes.reminders.setdefault(f"{due.name} {due.visit}", run)

    def _give(self, session: Session, command: Command) -> Session:
        """What the script says. A refusal is a problem, and the evening goes on."""
        at = round(self._clock.now().reading, 3)
        said = " ".join(words(command))
        try:
            outcome = self._decide(session, command)
        except Refused as refused:
            self._notes.problem(str(refused))
            self._notes.given.append(GivenRun(at, said, f"refused: {refused}"))
            return session
        self._notes.given.append(GivenRun(at, said, outcome.says))
        return self._note(outcome)

    def _decided(self, session: Session, command: Command) -> Session | None:
        try:
            return self._note(self._decide(session, command))
        except Refused as refused:
            self._notes.problem(str(refused))
            return None

    def _decide(self, session: Session, command: Command) -> Outcome:
        return decide(session, self._shelf(session), command, self._clock.now())

    def _next(self, session: Session) -> Seconds | None:
        reading = self._clock.now().reading
        dues: list[Seconds | None] = [next_due(session), self._open_due(session)]
        dues.extend(line.at for line in self._script[:1])
        dues.extend(
            Seconds(reading + due.due_in)
            for due in due_reminders(session, reading)
            if due.due_in > ALMOST and (session.transport.moving or on_body(due))
        )
        known = [max(due, reading) for due in dues if due is not None]
        return min(known) if known else None

    def _open_due(self, session: Session) -> Seconds | None:
        """When an open phase has lasted as long as it counts, if nobody ends it.

        A turn that is proposed and never comes by itself waits as long.
        """
        if session.mode is not Mode.RUNNING or session.course.ends is not None:
            return None
        ending = _ends_open(session)
        if any(_is_like(line.command, ending) for line in self._script):
            return None
        waits_from = session.course.asks_at or session.course.begins
        return session.transport.reading_of(Seconds(waits_from + self._open))

    def _note(self, outcome: Outcome) -> Session:
        session = outcome.session
        reading = self._clock.now().reading
        self._notes.take(session, outcome.events, self._shelf(session), reading)
        return session

    def _shelf(self, session: Session) -> Shelf:
        return session.shelf(self._room, self._loaded.measures)


def on_body(due: Due) -> bool:
    """Whether it comes on the body clock, which nothing stops."""
    return due.reminder.after_dose is not None


def _ends_open(session: Session) -> Command:
    """What ends the open phase that is now: its mark, the next phase, or the end."""
    ends_on = session.course.phase.ends_on
    if session.course.following is None:
        return Press(Button.END)
    return Press(Button.NEXT_PHASE) if ends_on is None else Seen(ends_on)


def _is_like(command: Command, ending: Command) -> bool:
    """The same, however long ago it was."""
    if isinstance(command, Seen) and isinstance(ending, Seen):
        return command.mark is ending.mark
    return command == ending


def rehearse(
    loaded: Loaded,
    room: Room,
    script: Sequence[Line] = (),
    open_counts: Seconds = OPEN,
) -> RunSheet:
    """The whole session on paper."""
    return evening(loaded, room, script, open_counts).sheet


def evening(
    loaded: Loaded,
    room: Room,
    script: Sequence[Line] = (),
    open_counts: Seconds = OPEN,
) -> Evening:
    """The same, with every moment of it."""
    return Rehearsal(loaded, room, script, open_counts).run()
