"""The room at the broker as a device: announced, told of, and asked a little.

On a line of its own, because the broker says `offline` for it when this computer is
gone. Commands are taken only as they are made: what the broker had kept, and whatever
comes in the first moment of a connection, is of another time.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner, Will
from kap_room.adapters.controls.asking import Asks
from kap_room.adapters.homeassistant.announcing import announcement
from kap_room.adapters.homeassistant.asked import moved, pressed
from kap_room.adapters.homeassistant.names import Topics, fitting
from kap_room.adapters.homeassistant.telling import (
    OFFLINE,
    ONLINE,
    Told,
    is_due,
    payload_of,
    state_of,
)
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.room import Broker, Room
from kap_room.plan.units import Seconds

BY: Final = "Home Assistant"

SETTLING: Final = Seconds(1.0)
"""A bridge between two brokers may lose the flag of what it had kept."""

AGAIN: Final = Seconds(1.0)
"""Between two announcements, however often Home Assistant says that it has started."""

_log = logging.getLogger(__name__)


def topics_of(room: Room, wanted: HomeAssistant) -> Topics:
    return Topics(fitting(room.name), wanted.discovery)


class RoomAtHome:
    def __init__(
        self, room: Room, broker: Broker, wanted: HomeAssistant, asks: Asks
    ) -> None:
        self._topics = topics_of(room, wanted)
        self._may, self._asks = wanted.may, asks
        self._config = announcement(room.name, self._topics, wanted.may)
        self._lock = threading.Lock()
        self._told: Told | None = None
        self._told_at = self._found_at = self._announced_at = Seconds(float("-inf"))
        self._state: Told | None = None
        topics = [self._topics.birth]
        if wanted.may:
            topics += [self._topics.command, self._topics.volume]
        will = Will(self._topics.availability, OFFLINE)
        manner = Manner("home assistant", qos=0, will=will)
        self._connection = Connection(broker, topics, self, manner=manner)

    def start(self) -> None:
        self._connection.start()

    def show(self, snapshot: Snapshot) -> None:
        """From the engine's loop, at every change and once a second."""
        state = state_of(snapshot)
        with self._lock:
            self._state = state
            if is_due(state, self._told, Seconds(_now() - self._told_at)):
                self._tell(state)

    def close(self) -> None:
        """Say that nobody is here any more, and leave."""
        self._connection.send(self._topics.availability, OFFLINE, keep=True)
        self._connection.close()

    def announce(self) -> None:
        """Once more, from any thread; where there is no broker, when there is one."""
        with self._lock:
            self._announce()

    def found(self) -> None:
        self._found_at = _now()
        self.announce()

    def lost(self, says: str) -> None:
        _log.info("Home Assistant is told nothing at present: %s", says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        if kept:
            return
        if topic == self._topics.birth:
            if payload == ONLINE and _now() - self._announced_at >= AGAIN:
                self.announce()
            return
        if _now() - self._found_at < SETTLING:
            return
        read = moved if topic == self._topics.volume else pressed
        command = read(payload, self._may)
        if command is not None:
            self._asks.ask(command, BY)

    def _announce(self) -> None:
        self._announced_at = _now()
        self._connection.send(self._topics.config, self._config, keep=True)
        self._connection.send(self._topics.availability, ONLINE, keep=True)
        if self._state is not None:
            self._tell(self._state)

    def _tell(self, state: Told) -> None:
        if self._connection.send(self._topics.state, payload_of(state), keep=True):
            self._told, self._told_at = state, _now()


def _now() -> Seconds:
    return Seconds(time.monotonic())
