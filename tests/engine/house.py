"""A room, a scene and music on paper, and an engine in them with recording ports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kap_room.engine.begin import Loaded
from kap_room.engine.checkpoint import Dumper
from kap_room.engine.clock import VirtualClock
from kap_room.engine.engine import Engine, Ports
from kap_room.engine.ports import Entry, PlayerSaid, Written
from kap_room.engine.session import Session
from kap_room.exchange.commands import Button, Command, Press
from kap_room.exchange.desk import Answer
from kap_room.exchange.order import DeckOrder, DeckReport, Order, PlayerReport
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.look import Light
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds

MUSIC = Path("/music")

LONG = 120.0

ROOM = Room(
    name="Test room",
    music=MUSIC,
    broker=Broker(),
    lamps=(
        Lamp("ceiling", "zigbee2mqtt", "zigbee2mqtt/ceiling"),
        Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor"),
    ),
    arm_light={"floor": Light(Level(0.7))},
    walk_light={"floor": Light(Level(0.3))},
)

LOOKS = {
    "welcome": {"all": Light(Level(0.6), Kelvin(2700))},
    "dusk": {"all": Light(Level(0.2), Kelvin(2200))},
    "night": {"all": Light(Level(0.05), Kelvin(2000)), "floor": Light(Level(0.01))},
    "dawn": {"all": Light(Level(0.15), Kelvin(2200))},
}

SCENE = Scene(
    name="Four phases",
    looks=LOOKS,
    phases=(
        Phase("arrival", None, Mark.DOSE, "arrival", Decibels(-6), "welcome"),
        Phase("onset", Seconds(900), None, "onset", look="dusk", ramp=Seconds(600)),
        Phase("peak", Seconds(2400), Mark.RETURNING, "peak", look="night"),
        Phase("return", Seconds(3600), None, "return", look="dawn", ramp=Seconds(1200)),
    ),
)


def playlist(name: str, tracks: int = 4) -> Playlist:
    made = [Track(f"{name}/{n}.flac", intensity=n % 5 + 1) for n in range(tracks)]
    return Playlist(name, tuple(made))


def measures(playlists: Mapping[str, Playlist], length: float) -> dict[str, Measure]:
    measure = Measure(Seconds(length), Decibels(-20.0), Decibels(-6.0))
    tracks = [track for each in playlists.values() for track in each.tracks]
    return {str(MUSIC / track.file): measure for track in tracks}


def loaded(scene: Scene = SCENE, length: float = 300.0, tracks: int = 4) -> Loaded:
    names = {phase.playlist for phase in scene.phases if phase.playlist}
    playlists = {name: playlist(name, tracks) for name in sorted(names)}
    known = measures(playlists, length)
    return Loaded("test", scene, playlists, known, "heron", "a therapist")


@dataclass
class RecordingSound:
    clock: VirtualClock
    orders: list[Order] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    """When each order was given."""

    def follow(self, order: Order) -> None:
        self.orders.append(order)
        self.readings.append(self.clock.now().reading)


@dataclass(frozen=True)
class Step:
    """One message to one lamp."""

    at: float
    lamp: str
    light: Light
    over: float


@dataclass
class RecordingLights:
    clock: VirtualClock
    steps: list[Step] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    broker_is_there: bool = True

    def ask(self, lamp: str) -> bool:
        if self.broker_is_there:
            self.asked.append(lamp)
        return self.broker_is_there

    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        if self.broker_is_there:
            reading = self.clock.now().reading
            self.steps.append(Step(reading, lamp, light, over))
        return self.broker_is_there

    def close(self) -> None:
        self.broker_is_there = False


@dataclass
class RecordingJournal:
    """A disk that is as quick as it is told to be."""

    entries: list[Entry] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    tickets: list[int] = field(default_factory=list)

    def write(
        self, entries: tuple[Entry, ...], checkpoint: str | None, ticket: int | None
    ) -> None:
        self.entries.extend(entries)
        if checkpoint is not None:
            self.checkpoints.append(checkpoint)
        if ticket is not None:
            self.tickets.append(ticket)


@dataclass
class RecordingMeasurer:
    wanted: list[Path] = field(default_factory=list)

    def want(self, files: tuple[Path, ...]) -> None:
        self.wanted.extend(files)


class House:
    """An engine on a virtual clock, with everything that it says kept."""

    def __init__(self, room: Room = ROOM) -> None:
        self.clock = self.make_clock()
        self.sound = RecordingSound(self.clock)
        self.lights = self.make_lights()
        self.journal = RecordingJournal()
        self.measurer = RecordingMeasurer()
        ports = Ports(self.sound, self.lights, self.journal, self.measurer)
        self.engine = Engine(room, self.clock, ports, Dumper("boot", "keeper"))
        self.answers: list[Answer] = []

    def make_clock(self) -> VirtualClock:
        return VirtualClock(Seconds(1000.0))

    def make_lights(self) -> RecordingLights:
        return RecordingLights(self.clock)

    def begin(self, files: Loaded | None = None) -> Answer:
        return self.engine.begin(files or loaded())

    def give(self, command: Command) -> Answer | None:
        """The answer, or None while it waits for the disk."""
        before = len(self.answers)
        self.engine.take(command, self.answers.append)
        return self.answers[-1] if len(self.answers) > before else None

    def wait(self, seconds: float, *, by: float | None = None) -> None:
        """Let time pass, stepping whenever the engine wants to (or every `by`).

        A long while is passed in steps of five seconds: the engine may be late.
        """
        if by is None and seconds > LONG:
            by = 5.0
        end = self.clock.now().reading + seconds
        while (reading := self.clock.now().reading) < end:
            due = self.engine.step()
            due = due if by is None else Seconds(reading + by)
            due = Seconds(max(due, reading + 0.001))
            self.clock.advance_to(Seconds(min(end, due)))
        self.engine.step()

    def disk_writes(self) -> None:
        for ticket in self.journal.tickets:
            self.engine.post(Written(ticket))
        self.journal.tickets.clear()
        self.engine.step()

    @property
    def order(self) -> Order:
        return self.sound.orders[-1]

    @property
    def reading(self) -> Seconds:
        return self.clock.now().reading

    @property
    def session(self) -> Session:
        session = self.engine.session
        assert session is not None
        return session

    @property
    def view(self) -> Snapshot:
        return self.engine.snapshot()

    @property
    def phase(self) -> str | None:
        """The phase that is now; None when the session is over."""
        view = self.view.phase
        return None if view is None else view.name

    @property
    def playing(self) -> str | None:
        """The file that leads."""
        track = self.view.sound.track
        return None if track is None else track.file

    def press(self, *buttons: Button) -> Answer:
        """One after the other, at the same moment; the last one's answer."""
        for button in buttons:
            answer = self.give(Press(button))
        assert answer is not None
        return answer

    def level(self, lamp: str) -> float:
        level = self.view.lights[lamp].level
        assert level is not None
        return level

    def told(self, lamp: str) -> list[Step]:
        return [step for step in self.lights.steps if step.lamp == lamp]

    def master(self, reading: float | None = None) -> float:
        """All master fades of the last order together, in decibels."""
        at = Seconds(self.reading if reading is None else reading)
        return sum(fade.gain_at(at) for fade in self.order.master)

    def events(self, kind: str) -> list[dict[str, object]]:
        entries = self.journal.entries
        return [json.loads(each.data) for each in entries if each.kind == kind]

    def report(
        self, lead: str | None, *decks: DeckReport, revision: int | None = None
    ) -> PlayerReport:
        if revision is None:
            revision = self.order.revision if self.sound.orders else 0
        return PlayerReport(revision, self.reading, lead, decks, "ok", 42)

    def hear(self, report: PlayerReport) -> None:
        self.engine.post(PlayerSaid(report))
        self.engine.step()

    def player_plays(self) -> None:
        """A report of a player that does just as it was told."""
        decks = self.order.decks
        lead = decks[-1].deck if decks else None
        said = [deck_report(d, self.reading - d.starts + d.begins) for d in decks]
        self.hear(self.report(lead, *said))


def deck_report(
    order: DeckOrder, position: float, state: str = "sounding"
) -> DeckReport:
    rose = order.starts if state == "sounding" else None
    place = Seconds(position)
    gain = Decibels(0.0)
    return DeckReport(order.deck, order.file, state, place, None, rose, gain)


def shorter(scene: Scene, **lengths: float) -> Scene:
    phases = [
        replace(p, lasts=Seconds(lengths[p.name])) if p.name in lengths else p
        for p in scene.phases
    ]
    return replace(scene, phases=tuple(phases))
