"""Writes the run sheet while a rehearsal goes on: what happened, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kap_room.engine.session import Marked, Session
from kap_room.exchange.events import Event, PhaseTurned, TrackBegan
from kap_room.plan.music import Order
from kap_room.plan.scene import Turn as TurnBy
from kap_room.plan.units import Decibels, Seconds
from kap_room.rehearsal.history import History
from kap_room.rehearsal.sheet import (
    FitRun,
    GivenRun,
    MarkRun,
    RampRun,
    ReminderRun,
    RunSheet,
    TrackRun,
    Turn,
)
from kap_room.timeline.entering import LEFT_OUT, crossfade_of
from kap_room.timeline.gains import static_gain
from kap_room.timeline.programme import Shelf, Sounding

ALMOST: Final = 1e-6
"""Seconds. Sums of readings are not exact; closer than this is now."""


@dataclass(frozen=True, slots=True)
class _Leads:
    """The track that leads, while it does."""

    sounding: Sounding
    phase: str
    volume: Decibels
    loudness: float | None


@dataclass
class Notes:
    turns: list[Turn] = field(default_factory=list)
    tracks: list[TrackRun] = field(default_factory=list)
    ramps: list[RampRun] = field(default_factory=list)
    reminders: dict[str, ReminderRun] = field(default_factory=dict)
    given: list[GivenRun] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _leads: _Leads | None = None
    _readings: list[Seconds] = field(default_factory=list)
    _sessions: list[Session] = field(default_factory=list)
    _volumes: dict[str, Decibels] = field(default_factory=dict)

    @property
    def history(self) -> History:
        readings, sessions = tuple(self._readings), tuple(self._sessions)
        return History(readings, sessions, dict(self._volumes))

    def take(
        self, session: Session, events: tuple[Event, ...], shelf: Shelf, now: Seconds
    ) -> None:
        """What a moment made of the session."""
        for event in events:
            if isinstance(event, PhaseTurned):
                self._turned(event, session, now)
            elif isinstance(event, TrackBegan) and session.programme.lead is not None:
                self._led(session.programme.lead, session, shelf)
        if session.programme.lead is None and self._leads is not None:
            self._close(now)
        if not self._sessions or session is not self._sessions[-1]:
            self._readings.append(now)
            self._sessions.append(session)

    def problem(self, says: str) -> None:
        """Once is enough."""
        if says not in self.problems:
            self.problems.append(says)

    def finish(self, session: Session, now: Seconds) -> RunSheet:
        """Nothing more happens; what still sounds goes with the closing fade."""
        self._close(Seconds(max(now, session.layers.quiet.ends)))
        return RunSheet(
            scene=session.scene.name,
            length_s=round(now, 3),
            turns=tuple(self.turns),
            tracks=tuple(self.tracks),
            ramps=tuple(self.ramps),
            reminders=tuple(self.reminders.values()),
            problems=tuple(self.problems),
            marks=tuple(_mark(marked) for marked in session.marks),
            given=tuple(self.given),
            fits=tuple(self._fits(session)),
        )

    def _fits(self, session: Session) -> Iterator[FitRun]:
        """Every turn out of a phase whose playlist asked to meet it.

        One that is proposed comes when it is agreed to, and nothing meets that.
        """
        phases = {phase.name: phase for phase in session.scene.phases}
        asked = {
            name
            for name, phase in phases.items()
            if phase.turn is not TurnBy.ASK
            and (playlist := session.playlists.get(phase.playlist or "")) is not None
            and playlist.order is Order.FIT
        }
        for left, turn in pairwise(self.turns):
            own = [
                track
                for track in self.tracks
                if track.phase == left.phase and left.at_s <= track.starts_s < turn.at_s
            ]
            if left.phase in asked and own:
                # The crossfade that was asked for; it is cut short to what is left.
                over = turn.at_s + crossfade_of(phases[turn.phase])
                misses = round(own[-1].over_s - LEFT_OUT - over, 3)
                yield FitRun(left.phase, turn.at_s, misses)

    def _turned(self, event: PhaseTurned, session: Session, now: Seconds) -> None:
        at = round(now, 3)
        self.turns.append(Turn(event.phase, at))
        for name, course in session.lamps.items():
            ramp = course.plan
            if abs(ramp.begins - session.position_at(now)) > ALMOST:
                continue
            lasts, end = round(ramp.lasts, 3), ramp.end
            self.ramps.append(RampRun(name, at, lasts, end.level, end.warmth))

    def _led(self, lead: Sounding, session: Session, shelf: Shelf) -> None:
        if self._leads is not None:
            self._close(Seconds(lead.starts + lead.deck.rise))
        measure, sound = shelf.measure_of(lead.track), shelf.room.sound
        own = static_gain(lead.track, measure, Decibels(0.0), sound)
        volume = Decibels(lead.deck.gain - own)
        loudness = None
        if measure is not None and math.isfinite(measure.loudness):
            gain = min(lead.deck.gain, lead.deck.most) - volume
            loudness = round(measure.loudness + gain, 2)
        self._volumes[lead.deck.name] = volume
        self._leads = _Leads(lead, _phase_of(lead, session), volume, loudness)

    def _close(self, by: Seconds) -> None:
        """What led until now is over: by then at the latest, or at its own end."""
        left = self._leads
        if left is None:
            return
        self._leads = None
        sounding = left.sounding
        run = TrackRun(
            file=sounding.track.file,
            phase=left.phase,
            starts_s=round(sounding.starts, 3),
            ends_s=round(max(sounding.starts, min(by, sounding.over_at)), 3),
            rise_s=round(sounding.deck.rise, 3),
            over_s=round(sounding.over_at, 3),
            volume_db=round(left.volume, 2),
            loudness=left.loudness,
            tags=sounding.track.tags,
        )
        self.tracks.append(run)
        told = any(says.startswith(f"{run.file} ") for says in self.problems)
        if not sounding.measured and not told:
            self.problem(f"{run.file} is not measured: it counts as five minutes.")


def _mark(marked: Marked) -> MarkRun:
    return MarkRun(marked.mark.value, round(marked.reading, 3))


def _phase_of(lead: Sounding, session: Session) -> str:
    """The phase that it belongs to: the coming one's may begin a little early."""
    course = session.course
    coming = course.following
    early = coming is not None and coming.playlist == lead.playlist
    if course.phase.playlist != lead.playlist and early and coming is not None:
        return coming.name
    return course.phase.name
