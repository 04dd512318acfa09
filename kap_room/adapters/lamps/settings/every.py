"""The settings of every dialect, and asking all lamps of a room at once.

Everything that comes back was written by a stranger: it is bounded in number and size,
and only what a dialect understands is kept. Nothing is switched.
"""

from __future__ import annotations

import queue
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.adapters.broker_line.connection import Connection
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.settings.setting import Remark, Settings
from kap_room.adapters.lamps.settings.shelly import SHELLY
from kap_room.adapters.lamps.settings.shelly1 import SHELLY1
from kap_room.adapters.lamps.settings.tasmota import TASMOTA
from kap_room.adapters.lamps.settings.unasked import ESPHOME, HOMEASSISTANT, WLED
from kap_room.adapters.lamps.settings.zigbee2mqtt import ZIGBEE2MQTT
from kap_room.plan.room import Broker, Lamp
from kap_room.plan.units import Seconds

SETTINGS: Final[Mapping[str, Settings]] = {
    "zigbee2mqtt": ZIGBEE2MQTT,
    "tasmota": TASMOTA,
    "wled": WLED,
    "homeassistant": HOMEASSISTANT,
    "esphome": ESPHOME,
    "shelly": SHELLY,
    "shelly1": SHELLY1,
}

MOST_HEARD: Final = 2_000
"""Messages. A hundred lamps answer with a few hundred."""


def remarks_on(
    broker: Broker, lamps: Iterable[Lamp], wait: Seconds
) -> Mapping[str, tuple[Remark, ...]]:
    """By the lamp's name; lamps of an unknown make have none."""
    known = tuple(lamp for lamp in lamps if lamp.speaks in SETTINGS)
    facts = ask(broker, known, wait)
    return {
        lamp.name: SETTINGS[lamp.speaks].judge(lamp, facts[lamp.name]) for lamp in known
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    lamp: Lamp
    us: str
    """A topic of our own, one for each lamp."""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return SETTINGS[self.lamp.speaks]

    @property
    def is_known(self) -> bool:
        return self.settings.wanted <= self.facts.keys()


def ask(
    broker: Broker, lamps: Iterable[Lamp], wait: Seconds
) -> Mapping[str, Mapping[str, str]]:
    """What each lamp says of itself; nothing of one that does not answer in time."""
    us = f"kap-room-check-{secrets.token_hex(4)}"
    asked = tuple(_Asked(lamp, f"{us}-{n}") for n, lamp in enumerate(lamps))
    if any(one.settings.wanted for one in asked):
        _ask(broker, asked, wait)
    return {one.lamp.name: one.facts for one in asked}


def _ask(broker: Broker, asked: tuple[_Asked, ...], wait: Seconds) -> None:
    listeners: dict[str, tuple[_Asked, ...]] = {}
    for one in asked:
        for topic in one.settings.topics(one.lamp, one.us):
            listeners[topic] = (*listeners.get(topic, ()), one)
    ear = _Ear()
    connection = Connection(broker, tuple(listeners), ear)
    connection.start()
    left = [q for one in asked for q in one.settings.questions(one.lamp, one.us)]
    try:
        until = time.monotonic() + wait
        while not all(one.is_known for one in asked):
            left = _send(connection, left)
            came = ear.next(until)
            if came is None:
                return
            topic, payload = came
            for one in listeners.get(topic, ()):
                one.facts.update(one.settings.learn(one.lamp, payload))
    finally:
        connection.close()


def _send(connection: Connection, left: list[Outgoing]) -> list[Outgoing]:
    """What is still to be asked: before the broker is found, everything."""
    for number, message in enumerate(left):
        if not connection.send(*message):
            return left[number:]
    return []


@dataclass(frozen=True, slots=True)
class _Ear:
    """Keeps what comes, up to a bound; an empty topic only wakes who waits."""

    came: queue.Queue[tuple[str, bytes]] = field(
        default_factory=lambda: queue.Queue(MOST_HEARD)
    )

    def found(self) -> None:
        self._keep("", b"")

    def lost(self, says: str) -> None:  # noqa: ARG002 (the caller knows the broker)
        self._keep("", b"")

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        # What the broker kept may be of before somebody mended it.
        if not kept:
            self._keep(topic, payload)

    def next(self, until: float) -> tuple[str, bytes] | None:
        try:
            return self.came.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return None

    def _keep(self, topic: str, payload: bytes) -> None:
        try:
            self.came.put_nowait((topic, payload))
        except queue.Full:
            return
