"""The ears at every device of a room while somebody learns one: MIDI and the broker.

They hear beside a session's own hands: a device may have several listeners. The MIDI
library stays in a process of its own. What waits to be asked for is bounded.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from kap_room.adapters.buttons.anywhere import BrokerIs, Spoke, topics_of
from kap_room.adapters.controls.lines import Heard, Listed
from kap_room.adapters.controls.listening import listened
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds

MOST: Final = 1000
"""Things heard that wait. No hand is as quick."""

AGAIN_AFTER: Final = 2.0
"""Seconds until MIDI is listened to again where its process has ended."""

A_DAY: Final = Seconds(86_400.0)
"""Nobody learns for longer."""


@dataclass(frozen=True, slots=True)
class NoMidi:
    """Nobody can be asked which devices there are."""


Said = Heard | Listed | Spoke | BrokerIs | NoMidi


class _Closes(Protocol):
    def close(self) -> None: ...


class Ears:
    """At everything, or on one topic alone."""

    def __init__(self, topic: str | None = None) -> None:
        self._topic = topic
        self._said: queue.Queue[Said] = queue.Queue(MOST)
        self._closing = threading.Event()
        self._remotes: _Closes | None = None
        self._has_broker = False
        self._asked: object = None
        """Of whom, so that another broker in the room file is another connection."""

    def open(self, room: Room) -> None:
        if self._topic is None:
            threading.Thread(target=self._at_midi, name="learning", daemon=True).start()
        self.room_is(room)

    def room_is(self, room: Room) -> None:
        """Its broker is asked, or the usual one where it names none."""
        buttons = [each for each in room.controls if isinstance(each, MqttButton)]
        fields = tuple((each.topic, each.field) for each in buttons)
        asked = (room.broker, fields, topics_of(room))
        if asked == self._asked:
            return
        self._asked = asked
        self._has_broker = room.broker is not None or self._topic is not None
        if self._remotes is not None:
            self._remotes.close()
        from kap_room.adapters.controls.remotes import Remotes

        remotes = Remotes(room, self._put, self._topic)
        remotes.start()
        self._remotes = remotes

    def next(self, within: Seconds) -> Said | None:
        """What was said longest ago of what was not asked for yet."""
        with suppress(queue.Empty):
            return self._said.get(timeout=max(0.0, within))
        return None

    def close(self) -> None:
        self._closing.set()
        if self._remotes is not None:
            self._remotes.close()

    def _put(self, said: Said) -> None:
        if isinstance(said, BrokerIs) and not self._has_broker:
            return  # nobody misses one that no room file names
        with suppress(queue.Full):
            self._said.put_nowait(said)

    def _at_midi(self) -> None:
        while not self._closing.is_set():
            with suppress(OSError):  # no process can be begun: it is told below
                self._listen()
            if not self._closing.is_set():
                self._put(NoMidi())
            self._closing.wait(AGAIN_AFTER)

    def _listen(self) -> None:
        ports: tuple[str, ...] | None = None
        with listened(A_DAY, self._closing.is_set) as lines:
            for line in lines:
                if isinstance(line, Heard):
                    self._put(line)
                elif isinstance(line, Listed) and line.ports != ports:
                    ports = line.ports
                    self._put(line)
