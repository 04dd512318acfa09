"""The engine: it holds the session, and `step` is the only way that time passes.

Compute what should be, compare with what was last said, say the difference. Device
callbacks reach it through the inbox alone, and no device can raise past its port.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kap_room.engine import begin as beginnings
from kap_room.engine.advance import advance, next_due
from kap_room.engine.catching import caught_up
from kap_room.engine.checkpoint import Checkpoint, Dumper
from kap_room.engine.clock import Clock
from kap_room.engine.compose import order_of
from kap_room.engine.decide import decide, name_of
from kap_room.engine.lampside import LampSide
from kap_room.engine.lighting import is_unfinished
from kap_room.engine.messages import Devices
from kap_room.engine.ports import Journal, Lights, Measurer, Message, Sound
from kap_room.engine.record import Done, Record
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.engine.view import Around, snapshot_of
from kap_room.exchange.commands import Command, MarkMoment, Note, Start
from kap_room.exchange.desk import Answer
from kap_room.exchange.events import CommandTaken
from kap_room.exchange.order import Order
from kap_room.exchange.snapshot import Snapshot
from kap_room.exchange.words import EMERGENCY, words
from kap_room.plan.music import Measure
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import Shelf

AT_LEAST: Final = Seconds(1.0)
"""The engine looks at least this often; the keeper counts on it."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the engine drives."""

    sound: Sound
    lights: Lights
    journal: Journal
    measurer: Measurer


class Engine:
    """One room. All of it runs on one thread; only `post` may be called from others."""

    def __init__(self, room: Room, clock: Clock, ports: Ports, dumper: Dumper) -> None:
        self._room = room
        self._clock = clock
        self._ports = ports
        self._inbox: deque[Message] = deque()
        self._devices = Devices(room)
        self._lamps = LampSide(ports.lights, room, self._devices)
        self._record = Record(ports.journal, dumper)
        self._session: Session | None = None
        self._order: Order | None = None
        self._ordered: Session | None = None
        self._revision = int(clock.now().reading * 1000)
        self.wake: Callable[[], None] = _nothing
        """Called, from any thread, when a message waits."""

    @property
    def session(self) -> Session | None:
        return self._session

    @property
    def has_session(self) -> bool:
        return self._session is not None and self._session.mode is not Mode.ENDED

    @property
    def reading(self) -> Seconds:
        return self._clock.now().reading

    def post(self, message: Message) -> None:
        """Leave word. A deque's append is safe from any thread."""
        self._inbox.append(message)
        self.wake()

    def begin(self, loaded: beginnings.Loaded) -> Answer:
        """Start a session that was read and checked."""
        if self.has_session:
            return Answer(ok=False, says="A session runs already. End it first.")
        moment = self._clock.now()
        # What was measured while the start waited counts from its first moment.
        self._devices.measures.update(loaded.measures)
        loaded = replace(loaded, measures=dict(self._devices.measures))
        self._lamps.forget()
        seen, before = self._devices.lamps_seen, self._session
        outcome = beginnings.begin(loaded, self._room, seen, moment, after=before)
        self._take(outcome)
        self._want_measures(outcome.session)
        self.step()
        return Answer(ok=True, says=outcome.says)

    def resume(self, checkpoint: Checkpoint, *, kept: bool) -> None:
        """Take up the session of an engine that was here before.

        `kept`: the same boot, and the room was kept meanwhile. Otherwise it comes back
        held and silent, and asks.
        """
        moment = self._clock.now()
        session = checkpoint.session
        if session.mode is Mode.ENDED and not (
            kept and session.before and is_unfinished(session, moment.reading)
        ):
            return
        if kept:
            after = Seconds(moment.reading - checkpoint.reading)
            session = caught_up(session, checkpoint.reading, moment.reading)
            outcome = beginnings.resumed(session, after)
        else:
            outcome = beginnings.woken(session, self._room, checkpoint.reading, moment)
        self._take(outcome)
        self._want_measures(outcome.session)

    def know(self, measures: Mapping[str, Measure]) -> None:
        """Measures already in the catalogue, by absolute path."""
        self._devices.measures.update(measures)

    def knows(self, file: str) -> bool:
        """Whether a file, by absolute path, has been measured."""
        return file in self._devices.measures

    def want(self, files: tuple[Path, ...]) -> None:
        """Have these measured soon."""
        self._ports.measurer.want(files)

    def first_file(self, loaded: beginnings.Loaded) -> str | None:
        """The file that a session begins with; None where it begins in silence."""
        measures = {**self._devices.measures, **loaded.measures}
        return beginnings.first_file(loaded, self._room, measures)

    def take(self, command: Command, done: Done) -> None:
        """One command. Answered at once, or when its words are durable."""
        session, moment = self._session, self._clock.now()
        if session is None or isinstance(command, Start):
            says = "No session runs. Start one first."
            done(Answer(ok=_harmless_when_idle(command), says=says))
            return
        shelf = self._shelf(session)
        self._take(advance(session, shelf, moment.reading))
        session = self._session or session
        try:
            outcome = decide(session, shelf, command, moment)
        except Refused as refused:
            done(Answer(ok=False, says=str(refused)))
            return
        self._session = outcome.session
        self.step(at_once=True)
        events = outcome.events
        if isinstance(command, (Note, MarkMoment)):
            answer = (done, outcome.says)
            self._record.keep_for(outcome.session, events, moment, answer)
            return
        taken = CommandTaken(name_of(command))
        self._record.keep(outcome.session, (taken, *events), moment)
        done(Answer(ok=True, says=outcome.says))

    def step(self, *, at_once: bool = False) -> Seconds:
        """Let time pass up to now. Returns the reading at which to step again.

        `at_once`: a command has just been obeyed, and no lamp waits for its turn.
        """
        moment = self._clock.now()
        reading = moment.reading
        self._hear()
        if self._session is None:
            self._quieten()
            return Seconds(reading + AT_LEAST)
        self._take(advance(self._session, self._shelf(self._session), reading))
        session = self._session
        self._order_sound(session)
        if not at_once:
            session = self._session = self._lamps.overdue(session, reading)
        lamps_due = self._lamps.tend(session, reading, at_once=at_once)
        if news := self._lamps.ask(session, reading):
            self._take(news)
        if reading >= self._record.due and session.mode is not Mode.ENDED:
            self._record.keep(session, (), moment)
        dues = (next_due(session), lamps_due, Seconds(reading + AT_LEAST))
        return min(due for due in dues if due is not None)

    def snapshot(self) -> Snapshot:
        reading = self._clock.now().reading
        devices = self._devices
        around = Around(
            health=devices.health.parts,
            lamp_health=devices.lamp_health,
            lamps_seen=devices.lamps_seen,
            report=devices.report,
            pids=devices.pids,
            unsaved=self._record.unsaved,
        )
        session = self._session
        if session is not None:
            session = advance(session, self._shelf(session), reading).session
        return snapshot_of(session, around, reading)

    def _shelf(self, session: Session) -> Shelf:
        return session.shelf(self._room, self._devices.measures)

    def _take(self, outcome: Outcome) -> None:
        """The session as it now is; what happened goes into the journal."""
        self._session = outcome.session
        if outcome.events:
            moment = self._clock.now()
            self._record.keep(outcome.session, outcome.events, moment)

    def _hear(self) -> None:
        """Everything in the inbox, in order."""
        for _ in range(len(self._inbox)):
            message = self._inbox.popleft()
            heard = self._devices.hear(message, self._session, self._shelf_or_none())
            if heard.anew:
                self._order = None
            for ticket in heard.written:
                self._record.written(ticket)
            for lost, says in heard.not_written:
                self._record.not_written(lost, says)
            if self._session is not None and heard.session is not None:
                self._take(Outcome(heard.session, heard.events))
            if meant := self._lamps.hear(message, self._session, self.reading):
                self._take(meant)

    def _shelf_or_none(self) -> Shelf | None:
        return None if self._session is None else self._shelf(self._session)

    def _order_sound(self, session: Session) -> None:
        if session is self._ordered and self._order is not None:
            return
        self._ordered = session
        order = order_of(session, self._shelf(session), self._revision)
        if self._order is not None and order == self._order:
            return
        self._revision += 1
        self._devices.ordered = self._revision
        self._order = replace(order, revision=self._revision)
        self._ports.sound.follow(self._order)

    def _quieten(self) -> None:
        """A player that still sounds for a session nobody knows any more."""
        report = self._devices.report
        if self._order is None and report is not None and report.decks:
            self._revision += 1
            self._order = Order(self._revision)
            self._ports.sound.follow(self._order)

    def _want_measures(self, session: Session) -> None:
        shelf = self._shelf(session)
        wanted: dict[Path, None] = {}
        for phase in session.course.phases:
            playlist = session.playlists.get(phase.playlist or "")
            for track in playlist.tracks if playlist is not None else ():
                if shelf.measure_of(track) is None:
                    wanted[Path(shelf.path_of(track))] = None
        if wanted:
            self._ports.measurer.want(tuple(wanted))


def _nothing() -> None:
    """Nobody waits yet."""


def _harmless_when_idle(command: Command) -> bool:
    """An emergency button is never refused, even where nothing sounds."""
    return words(command)[0] in EMERGENCY
