"""One bulb behind zigbee2mqtt, as a value: what it is told, and how it then glows.

Time is handed in. A bulb glides evenly in its own units, says at once what it was
asked to become, says in between what it is, and says at last what it became. All of
that is what real ones do; a bulb that is easier to live with would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from kap_room.adapters.virtual_lamps.command import Command
from kap_room.plan.units import Seconds

FULL: Final = 254
AS_LEFT: Final = 102
"""40 %: what `previous` comes back to when nothing was before."""

REPORTS_EVERY: Final = Seconds(1.0)


class PowerOn(Enum):
    """What it is when its power returns."""

    FULL = "full"
    PREVIOUS = "previous"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Glow:
    """What comes out of it at one moment; none at all is brightness 0."""

    brightness: float
    mired: float

    def towards(self, end: Glow, part: float) -> Glow:
        return Glow(
            self.brightness + (end.brightness - self.brightness) * part,
            self.mired + (end.mired - self.mired) * part,
        )


@dataclass(frozen=True, slots=True)
class Bulb:
    begin: Glow
    end: Glow
    starts: Seconds
    lasts: Seconds
    brightness: int
    """What it comes back to when it is told nothing but ON."""

    @property
    def is_to_be_on(self) -> bool:
        return self.end.brightness > 0

    @property
    def ends(self) -> Seconds:
        return Seconds(self.starts + self.lasts)

    def glow_at(self, reading: Seconds) -> Glow:
        if reading >= self.ends:
            return self.end
        part = max(0.0, (reading - self.starts) / self.lasts)
        return self.begin.towards(self.end, part)

    def is_gliding_at(self, reading: Seconds) -> bool:
        return self.starts <= reading < self.ends and self.begin != self.end

    def told(self, command: Command, reading: Seconds) -> Bulb:
        """Glide from what it is now, whatever it was doing."""
        is_on = self.is_to_be_on if command.on is None else command.on
        kept = self.brightness if command.brightness is None else command.brightness
        mired = self.end.mired if command.mired is None else command.mired
        return Bulb(
            begin=self.glow_at(reading),
            end=Glow(kept if is_on else 0, mired),
            starts=reading,
            lasts=command.transition,
            brightness=kept,
        )

    def without_power(self, reading: Seconds, power_on: PowerOn) -> Bulb:
        """Cut off for a moment, and back as its maker or owner chose."""
        return powered(reading, power_on, before=self)

    def promise(self) -> dict[str, object]:
        """What zigbee2mqtt says at once: the command, as if it had happened."""
        return self._report(self.end)

    def report_at(self, reading: Seconds) -> dict[str, object]:
        return self._report(self.glow_at(reading))

    def _report(self, glow: Glow) -> dict[str, object]:
        is_on = glow.brightness > 0
        return {
            "state": "ON" if is_on else "OFF",
            "brightness": max(1, round(glow.brightness)) if is_on else self.brightness,
            "color_mode": "color_temp",
            "color_temp": round(glow.mired),
            "linkquality": 160,
        }


def powered(reading: Seconds, power_on: PowerOn, before: Bulb | None = None) -> Bulb:
    """A bulb that has just got its power."""
    left = before or _steady(Glow(AS_LEFT, 370), reading, AS_LEFT)
    match power_on:
        case PowerOn.FULL:
            return _steady(Glow(FULL, left.end.mired), reading, FULL)
        case PowerOn.PREVIOUS:
            return _steady(left.end, reading, left.brightness)
        case PowerOn.OFF:
            return _steady(Glow(0, left.end.mired), reading, left.brightness)


def _steady(glow: Glow, reading: Seconds, brightness: int) -> Bulb:
    return Bulb(glow, glow, reading, Seconds(0.0), brightness)
