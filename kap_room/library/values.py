"""Lengths, levels, gains and warmths as people write them, both ways.

A unit is always written: `15` could be seconds or minutes, and the difference is a
session. Every refusal says what to write. What `..._words` prints, `..._of` reads back
to the same number, so that a program may write a file that a person goes on with.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kap_room.library.problems import quoted
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds

LONGEST: Final = Seconds(24 * 3600.0)
LOWEST_GAIN: Final = Decibels(-60.0)
HIGHEST_GAIN: Final = Decibels(18.0)
"""As far as the player can amplify exactly."""
WARMEST: Final = Kelvin(1000.0)
COLDEST: Final = Kelvin(10000.0)

NUMBER: Final = r"[0-9]{1,12}(?:\.[0-9]{1,400})?"
LENGTH_PATTERN: Final = (
    rf"(?:({NUMBER})\s*h(?:ours?)?\s*)?"
    rf"(?:({NUMBER})\s*m(?:in(?:utes?)?)?\s*)?"
    rf"(?:({NUMBER})\s*s(?:ec(?:onds?)?)?)?"
)
CLOCK_PATTERN: Final = r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])"
LEVEL_PATTERN: Final = rf"({NUMBER})\s*%"
SIGNED: Final = "[+\u2212-]?" + NUMBER
"""Some keyboards and pages write a true minus sign."""
GAIN_PATTERN: Final = rf"({SIGNED})\s*dB"
LOUDNESS_PATTERN: Final = rf"({SIGNED})\s*LUFS"
WARMTH_PATTERN: Final = rf"({NUMBER})\s*K"

_BARE: Final = re.compile(SIGNED)


def length_of(text: str) -> Seconds:
    if clock := _match(CLOCK_PATTERN, text):
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        if clock[1] and minutes >= 60:  # noqa: PLR2004 (as clocks count)
            raise ValueError(f"{quoted(text)} has too many minutes. {_LENGTHS}")
        return _not_too_long(text, hours * 3600 + minutes * 60 + seconds)
    found = _match(LENGTH_PATTERN, text)
    if found is None or not text:
        if _BARE.fullmatch(text):
            raise ValueError(
                f"{quoted(text)} has no unit. Write {text}s for seconds or {text}m for "
                "minutes."
            )
        raise ValueError(f"{quoted(text)} is not a length. {_LENGTHS}")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return _not_too_long(text, hours * 3600 + minutes * 60 + seconds)


_LENGTHS: Final = "Write it as in 90s, 12m, 1h 30m or 0:12."


def _not_too_long(text: str, length: float) -> Seconds:
    if length > LONGEST:
        raise ValueError(f"{quoted(text)} is longer than a day. Lengths go to 24h.")
    return Seconds(length)


def length_words(length: Seconds) -> str:
    """As in `1h 30m`; a part of a second makes it all seconds."""
    if not float(length).is_integer():
        return f"{_digits(Decimal(repr(float(length))))}s"
    hours, rest = divmod(int(length), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return " ".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def level_of(text: str) -> Level:
    found = _match(LEVEL_PATTERN, text)
    if found is None:
        hint = f"Write {text}%." if _BARE.fullmatch(text) else "Write it as in 15%."
        raise ValueError(f"{quoted(text)} is not a level. {hint}")
    level = Level(float(Decimal(found[1]) / 100))
    if level > 1:
        raise ValueError(f"{quoted(text)} is more than a lamp has. Levels go to 100%.")
    return level


def level_words(level: Level) -> str:
    return f"{_digits(Decimal(repr(float(level))) * 100)}%"


def gain_of(text: str) -> Decibels:
    gain = _decibels(GAIN_PATTERN, text, "a gain", "decibels, as in -6 dB", "dB")
    if not LOWEST_GAIN <= gain <= HIGHEST_GAIN:
        raise ValueError(
            f"{quoted(text)} is out of range. Gains go from {gain_words(LOWEST_GAIN)} "
            f"to {gain_words(HIGHEST_GAIN)}."
        )
    return gain


def gain_words(gain: Decibels) -> str:
    return f"{_digits(Decimal(repr(float(gain))))} dB"


def ceiling_of(text: str) -> Decibels:
    ceiling = gain_of(text)
    if ceiling > 0:
        raise ValueError(f"{quoted(text)} is above full scale. Write 0 dB or less.")
    return ceiling


def loudness_of(text: str) -> Decibels:
    shape = "a loudness", "it as in -23 LUFS", "LUFS"
    loudness = _decibels(LOUDNESS_PATTERN, text, *shape)
    if not LOWEST_GAIN <= loudness <= 0:
        raise ValueError(
            f"{quoted(text)} is out of range. The reference lies between -60 LUFS and "
            "0 LUFS; -23 LUFS is usual."
        )
    return loudness


def loudness_words(loudness: Decibels) -> str:
    return f"{_digits(Decimal(repr(float(loudness))))} LUFS"


def warmth_of(text: str) -> Kelvin:
    found = _match(WARMTH_PATTERN, text)
    if found is None:
        hint = f"Write {text} K." if _BARE.fullmatch(text) else "Write it as in 2200 K."
        raise ValueError(f"{quoted(text)} is not a warmth. {hint}")
    warmth = Kelvin(float(found[1]))
    if not WARMEST <= warmth <= COLDEST:
        raise ValueError(
            f"{quoted(text)} is out of range. Warmth goes from 1000 K to 10000 K; a "
            "candle is 1800 K."
        )
    return warmth


def warmth_words(warmth: Kelvin) -> str:
    return f"{_digits(Decimal(repr(float(warmth))))} K"


def whole_of(text: str, lowest: int, highest: int) -> int:
    """A number without a unit, for what is counted."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
        raise ValueError(
            f"{quoted(text)} does not fit. Write a whole number from {lowest} to "
            f"{highest}."
        )
    return int(text)


_YES_AND_NO: Final = {
    **dict.fromkeys(("yes", "true", "on"), True),
    **dict.fromkeys(("no", "false", "off"), False),
}


def yes_or_no(text: str) -> bool:
    if text.lower() not in _YES_AND_NO:
        raise ValueError(f"{quoted(text)} is neither. Write yes or no.")
    return _YES_AND_NO[text.lower()]


def _decibels(pattern: str, text: str, what: str, write: str, unit: str) -> Decibels:
    found = _match(pattern, text)
    if found is None:
        bare = _BARE.fullmatch(text)
        hint = f"Write {text} {unit}." if bare else f"Write {write}."
        raise ValueError(f"{quoted(text)} is not {what}. {hint}")
    return Decibels(float(found[1].replace("\u2212", "-")))


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.ASCII)


def _digits(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    digits = f"{number:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
