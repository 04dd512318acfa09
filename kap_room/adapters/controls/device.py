"""One control at its ports: what it says goes through fingers, its lights are kept.

A device that comes back finds its fingers lifted and all of its lights told again. One
in the network is heard on a thread of its own, so everything here is behind one lock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kap_room.adapters.controls import ports
from kap_room.adapters.controls.arriving import Arriving
from kap_room.adapters.controls.fingers import Fired, Moved, Said
from kap_room.adapters.controls.lines import Line, Pressed, Slid, There, Wanted
from kap_room.plan.units import Seconds

FADER_EVERY: Final = 0.03
"""Seconds between two places of one fader that are passed on."""

LIGHTS_AT_ONCE: Final = 16
"""Told in one go. A cheap device chokes on more."""

LIGHTS_EVERY: Final = 0.05

SETTLES: Final = 0.3
"""A port that was just opened may not be connected yet, and drop what it is told."""

CONNECTED_AFTER: Final = 0.1
"""The same of what is heard: JACK connects a port a period or two after it says so. Who
is told that a device is there shall not press in vain."""


class Device:
    def __init__(self, wanted: Wanted, tell: Callable[[Line], None]) -> None:
        self.wanted = wanted
        self._number = wanted.number
        self._tell = tell
        self._lock = threading.RLock()
        self._fingers = Arriving(wanted.meanings)
        self._there_at: float | None = None
        """When it is said to be there, while it is not."""
        self._moved: dict[int, float] = {}
        self._moved_at = float("-inf")
        self._inputs: set[str] = set()
        self._outputs: dict[str, ports.Port] = {}
        self._lit: tuple[bool, ...] | None = None
        self._told: dict[str, list[bool | None]] = {}
        self._lights_at = float("-inf")

    @property
    def is_there(self) -> bool:
        return bool(self._inputs)

    @property
    def next_due(self) -> float | None:
        """When `tend` has something to do; None where nothing waits."""
        with self._lock:
            dues: list[float] = []
            if (due := self._fingers.next_due) is not None:
                dues.append(due)
            if self._there_at is not None:
                dues.append(self._there_at)
            if self._moved:
                dues.append(self._moved_at + FADER_EVERY)
            if self._has_lights_to_tell():
                dues.append(self._lights_at + LIGHTS_EVERY)
            return min(dues, default=None)

    def heard(self, said: Said, at: float) -> None:
        """On whichever thread reads its port, and in order."""
        with self._lock:
            for each in self._fingers.heard(said, Seconds(at)):
                if isinstance(each, Moved):
                    self._moved[each.binding] = each.place
                else:
                    self._press(each, at)
            self._slide(at)

    def tend(self) -> None:
        """What is due by now."""
        now = time.monotonic()
        with self._lock:
            self._arrive(now)
            for fired in self._fingers.due(Seconds(now)):
                self._press(fired, now)
            self._slide(now)
            if now - self._lights_at >= LIGHTS_EVERY and self._has_lights_to_tell():
                self._lights_at = now
                self._tell_lights()

    def comes(self) -> None:
        """A port of it was opened; it may begin by telling how it stands."""
        with self._lock:
            self._fingers.came(Seconds(time.monotonic()))

    def found_input(self, port: str, *, settles: float = CONNECTED_AFTER) -> None:
        """`settles`: seconds until it is said to be there."""
        with self._lock:
            if not self._inputs:
                self._there_at = time.monotonic() + settles
            self._inputs.add(port)

    def hand_over(self, port: str) -> None:
        """The port stays open, and another control has it."""
        now = time.monotonic()
        with self._lock:
            for fired in self._fingers.believed():
                self._press(fired, now)
            self.lost_input(port)

    def lost_input(self, port: str) -> None:
        with self._lock:
            was_there = bool(self._inputs)
            self._inputs.discard(port)
            is_gone = was_there and not self._inputs
            self._fingers.went()
            self._moved.clear()
            if is_gone:
                self._there_at = None
                self._tell(There(self._number, is_there=False))

    def leave(self) -> None:
        """Somebody else has its ports from now on."""
        with self._lock:
            self.put_out()
            self._inputs.clear()
            self._outputs.clear()
            self._told.clear()
            self._tell = _nobody

    def found_output(self, name: str, port: ports.Port) -> None:
        with self._lock:
            self._outputs[name] = port
            self._told[name] = [None] * len(self.wanted.lights)
            self._lights_at = time.monotonic() + SETTLES

    def lost_output(self, name: str) -> None:
        with self._lock:
            self._outputs.pop(name, None)
            self._told.pop(name, None)

    def show(self, lit: tuple[bool, ...]) -> None:
        with self._lock:
            if len(lit) == len(self.wanted.lights):
                self._lit = lit

    def put_out(self) -> None:
        """All lights, for nobody looks after them from here on."""
        with self._lock:
            self._lit = (False,) * len(self.wanted.lights)
            while self._has_lights_to_tell():
                self._tell_lights()

    def _arrive(self, now: float) -> None:
        if self._there_at is not None and now >= self._there_at:
            self._there_at = None
            self._tell(There(self._number, is_there=True))

    def _press(self, fired: Fired, now: float) -> None:
        self._tell(Pressed(self._number, fired.binding, now))

    def _slide(self, now: float) -> None:
        if self._moved and now - self._moved_at >= FADER_EVERY:
            self._moved_at = now
            for binding, place in self._moved.items():
                self._tell(Slid(self._number, binding, place))
            self._moved.clear()

    def _has_lights_to_tell(self) -> bool:
        lit = self._lit
        return lit is not None and any(
            told != list(lit) for told in self._told.values()
        )

    def _tell_lights(self) -> None:
        lit, wanted, left = self._lit or (), self.wanted, LIGHTS_AT_ONCE
        for name, told in self._told.items():
            port = self._outputs[name]
            for number, touch in enumerate(wanted.lights):
                if told[number] == lit[number] or not left:
                    continue
                left -= 1
                told[number] = lit[number]
                value = wanted.lit if lit[number] else wanted.unlit
                with suppress(OSError, RuntimeError, ValueError):
                    port.send(ports.light(touch, value))


def _nobody(line: Line) -> None:
    """It is heard by nobody any more."""
