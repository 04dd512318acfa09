"""The MQTT buttons of a room: listen, tell what is news, ask for what it means.

On a line of their own, beside the lamps': a device that floods its topic fills nobody
else's. Asked for without acknowledgement (QoS 0), because a press that a broker sends
again has been obeyed. Everything here runs on the connection's thread, but for the
moments at which a gesture becomes clear by itself: those come from the engine's loop.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner
from kap_room.adapters.broker_line.payload import ONLINE, read_word
from kap_room.adapters.buttons.gate import Gate
from kap_room.adapters.buttons.hearing import LARGEST, hear
from kap_room.adapters.buttons.meaning import Meaning, Reads
from kap_room.adapters.buttons.news import (
    LONG_AGO,
    SETTLING,
    Came,
    Past,
    hear_news,
)
from kap_room.adapters.controls.asking import Asks, Tells
from kap_room.exchange.commands import Command
from kap_room.exchange.words import parse
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

BRIDGE: Final = "bridge/state"
"""Where zigbee2mqtt says, below its own name, that it has come back."""

NO_BRIDGES: Final = ("stat", "tele", "shellies")

COUNTED: Final = "/input_event/"
"""Where a Shelly of the first generation counts its presses."""

RESULT: Final = ("stat", "a Tasmota", "RESULT")
"""Where a Tasmota answers what it is asked, and tells of its buttons and relays."""

REPORTS: Final = "tele/"
"""Where it tells every five minutes how all of it stands."""

MANNER: Final = Manner("buttons", qos=0)

NOT_YET: Final = Seconds(math.inf)
"""Of what is to come: whatever is heard before it may be of yesterday."""

BACK: Final = "The MQTT buttons are listened to again."


@dataclass
class _Listened:
    """One topic, with the buttons of the room file that are on it."""

    name: str
    field: str | None
    meaning: Meaning
    gate: Gate
    past: Past


class MqttButtons:
    """Made in the engine's loop. `tells` is the line of the controls on the screen."""

    def __init__(
        self,
        broker: Broker,
        buttons: Iterable[MqttButton],
        asks: Asks,
        tells: Tells,
        reads: Reads = parse,
    ) -> None:
        self._asks, self._tells = asks, tells
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._topics: dict[str, list[_Listened]] = {}
        for button in buttons:
            self._topics.setdefault(button.topic, []).append(_listened(button, reads))
        self._bridges = {_bridge_of(topic): LONG_AGO for topic in self._topics}
        self._bridges.pop("", None)
        self._subscribed = NOT_YET
        self._was_lost = False
        topics = (*self._topics, *self._bridges)
        self._connection = Connection(
            broker, topics, self, manner=MANNER, doubts=self._say
        )

    def start(self) -> None:
        self._connection.start()

    def close(self) -> None:
        self._connection.close()
        if self._timer is not None:
            self._timer.cancel()

    @property
    def is_believed(self) -> bool:
        """The broker is there, and whatever it says from now on is a press."""
        is_settled = _now() - self._subscribed >= SETTLING
        return self._connection.is_there and is_settled

    def found(self) -> None:
        with self._lock:
            self._subscribed = _now()
            for listened in self._each():
                listened.meaning.lift()
        for question in filter(None, map(_question_on, self._topics)):
            self._connection.send(*question)
        if self._was_lost:
            self._say(BACK, ok=True)
        self._was_lost = False

    def lost(self, says: str) -> None:
        # The connection knows of the next broker a moment before we are told.
        self._subscribed = NOT_YET
        self._was_lost = True
        self._say(says, ok=False)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        if topic in self._bridges:
            if read_word(payload, ONLINE):
                self._bridges[topic] = _now()
            return
        if len(payload) > LARGEST:
            return
        for listened in self._topics.get(topic, ()):
            self._hear(topic, listened, payload, kept=kept)

    def _hear(
        self, topic: str, listened: _Listened, payload: bytes, *, kept: bool
    ) -> None:
        now = _now()
        if not listened.gate.lets_in(payload, now):
            return
        bridge = self._bridges.get(_bridge_of(topic), LONG_AGO)
        is_report = topic.startswith(REPORTS)
        came = Came(now, kept, self._subscribed, bridge, is_report=is_report)
        signs, listened.past = hear_news(
            listened.past, hear(payload, listened.field), came
        )
        if not signs:
            return
        with self._lock:
            commands = [
                command
                for sign in signs
                for command in listened.meaning.commands(sign, came.at)
            ]
            waits = listened.meaning.next_due is not None
        self._ask(commands, listened.name)
        if waits:
            self._in_loop()

    def _ask(self, commands: Iterable[Command], by: str) -> None:
        for command in commands:
            self._asks.ask(command, by)

    def _in_loop(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: the engine goes
            self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        """In the loop: what has become clear meanwhile, and when to look again."""
        now = _now()
        for listened in self._each():
            with self._lock:
                commands = listened.meaning.due(now)
            self._ask(commands, listened.name)
        with self._lock:
            times = [listened.meaning.next_due for listened in self._each()]
        if self._timer is not None:
            self._timer.cancel()
        next_due = min((time for time in times if time is not None), default=None)
        self._timer = (
            None
            if next_due is None
            else self._loop.call_later(max(0.0, next_due - _now()), self._look)
        )

    def _each(self) -> Iterable[_Listened]:
        return (one for several in self._topics.values() for one in several)

    def _say(self, says: str, *, ok: bool) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(lambda: self._tells(says, ok=ok))


def _listened(button: MqttButton, reads: Reads) -> _Listened:
    meaning = Meaning(button, reads)
    return _Listened(button.name, button.field, meaning, Gate(meaning.urgent), Past())


def _question_on(topic: str) -> tuple[str, bytes] | None:
    """How what speaks there is asked how it stands: that was so before, and no press.

    A counter, or a relay of which each change is a press.
    """
    if COUNTED in topic:
        return topic.partition(COUNTED)[0] + "/command", b"update"
    parts = topic.split("/")
    if len(parts) == len(RESULT) and (parts[0], parts[-1]) == (RESULT[0], RESULT[-1]):
        return f"cmnd/{parts[1]}/State", b""
    return None


def _bridge_of(topic: str) -> str:
    """Where the bridge behind a topic speaks of itself; empty where there is none."""
    root, slash, _ = topic.partition("/")
    return f"{root}/{BRIDGE}" if slash and root not in NO_BRIDGES else ""


def _now() -> Seconds:
    return Seconds(time.monotonic())
