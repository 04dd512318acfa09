"""The room at the broker as a device: announced, told of, and asked a little.

On a line of its own, because the broker says `offline` for it when this computer is
gone. Commands are taken only as they are made: what the broker had kept, and whatever
comes in the first moment of a connection, is of another time. Nothing is said before
it is known that no other room speaks under this name.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner, Will
from kap_room.adapters.controls.asking import Asks
from kap_room.adapters.homeassistant.asked import moved, pressed
from kap_room.adapters.homeassistant.device import Device
from kap_room.adapters.homeassistant.identity import mark_in
from kap_room.adapters.homeassistant.telling import (
    OFFLINE,
    ONLINE,
    Told,
    is_due,
    payload_of,
    state_of,
)
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

BY: Final = "Home Assistant"

SETTLING: Final = Seconds(1.0)
"""A bridge between two brokers may lose the flag of what it had kept."""

LOOKING: Final = Seconds(0.3)
"""What the broker keeps under our name comes with its answer, in milliseconds."""

AGAIN: Final = Seconds(1.0)
"""Between two announcements, however often Home Assistant says that it has started."""

MOST_ANSWERS: Final = 5
"""To another room that speaks under our name, in one connection: no quarrel."""

WINDOW: Final = Seconds(1.0)

MOST_LOOKS: Final = 20
"""At announcements under our name, in a window."""

_log = logging.getLogger(__name__)


class RoomAtHome:
    def __init__(
        self, device: Device, broker: Broker, asks: Asks, first: Callable[[], None]
    ) -> None:
        """`first` is called before each announcement, on a thread of no matter."""
        self._device, self._topics = device, device.topics
        self._may, self._asks, self._first = device.may, asks, first
        self._config = device.config
        self._lock = threading.Lock()
        self._told: Told | None = None
        self._told_at = self._found_at = self._announced_at = Seconds(float("-inf"))
        self._state: Told | None = None
        self._speaks = self._has_spoken = self._leaves = False
        self._answers = 0
        self._is_taken = threading.Event()
        self._looks, self._looks_since = 0, Seconds(0.0)
        topics = [self._topics.birth, self._topics.config]
        if device.may:
            topics += [self._topics.command, self._topics.volume]
        will = Will(self._topics.availability, OFFLINE)
        manner = Manner("home assistant", qos=0, will=will)
        self._connection = Connection(broker, topics, self, manner=manner)

    def start(self) -> None:
        self._connection.start()

    @property
    def is_taken(self) -> bool:
        """Another room speaks under this name, and goes on doing so."""
        return self._is_taken.is_set()

    def show(self, snapshot: Snapshot) -> None:
        """From the engine's loop, at every change and once a second."""
        state = state_of(snapshot)
        with self._lock:
            self._state = state
            since = Seconds(_now() - self._told_at)
            if self._speaks and is_due(state, self._told, since):
                self._tell(state)

    def close(self) -> None:
        """Say that nobody is here any more, and leave."""
        with self._lock:
            self._leaves, self._speaks = True, False
        if self._has_spoken and not self.is_taken:
            self._connection.send(self._topics.availability, OFFLINE, keep=True)
        self._connection.close()

    def announce(self) -> None:
        """Once more, from any thread; where there is no broker, when there is one."""
        with self._lock:
            if self._speaks:
                self._announce()

    def found(self) -> None:
        self._found_at = _now()
        with self._lock:
            self._speaks, self._answers = False, 0
        looking = threading.Timer(LOOKING, self._begin, [self._found_at])
        looking.daemon = True
        looking.start()

    def lost(self, says: str) -> None:
        _log.info("Home Assistant is told nothing at present: %s", says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        if topic == self._topics.config:
            if payload != self._config and self._looks_at_it():
                self._hear_of(mark_in(payload))
            return
        if kept:
            return
        if topic == self._topics.birth:
            if payload == ONLINE and _now() - self._announced_at >= AGAIN:
                self.announce()
            return
        if _now() - self._found_at < SETTLING or self.is_taken:
            return
        read = moved if topic == self._topics.volume else pressed
        command = read(payload, self._may)
        if command is not None:
            self._asks.ask(command, BY)

    def _looks_at_it(self) -> bool:
        """An announcement is long, and somebody may send ten thousand of them."""
        now = _now()
        if now - self._looks_since >= WINDOW:
            self._looks, self._looks_since = 0, now
        self._looks += 1
        return self._looks <= MOST_LOOKS and self._answers < MOST_ANSWERS

    def _hear_of(self, other: str | None) -> None:
        """Whoever announced itself here first stays; of two at once, one."""
        mine = self._device.mark
        if other is None or other == mine:
            return
        with self._lock:
            if self._speaks and mine < other:
                self._answers += 1
                self._announce()
                return
            self._speaks = False
            self._is_taken.set()

    def _begin(self, found_at: Seconds) -> None:
        if self.is_taken or found_at != self._found_at:
            return
        self._first()
        with self._lock:
            if self._is_taken.is_set() or self._leaves:
                return
            self._speaks = self._has_spoken = True
            self._announce()

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
