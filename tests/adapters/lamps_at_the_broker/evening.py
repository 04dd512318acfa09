"""A real engine on the system's clock, in a room of lamps at a broker.

Sound, journal and measuring are kept on paper; what is sent to the lamps, what they
say and when is all real.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.checkpoint import Dumper
from kap_room.engine.clock import SystemClock
from kap_room.engine.engine import Engine, Ports
from kap_room.engine.ports import Message
from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer
from kap_room.exchange.order import Order
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Room
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds
from tests.engine.house import (
    MUSIC,
    RecordingJournal,
    RecordingMeasurer,
    loaded,
)
from tests.rig.broker import wait_until
from tests.rig.lamps import Lamps

REST = 0.2
"""The level of the scene's one look."""

NEAR = 0.015

SCENE = Scene(
    name="One phase",
    looks={"night": {"all": Light(Level(REST), Kelvin(2800.0))}},
    phases=(
        Phase("peak", None, None, "peak", Decibels(-6), "night", ramp=Seconds(1.0)),
    ),
)


@dataclass
class Silence:
    """Answers the engine's port `Sound`."""

    orders: list[Order] = field(default_factory=list)

    def follow(self, order: Order) -> None:
        self.orders.append(order)


@dataclass
class Letterbox:
    """Takes what comes before the engine is there, and hands it on afterwards."""

    engine: Engine | None = None
    early: list[Message] = field(default_factory=list)
    count: int = 0

    def post(self, message: Message) -> None:
        self.count += 1
        if self.engine is None:
            self.early.append(message)
        else:
            self.engine.post(message)


class Evening:
    """Begins with its lamps as they are, and the scene's one look."""

    def __init__(self, port: int, *lamps: str) -> None:
        self._things = ExitStack()
        self._port = port
        self.lamps = Lamps(port, *lamps)
        self._commands: deque[Command] = deque()
        self._woken = threading.Event()
        self._leaving = False
        self.answers: list[Answer] = []

    def __enter__(self) -> Self:
        self._things.enter_context(self.lamps)
        inbox = Letterbox()
        broker = Broker(port=self._port)
        room = Room("Test room", MUSIC, broker, lamps=self.lamps.lamps)
        lights = MqttLights(broker, room.lamps, inbox)
        ports = Ports(Silence(), lights, RecordingJournal(), RecordingMeasurer())
        self._engine = Engine(room, SystemClock(), ports, Dumper("boot", "keeper"))
        self._engine.wake = self._woken.set
        inbox.engine = self._engine
        lights.start()
        self._things.callback(lights.close)
        assert wait_until(self._woken.is_set, 8.0)
        # All have said what they are: nothing new came for a moment.
        seen = -1
        while seen != inbox.count:
            seen = inbox.count
            time.sleep(0.5)
        self._engine.step()
        assert self._engine.begin(loaded(SCENE)).ok
        thread = threading.Thread(target=self._run)
        thread.start()
        self._things.callback(thread.join)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._leaving = True
        self._woken.set()
        self._things.close()

    def give(self, *commands: Command) -> None:
        self._commands.extend(commands)
        self._woken.set()

    def all_glow(self, level: float, names: Collection[str], within: float) -> bool:
        """Whether all of these came to this level."""
        lamps = [self.lamps[name] for name in names]
        return wait_until(
            lambda: all(abs(lamp.glow.level - level) < NEAR for lamp in lamps), within
        )

    def _run(self) -> None:
        while not self._leaving:
            self._woken.clear()
            while self._commands:
                self._engine.take(self._commands.popleft(), self.answers.append)
            due = self._engine.step()
            self._woken.wait(max(0.001, min(0.2, due - time.monotonic())))
