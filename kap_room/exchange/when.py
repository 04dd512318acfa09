"""Lengths, moments past, gains and levels, as they are typed beside a command.

Read leniently and written in one way only, so that what a button sent can be shown
and sent again. Nothing here knows the clock: "4m ago" is four minutes and no time.
"""

from __future__ import annotations

import re
from typing import Final

from kap_room.plan.units import Decibels, Level, Seconds

LONGEST: Final = Seconds(24 * 3600.0)
"""No session and no dose lies further back; a larger number is a slip of the finger."""

_LENGTH: Final = re.compile(
    r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m)?\s*(?:(\d{1,6}(?:\.\d{1,3})?)\s*s)?"
)
_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_GAIN: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,3})?)\s*(?:db)?")
_LEVEL: Final = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%")


def read_length(text: str) -> Seconds | None:
    """`5m`, `1h 30m`, `90s` or `0:12`; None when it is no length up to a day."""
    text = text.strip().lower()
    found = _LENGTH.fullmatch(text) or _CLOCK.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    length = Seconds(hours * 3600 + minutes * 60 + seconds)
    return length if length <= LONGEST else None


def length_words(length: Seconds) -> str:
    """The length as `read_length` reads it, to the millisecond."""
    if not float(length).is_integer():
        return f"{length:.3f}s"
    minutes, seconds = divmod(int(length), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def read_ago(text: str) -> Seconds | None:
    """`4m ago` or `now`; None when it is neither."""
    text = text.strip().lower()
    if text == "now":
        return Seconds(0.0)
    return read_length(text.removesuffix("ago")) if text.endswith("ago") else None


def read_gain(text: str) -> Decibels | None:
    """`-6 dB`, `-6dB` or `-6`; None when it is no gain."""
    found = _GAIN.fullmatch(text.strip().lower())
    return Decibels(float(found[1])) if found else None


def gain_words(gain: Decibels) -> str:
    return f"{gain:.3f}".rstrip("0").rstrip(".") + " dB"


def read_level(text: str) -> Level | None:
    """`15%`; None when it is no level."""
    found = _LEVEL.fullmatch(text.strip())
    level = Level(round(float(found[1]) / 100, 6)) if found else None
    return None if level is None or level > 1.0 else level


def level_words(level: Level) -> str:
    return f"{round(level * 100, 4):.4f}".rstrip("0").rstrip(".") + "%"
