"""The units of the room, as types, so that a level is never taken for a gain.

Devices speak mired, 0..254 and percent; those never travel past their adapter.
"""

from __future__ import annotations

import math
from typing import Final, NewType

Seconds = NewType("Seconds", float)
"""A length of time, a position in the plan or a reading of the monotonic clock."""

Decibels = NewType("Decibels", float)
"""A gain of sound. Minus infinity is silence."""

Level = NewType("Level", float)
"""The brightness of a lamp, 0 (off) to 1 (full)."""

Kelvin = NewType("Kelvin", float)
"""The warmth of a lamp: 1800 is a candle, 2700 a living room."""

SILENT: Final = Decibels(-math.inf)


def amplitude(gain: Decibels) -> float:
    """The factor by which the samples are multiplied."""
    return 0.0 if gain == -math.inf else 10.0 ** (gain / 20.0)


def decibels(factor: float) -> Decibels:
    """The gain of an amplitude factor; nothing at all is `SILENT`."""
    return SILENT if factor <= 0.0 else Decibels(20.0 * math.log10(factor))


def clock_words(length: Seconds) -> str:
    """A length as people read it: 4:10, or 1:02:05 from an hour on."""
    whole = max(0, round(length))
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}"
    return f"{minutes}:{seconds:02}"
