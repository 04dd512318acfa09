"""A hand on the lamps, one at a time: which is chosen, and what was asked of it.

What was asked is remembered only so that the next press goes on from there; how a lamp
glows is the snapshot's to say. No widget, no clock and no sending in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.exchange.commands import Command, Release, SetLight
from kap_room.exchange.snapshot import LampView
from kap_room.plan.units import Level, Seconds

ALL: Final = "all"
"""The place before the first lamp, and the engine's own word for every lamp."""

LADDER: Final = (0, 1, *range(5, 101, 5))
"""Percent. Below 5 comes 1: in a dark room from 5 to nothing is a large step."""

REMEMBERED: Final = Seconds(6.0)
"""A little longer than a lamp takes under a hand; then what it glows counts again."""


def rung(level: float | None, *, up: bool) -> Level:
    """The next step of the ladder from here. Nobody knows a lamp: as if it were off."""
    at = round(100.0 * (level or 0.0), 1)
    if up:
        return Level(min((r for r in LADDER if r > at), default=100) / 100)
    return Level(max((r for r in LADDER if r < at), default=0) / 100)


def middle(lamps: Mapping[str, LampView]) -> float | None:
    """How bright all of them are, one with another; None when none is known."""
    known = [lamp.level for lamp in lamps.values() if lamp.level is not None]
    return sum(known) / len(known) if known else None


THERE: Final = 0.004
"""What no lamp with 254 steps can tell apart."""


@dataclass(slots=True)
class LampHand:
    lamps: Mapping[str, LampView] = field(default_factory=dict)
    chosen: str = ALL
    _asked: dict[str, tuple[Level, float]] = field(default_factory=dict)
    _waiting: dict[str, Command] = field(default_factory=dict)
    """The last word for each lamp that has not been sent yet, oldest first."""

    @property
    def places(self) -> tuple[str, ...]:
        return (ALL, *self.lamps)

    def see(self, lamps: Mapping[str, LampView]) -> None:
        self.lamps = lamps
        if self.chosen not in self.places:
            self.chosen = ALL

    def choose(self, by: int) -> None:
        """The next one to the left or right, and round."""
        places = self.places
        self.chosen = places[(places.index(self.chosen) + by) % len(places)]

    def glows(self, name: str) -> float | None:
        return middle(self.lamps) if name == ALL else self.lamps[name].level

    def asked_of(self, name: str, reading: float) -> Level | None:
        """Where a press has sent it; None once it should be there, or is."""
        level, at = self._asked.get(name, (None, 0.0))
        if level is None or reading - at >= REMEMBERED:
            return None
        glows = self.glows(name)
        return None if glows is not None and abs(glows - level) < THERE else level

    def change(self, reading: float, *, up: bool) -> None:
        asked = self.asked_of(self.chosen, reading)
        self.put(
            rung(self.glows(self.chosen) if asked is None else asked, up=up), reading
        )

    def put(self, level: Level, reading: float) -> None:
        """The chosen lamp to this level."""
        self._want(self.chosen, SetLight(self.chosen, level))
        self._asked[self.chosen] = (level, reading)

    def give_back(self, name: str) -> None:
        self._want(name, Release(None if name == ALL else name))

    def forget(self, name: str) -> None:
        """It was refused, so the next press begins from what is."""
        self._asked.pop(name, None)

    def take(self) -> tuple[str, Command] | None:
        """What is to be sent next, and for whom."""
        if not self._waiting:
            return None
        name = next(iter(self._waiting))
        return name, self._waiting.pop(name)

    def _want(self, name: str, command: Command) -> None:
        if name == ALL:
            self._waiting.clear()
            self._asked.clear()
        self._asked.pop(name, None)
        self._waiting.pop(name, None)
        self._waiting[name] = command
