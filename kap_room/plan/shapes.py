"""Shapes of change: fades of sound and ramps of light, as values.

A fade or ramp is (from, to, starts, lasts); what it is worth is computed for the
moment asked. Nothing here counts ticks, so a missed step costs smoothness and never
correctness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import SILENT, Decibels, Level, Seconds

FADE_FLOOR: Final = Decibels(-48.0)
"""Where a fade in from nothing begins. In three seconds, even in decibels, that
is 4 dB in 250 ms; an amplitude ramp would leap at its quiet end and startle."""

FADE_FOOT: Final = Decibels(-62.0)
"""Where a fade out lets go: it is below -60 dB a few milliseconds before its end."""

DARK: Final = Level(1 / 254)
"""The lowest step of a common bulb. A ramp from or to darkness is even down to here."""


@dataclass(frozen=True, slots=True)
class Fade:
    """Gain moving evenly in decibels from one value to another."""

    starts: Seconds
    """The reading at which it begins."""
    lasts: Seconds
    begin: Decibels
    """`SILENT` begins at `FADE_FLOOR`."""
    end: Decibels
    """`SILENT` falls to `FADE_FOOT` and is nothing from then on."""

    @property
    def ends(self) -> Seconds:
        return Seconds(self.starts + self.lasts)

    def gain_at(self, reading: Seconds) -> Decibels:
        if reading >= self.ends:
            return self.end
        if reading <= self.starts or self.begin == self.end:
            return self.begin
        part = (reading - self.starts) / self.lasts
        low = FADE_FLOOR if self.begin == SILENT else self.begin
        high = FADE_FOOT if self.end == SILENT else self.end
        if self.end == SILENT and low < FADE_FOOT:
            high = low
        return Decibels(low + (high - low) * part)

    def is_moving_at(self, reading: Seconds) -> bool:
        return self.starts <= reading < self.ends and self.begin != self.end


def steady(gain: Decibels) -> Fade:
    """A gain that has always been so."""
    return Fade(Seconds(0.0), Seconds(0.0), gain, gain)


def level_between(start: Level, end: Level, part: float) -> Level:
    """The level a part (0..1) of the way along, each moment the same ratio.

    Eyes judge ratios: an even ratio looks like one slow movement all the way down.
    """
    if part <= 0.0:
        return start
    if part >= 1.0:
        return end
    low, high = max(start, DARK), max(end, DARK)
    return Level(low * math.exp(math.log(high / low) * part))


def ramp_length(start: Level, end: Level, rate: float) -> Seconds:
    """How long a constant-ratio ramp takes; a rate of 0.005 is 0.5 % a second."""
    ratio = math.log(max(end, DARK) / max(start, DARK))
    return Seconds(abs(ratio) / rate)
