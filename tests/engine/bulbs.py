"""Lamps on the virtual clock, each with its vices, and a house that they hang in."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from typing_extensions import override

from kap_room.engine.ports import LampFound, LampSaid, Message
from kap_room.plan.look import Light
from kap_room.plan.room import Dimming, Lamp, Room
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.engine.house import ROOM, House, RecordingLights


@dataclass(frozen=True)
class Vices:
    """What devices do, and none of it is a hand."""

    scale: int = 254
    """How many steps of brightness it has."""
    square: bool = False
    optimistic: bool = True
    """It, or its bridge, reports what it was told before it does it."""
    interim: bool = True
    late: float = 0.0
    """Reports come up to so much later."""
    twice: bool = False
    ignores: bool = False
    """What it is told while it moves."""
    deaf: float = 0.0
    """The part of what it is told that it never hears."""
    warmest: float = 1000.0
    """It cannot show a warmth below this, and shows this instead."""


@dataclass
class Bulb:
    name: str
    vices: Vices
    dice: random.Random
    start: float = 0.6
    end: float = 0.6
    warmth: float = 2700.0
    begins: float = 0.0
    over: float = 0.0
    answers: bool = True

    def level_at(self, reading: float) -> float:
        """In its own scale it moves evenly."""
        part = 1.0
        if reading < self.begins + self.over:
            part = max(0.0, reading - self.begins) / self.over
        low, high = self._bent(self.start), self._bent(self.end)
        value = low + (high - low) * part
        steps = round(value * self.vices.scale)
        if value > 0.0:
            steps = max(1, steps)
        glows = steps / self.vices.scale
        return glows**2 if self.vices.square else glows

    def _bent(self, level: float) -> float:
        return math.sqrt(level) if self.vices.square else level

    def told(self, light: Light, over: float, reading: float) -> None:
        if self.dice.random() < self.vices.deaf:
            return
        if self.vices.ignores and reading < self.begins + self.over:
            return
        if light.level is not None:
            self.start, self.end = self.level_at(reading), light.level
            self.begins, self.over = reading, over
        if light.warmth is not None:
            self.warmth = max(self.vices.warmest, light.warmth)

    def hand(self, level: float, reading: float) -> None:
        self.start = self.end = level
        self.begins, self.over = reading, 0.0


@dataclass
class BulbLights(RecordingLights):
    """A broker with bulbs behind it."""

    bulbs: dict[str, Bulb] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: list[tuple[float, int, Message | tuple[str, float]]] = field(
        default_factory=list
    )
    serial: count[int] = field(default_factory=count)

    @override
    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        if not super().show(lamp, light, over):
            return False
        for name in self.members.get(lamp, (lamp,)):
            self._told(self.bulbs[name], light, over)
        return True

    @override
    def ask(self, lamp: str) -> bool:
        if super().ask(lamp) and self.bulbs[lamp].answers:
            self.report_at(self.clock.now().reading + 0.05, lamp)
        return self.broker_is_there

    def _told(self, bulb: Bulb, light: Light, over: float) -> None:
        reading = self.clock.now().reading
        bulb.told(light, over, reading)
        if not bulb.answers:
            return
        if bulb.vices.optimistic:
            said = LampSaid(bulb.name, light.level, light.warmth)
            self._at(reading + 0.05, said, bulb)
        if bulb.vices.interim:
            for part in (0.3, 0.7):
                self.report_at(reading + part * over, bulb.name)
        self.report_at(reading + over + 0.1, bulb.name)

    def report_at(self, reading: float, lamp: str) -> None:
        """What it is at that moment, said then or a little later."""
        heapq.heappush(self.waiting, (reading, next(self.serial), (lamp, reading)))

    def _at(self, reading: float, said: Message, bulb: Bulb) -> None:
        vices = bulb.vices
        late = bulb.dice.random() * vices.late
        for extra in (0.0, 0.4) if vices.twice else (0.0,):
            when = reading + late + extra
            heapq.heappush(self.waiting, (when, next(self.serial), said))

    def due(self) -> float:
        return self.waiting[0][0] if self.waiting else math.inf

    def said_by(self, reading: float) -> list[Message]:
        """Everything that the engine hears by now."""
        said: list[Message] = []
        while self.due() <= reading:
            when, _, what = heapq.heappop(self.waiting)
            if not isinstance(what, tuple):
                said.append(what)
                continue
            bulb = self.bulbs[what[0]]
            if not bulb.answers:
                continue
            level = Level(bulb.level_at(when))
            word = LampSaid(bulb.name, level, Kelvin(bulb.warmth))
            self._at(when, word, bulb)
        return said if self.broker_is_there else []


class LivedIn(House):
    """A house whose lamps answer."""

    def __init__(
        self, room: Room = ROOM, vices: Iterable[Vices] = (), seed: int = 1
    ) -> None:
        super().__init__(room)
        each = list(vices) or [Vices()]
        bulbs = {
            lamp.name: Bulb(lamp.name, each[n % len(each)], dice(seed + n))
            for n, lamp in enumerate(room.lamps)
        }
        self.lights: BulbLights = self.lights
        self.lights.bulbs.update(bulbs)
        self.lights.members.update(
            {name: room.groups[name] for name in room.group_lamps}
        )

    @override
    def make_lights(self) -> BulbLights:
        return BulbLights(self.clock)

    def speak(self) -> None:
        """Every lamp says what it is."""
        for name, bulb in self.lights.bulbs.items():
            level = Level(bulb.level_at(self.reading))
            self.engine.post(LampSaid(name, level, Kelvin(bulb.warmth)))
        self.engine.step()

    @override
    def wait(self, seconds: float, *, by: float | None = None) -> None:
        """Let time pass from one thing due to the next, and to the lamps' words."""
        end = self.reading + seconds
        while (reading := self.reading) < end:
            due = self.engine.step() if by is None else Seconds(reading + by)
            due = Seconds(max(due, reading + 0.001))
            self.clock.advance_to(Seconds(min(end, due, self.lights.due())))
            for said in self.lights.said_by(self.reading):
                self.engine.post(said)
        self.engine.step()

    def hand(self, lamp: str, level: float) -> None:
        """Somebody turns a lamp at the wall."""
        self.lights.bulbs[lamp].hand(level, self.reading)
        self.lights.report_at(self.reading + 0.1, lamp)

    def power_blip(self, lamp: str, level: float = 1.0) -> None:
        """Power goes and comes; the lamp announces itself and says what it is."""
        self.hand(lamp, level)
        self.engine.post(LampFound(lamp))
        self.engine.step()

    @property
    def by_hand(self) -> list[str]:
        """The lamps that the journal says a hand took, in order."""
        return [str(each["lamp"]) for each in self.events("LampByHand")]

    def glows(self, lamp: str) -> float:
        return self.lights.bulbs[lamp].level_at(self.reading)


def dice(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311 - nothing here is a secret


def lamps(number: int, vices: Vices | None = None) -> tuple[Lamp, ...]:
    square = vices is not None and vices.square
    dimming = Dimming.SQUARE if square else Dimming.LINEAR
    names = [f"lamp{n}" for n in range(number)]
    return tuple(Lamp(n, "zigbee2mqtt", f"z/{n}", dimming=dimming) for n in names)
