"""The light in a lamp, as a value: what it is told, and how it then glows.

Time is handed in. A bulb glides evenly on its maker's own scale, from wherever it is.
It knows no topic and no payload: how it is spoken to is its make's business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from kap_room.plan.units import Seconds

AS_LEFT: Final = 0.4
"""What a lamp comes back to "as it was" when nothing was before."""

WARM: Final = 370.0
"""Mired; 2700 K, as out of the box."""

DETOUR: Final = Seconds(1.5)
"""How long a bulb that resumes shows what it was told in the middle of a glide."""


class PowerOn(Enum):
    """What it is when its power returns."""

    FULL = "full"
    PREVIOUS = "previous"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Glow:
    """What comes out of it at one moment."""

    level: float
    """0 (dark) to 1, on the maker's scale."""
    mired: float

    def towards(self, end: Glow, part: float) -> Glow:
        return Glow(
            self.level + (end.level - self.level) * part,
            self.mired + (end.mired - self.mired) * part,
        )


@dataclass(frozen=True, slots=True)
class Command:
    """None leaves as it is."""

    on: bool | None = None
    level: float | None = None
    mired: float | None = None
    lasts: Seconds = Seconds(0.0)


@dataclass(frozen=True, slots=True)
class Stop:
    """Stay as you are now."""


Order = Command | Stop


@dataclass(frozen=True, slots=True)
class Bulb:
    begin: Glow
    end: Glow
    starts: Seconds
    lasts: Seconds
    kept: float
    """The level that it comes back to when it is told nothing but to be on."""
    older: Bulb | None = None
    """A glide that it falls back into once the detour is over."""

    @property
    def ends(self) -> Seconds:
        return Seconds(self.starts + self.lasts)

    @property
    def target(self) -> Glow:
        """What it will have become when nothing moves any more."""
        return self.end if self.older is None else self.older.end

    def glow_at(self, reading: Seconds) -> Glow:
        if self.older is not None and reading >= self.starts + DETOUR:
            return self.older.glow_at(reading)
        if reading >= self.ends:
            return self.end
        if reading <= self.starts:
            return self.begin
        part = (reading - self.starts) / self.lasts
        return self.begin.towards(self.end, part)

    def is_gliding_at(self, reading: Seconds) -> bool:
        if self.older is not None:
            return self.starts <= reading < self.older.ends
        return self.starts <= reading < self.ends and self.begin != self.end

    def is_warming_at(self, reading: Seconds) -> bool:
        """Its warmth moves, alone or with its level."""
        return self.is_gliding_at(reading) and self.begin.mired != self.end.mired

    def told(self, order: Order, reading: Seconds, *, resumes: bool = False) -> Bulb:
        """Glide from what it is now; one that resumes does it for a moment only."""
        if isinstance(order, Stop):
            return (
                self if resumes else steady(self.glow_at(reading), reading, self.kept)
            )
        is_on = self.target.level > 0 if order.on is None else order.on
        kept = self.kept if order.level is None else order.level
        mired = self.target.mired if order.mired is None else order.mired
        return Bulb(
            begin=self.glow_at(reading),
            end=Glow(kept if is_on else 0.0, mired),
            starts=reading,
            lasts=order.lasts,
            kept=kept,
            older=self._running_after(reading) if resumes else None,
        )

    def without_power(self, reading: Seconds, power_on: PowerOn) -> Bulb:
        """Cut off for a moment, and back as its maker or owner chose."""
        return powered(reading, power_on, before=self)

    def _running_after(self, reading: Seconds) -> Bulb | None:
        """The glide that will still run when a detour that begins now is over."""
        runs = self.older or replace(self, older=None)
        is_longer = runs.ends > reading + DETOUR and runs.begin != runs.end
        return runs if is_longer else None


def powered(reading: Seconds, power_on: PowerOn, before: Bulb | None = None) -> Bulb:
    """A bulb that has just got its power."""
    left = before or steady(Glow(AS_LEFT, WARM), reading)
    mired = left.target.mired
    match power_on:
        case PowerOn.FULL:
            return steady(Glow(1.0, mired), reading)
        case PowerOn.PREVIOUS:
            return steady(left.target, reading, left.kept)
        case PowerOn.OFF:
            return steady(Glow(0.0, mired), reading, left.kept)


def steady(glow: Glow, reading: Seconds, kept: float | None = None) -> Bulb:
    level = glow.level or AS_LEFT if kept is None else kept
    return Bulb(glow, glow, reading, Seconds(0.0), level)
