"""Lamps of any dialect and any vice at a broker, in the test's own process.

Each keeps every word that it was told and everything that it was, so that a test can
ask what came out of it at any moment, also between two looks.
"""

from __future__ import annotations

import math
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import TracebackType
from typing import Self

from kap_room.adapters.virtual_lamps.bridge import VirtualBridge
from kap_room.adapters.virtual_lamps.bulb import Command, Glow, PowerOn
from kap_room.adapters.virtual_lamps.device import (
    REPORTS_EVERY,
    Device,
    new_device,
)
from kap_room.adapters.virtual_lamps.lamp import VirtualLamp
from kap_room.adapters.virtual_lamps.makes import BASE, Description, description_of
from kap_room.adapters.virtual_lamps.vices import NONE, Vice
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Seconds
from tests.rig.broker import PATIENCE, put_away

TICK = 0.02

FLASH = 2.0
"""Seconds within which no lamp may turn round twice."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message to a lamp, of whatever kind."""

    reading: float
    topic: str
    payload: bytes
    kept: bool
    """The broker had kept it: no command may ever be."""


@dataclass
class Record:
    """All that happened to one lamp."""

    tells: list[Told] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)

    def told(self, reading: Seconds, topic: str, payload: bytes, *, kept: bool) -> None:
        self.tells.append(Told(reading, topic, payload, kept))

    def became(self, reading: Seconds, device: Device) -> None:
        self.devices.append(device)
        self.readings.append(reading)


class RiggedLamp:
    def __init__(
        self,
        described: Description,
        now: Callable[[], Seconds],
        reports_every: Seconds,
    ) -> None:
        self._now = now
        self._described = described
        self._record = Record()
        vices, power_on = described.vices, described.power_on
        device = new_device(described.make, vices, now(), power_on)
        device = replace(device, reports_every=reports_every)
        self.virtual = VirtualLamp(device, now=now, witness=self._record)

    @property
    def lamp(self) -> Lamp:
        """As a room file would have it."""
        return lamp_of(self._described)

    @property
    def told(self) -> tuple[Told, ...]:
        return tuple(self._record.tells)

    @property
    def commands(self) -> tuple[Told, ...]:
        """What it was told that moved it, or would have moved a better lamp."""
        return tuple(x for x in self.told if not _is_question(x))

    @property
    def glow(self) -> Glow:
        """Now."""
        return self.glow_at(self._now())

    @property
    def glide(self) -> Seconds:
        """How long the glide lasts that it began last."""
        return self.virtual.device.bulb.lasts

    def glow_at(self, reading: float) -> Glow:
        """At any moment since it began; in the future, unless it is told more."""
        record = self._record
        place = max(0, bisect_right(record.readings, reading) - 1)
        return record.devices[place].glow_at(Seconds(reading))

    def levels(
        self, since: float, until: float, every: float = 0.05
    ) -> tuple[float, ...]:
        count = int((until - since) / every) + 1
        return tuple(self.glow_at(since + n * every).level for n in range(count))

    def flashes(self, since: float, until: float, every: float = 0.05) -> int:
        """How often it turned round by a tenth twice within two seconds (L1)."""
        turns = [place * every for place in turns_of(self.levels(since, until, every))]
        return sum(later - sooner < FLASH for sooner, later in pairwise(turns))

    def move(
        self,
        level: float | None = None,
        mired: float | None = None,
        *,
        on: bool | None = True,
        over: float = 0.0,
    ) -> None:
        """By a hand at the wall."""
        self.virtual.move(Command(on, level, mired, Seconds(over)))

    def cut_power(self, *, noticed: bool = True) -> None:
        self.virtual.cut_power(noticed=noticed)

    def return_power(self) -> None:
        self.virtual.return_power()

    def blip(self, *, noticed: bool = False) -> None:
        """Without power for a moment, which nobody may have noticed."""
        self.cut_power(noticed=noticed)
        self.return_power()

    def freeze(self) -> None:
        """It hears nothing, does nothing, says nothing, and counts as online."""
        self.virtual.become(self._described.vices | {Vice.FROZEN})

    def thaw(self) -> None:
        self.virtual.become(self._described.vices)

    def forget(self) -> None:
        """What it was told so far."""
        self._record.tells.clear()


class Lamps:
    """Described as for the demo's process: `floor:tasmota:late+twice`."""

    def __init__(
        self,
        port: int,
        *lamps: str,
        groups: Mapping[str, tuple[str, ...]] | None = None,
        power_on: PowerOn | None = None,
        now: Callable[[], Seconds] = lambda: Seconds(time.monotonic()),
        reports_every: float = REPORTS_EVERY,
    ) -> None:
        self._port = port
        self._groups = dict(groups or {})
        described = [description_of(x, "zigbee2mqtt", NONE, BASE) for x in lamps]
        described += [Description(group) for group in self._groups]
        every = Seconds(reports_every)
        self._lamps = {
            x.name: RiggedLamp(self._completed(x, power_on), now, every)
            for x in described
        }
        own = [x.name for x in described if x.speaks == "zigbee2mqtt"]
        own = [name for name in own if name not in self._groups]
        self._bridge = VirtualBridge(BASE, own, self._groups) if own else None
        self._things = ExitStack()
        self._leaving = threading.Event()

    def __enter__(self) -> Self:
        """Returns when every lamp hears what it is told."""
        for lamp in self._lamps.values():
            lamp.virtual.join("127.0.0.1", self._port)
            self._things.callback(lamp.virtual.leave)
        if self._bridge is not None:
            self._bridge.join("127.0.0.1", self._port)
            self._things.callback(_leave, self._bridge)
        ticking = threading.Thread(target=self._tick)
        ticking.start()
        self._things.callback(ticking.join)
        self._things.callback(self._leaving.set)
        patience = Seconds(PATIENCE)
        assert all(lamp.virtual.is_there(patience) for lamp in self._lamps.values())
        assert self._bridge is None or self._bridge.is_there(patience)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._things.close()

    def __getitem__(self, name: str) -> RiggedLamp:
        return self._lamps[name]

    @property
    def lamps(self) -> tuple[Lamp, ...]:
        """As a room file would have them, without the groups."""
        lamps = self._lamps.items()
        return tuple(each.lamp for name, each in lamps if name not in self._groups)

    @property
    def group_lamps(self) -> Mapping[str, Lamp]:
        return {name: self._lamps[name].lamp for name in self._groups}

    def _completed(
        self, described: Description, power_on: PowerOn | None
    ) -> Description:
        own = (name for name, all_ in self._groups.items() if described.name in all_)
        return replace(described, power_on=power_on, groups=tuple(own))

    def _tick(self) -> None:
        while not self._leaving.wait(TICK):
            for lamp in self._lamps.values():
                lamp.virtual.tick()


def _leave(bridge: VirtualBridge) -> None:
    bridge.leave()
    put_away(bridge._client)  # noqa: SLF001 - its last word is said


def lamp_of(described: Description) -> Lamp:
    topics = described.topics
    return Lamp(
        described.name,
        described.speaks,
        topics.get("topic") or topics["state topic"],
        command_topic=topics.get("command topic"),
        availability_topic=topics.get("availability topic"),
        can=_can(described),
    )


def turns_of(levels: Sequence[float], by: float = 0.1) -> tuple[int, ...]:
    """The places at which something turned round by at least this much."""
    way, furthest = 0.0, levels[0]
    places = []
    for place, level in enumerate(levels):
        apart = level - furthest
        if way == 0.0:
            way = math.copysign(1.0, apart) if abs(apart) >= by else 0.0
            furthest = level if way else furthest
        elif apart * way >= 0.0:
            furthest = level
        elif abs(apart) >= by:
            places.append(place)
            way, furthest = -way, level
    return tuple(places)


def _can(described: Description) -> Ability:
    if Vice.SWITCH in described.vices:
        return Ability.SWITCH
    if Vice.COLOURLESS in described.vices or described.speaks == "shelly":
        return Ability.DIM
    return Ability.WARMTH


def _is_question(told: Told) -> bool:
    asks = (b"GetStatus", b"GetConfig", b"GetDeviceInfo", b"update", b"status_update")
    last = told.topic.rsplit("/", 1)[-1].lower()
    is_asked = any(word in told.payload for word in asks)
    return is_asked or last in {"get", "state"} or told.payload == b""
