"""Runs a scene on a virtual clock, from one thing due to the next.

An open phase is ended, after the length that it is to count as, by the mark that it
waits for, or by hand where it waits for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kap_room.engine.advance import advance, next_due
from kap_room.engine.begin import Loaded, begin
from kap_room.engine.clock import VirtualClock
from kap_room.engine.decide import decide
from kap_room.engine.reminders import Due, due_reminders
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.exchange.commands import Button, Command, Press, Seen
from kap_room.exchange.events import Event, PhaseTurned, TrackBegan
from kap_room.plan.look import ALL
from kap_room.plan.room import Lamp, Room
from kap_room.plan.units import Seconds
from kap_room.rehearsal.script import Line
from kap_room.rehearsal.sheet import RampRun, ReminderRun, RunSheet, TrackRun, Turn
from kap_room.timeline.programme import Shelf, Sounding

LONGEST: Final = Seconds(24 * 3600.0)
"""A rehearsal that is not over by then has a plan that never ends."""

OPEN: Final = Seconds(600.0)

ALMOST: Final = 1e-6
"""Seconds. Sums of readings are not exact; closer than this is now."""

EVERY_LAMP: Final = Lamp(ALL, "", "")


@dataclass
class _Sheet:
    """The run sheet while it is being written."""

    turns: list[Turn] = field(default_factory=list)
    tracks: list[TrackRun] = field(default_factory=list)
    ramps: list[RampRun] = field(default_factory=list)
    reminders: dict[str, ReminderRun] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    leads: Sounding | None = None
    leads_in: str = ""


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
        self._sheet = _Sheet(problems=list(loaded.says))

    def run(self) -> RunSheet:
        outcome = begin(self._loaded, self._room, {}, self._clock.now())
        session = self._note(outcome)
        while session.mode is not Mode.ENDED:
            due = self._next(session)
            if due is None or due > LONGEST:
                self._sheet.problems.append("The plan does not end within a day.")
                break
            self._clock.advance_to(due)
            session = self._pass(session)
        return self._finish(session)

    def _pass(self, session: Session) -> Session:
        """Everything that is due at the present reading."""
        reading = self._clock.now().reading
        session = self._note(advance(session, self._shelf(session), reading))
        while self._script and self._script[0].at <= reading:
            session = self._give(session, self._script.pop(0).command)
        open_due = self._open_due(session)
        if open_due is not None and open_due <= reading:
            ends_on = session.course.phase.ends_on
            command: Command = Press(Button.NEXT_PHASE)
            if session.course.following is None:
                command = Press(Button.END)
            elif ends_on is not None:
                command = Seen(ends_on)
            session = self._give(session, command)
        for due in due_reminders(session, reading):
            if due.due_in <= ALMOST and due.name not in self._sheet.reminders:
                run = ReminderRun(round(reading + due.due_in, 3), due.reminder.says)
                self._sheet.reminders[due.name] = run
        return session

    def _give(self, session: Session, command: Command) -> Session:
        try:
            moment = self._clock.now()
            outcome = decide(session, self._shelf(session), command, moment)
        except Refused as refused:
            self._sheet.problems.append(str(refused))
            return session
        return self._note(outcome)

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
        """When an open phase has lasted as long as it counts, if nobody ends it."""
        if session.mode is not Mode.RUNNING or session.course.ends is not None:
            return None
        mark = session.course.phase.ends_on
        coming = [line.command for line in self._script]
        if any(isinstance(each, Seen) and each.mark is mark for each in coming):
            return None
        begins = session.course.begins
        return session.transport.reading_of(Seconds(begins + self._open))

    def _note(self, outcome: Outcome) -> Session:
        session = outcome.session
        for event in outcome.events:
            self._note_event(session, event)
        return session

    def _note_event(self, session: Session, event: Event) -> None:
        reading = self._clock.now().reading
        sheet = self._sheet
        if isinstance(event, PhaseTurned):
            sheet.turns.append(Turn(event.phase, round(reading, 3)))
            for name, course in session.lamps.items():
                ramp = course.plan
                if abs(ramp.begins - session.position_at(reading)) > ALMOST:
                    continue
                at, lasts = round(reading, 3), round(ramp.lasts, 3)
                end = ramp.end
                sheet.ramps.append(RampRun(name, at, lasts, end.level, end.warmth))
        elif isinstance(event, TrackBegan):
            lead = session.programme.lead
            self._close_track(lead)
            sheet.leads, sheet.leads_in = lead, session.course.phase.name

    def _close_track(self, by: Sounding | None) -> None:
        """What led until now is over: yielded to the next, or at its end."""
        left = self._sheet.leads
        if left is None:
            return
        ends: float = left.over_at
        if by is not None:
            ends = min(ends, by.starts + by.deck.rise)
        starts = round(left.starts, 3)
        phase = self._sheet.leads_in
        run = TrackRun(left.track.file, phase, starts, round(ends, 3))
        self._sheet.tracks.append(run)
        if not left.measured:
            says = f"{left.track.file} is not measured: it counts as five minutes."
            if says not in self._sheet.problems:
                self._sheet.problems.append(says)

    def _finish(self, session: Session) -> RunSheet:
        length = self._clock.now().reading
        if self._sheet.leads is not None:
            over = min(self._sheet.leads.over_at, session.layers.quiet.ends)
            over = max(over, length)
            left = self._sheet.leads
            self._sheet.leads = _over(left, Seconds(over))
        self._close_track(None)
        return RunSheet(
            scene=session.scene.name,
            length_s=round(length, 3),
            turns=tuple(self._sheet.turns),
            tracks=tuple(self._sheet.tracks),
            ramps=tuple(self._sheet.ramps),
            reminders=tuple(self._sheet.reminders.values()),
            problems=tuple(self._sheet.problems),
        )

    def _shelf(self, session: Session) -> Shelf:
        return session.shelf(self._room, self._loaded.measures)


def on_body(due: Due) -> bool:
    """Whether it comes on the body clock, which nothing stops."""
    return due.reminder.after_dose is not None


def _over(sounding: Sounding, at: Seconds) -> Sounding:
    return replace(sounding, over_at=Seconds(min(sounding.over_at, at)))


def rehearse(
    loaded: Loaded,
    room: Room,
    script: Sequence[Line] = (),
    open_counts: Seconds = OPEN,
) -> RunSheet:
    """The whole session on paper."""
    return Rehearsal(loaded, room, script, open_counts).run()
