"""A strip under WLED.

What is sent to its bare topic is searched for the letters of "on" and "true" and else
for a t, which toggles: JSON there turns it on or over. `tt` counts tenths of a second
and is multiplied into 16 bits of milliseconds, so that 656 lasts 64 of them. It says
what it became once, where it will end, and never which warmth it has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.virtual_lamps.bulb import Command, PowerOn
from kap_room.adapters.virtual_lamps.make import Heard, Said, Shown, whole
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

SCALE: Final = 255
WORD: Final = 65_536

COOLEST: Final = 10_091
WARMEST: Final = 1_900
"""Kelvin, at the two ends of `cct`."""

DIGITS: Final = 9
"""Of a brightness that is still read as a number."""

UNLESS_TOLD: Final = 750
"""Milliseconds of a transition that nobody chose."""


@dataclass(frozen=True, slots=True)
class Wled:
    topic: str
    group: str | None = None
    transition: int = UNLESS_TOLD
    """Milliseconds, as `transition` last left it."""
    power_on: PowerOn = PowerOn.PREVIOUS
    quality: int = 0
    habits: Vices = frozenset({Vice.OPTIMISTIC})
    tells_target: bool = True
    announcement: tuple[Said, ...] = ()
    bridged: bool = False
    period: Seconds | None = None

    @property
    def ears(self) -> tuple[str, ...]:
        bases = (self.topic,) if self.group is None else (self.topic, self.group)
        return tuple(f"{base}{end}" for base in bases for end in ("", "/col", "/api"))

    @property
    def presence(self) -> tuple[Said, ...]:
        return (self._is(b"online"),)

    @property
    def will(self) -> Said | None:
        return self._is(b"offline")

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        if topic in {self.topic, self.group}:
            return self._bare(payload.decode("utf-8", "replace"), shown)
        if not topic.endswith("/api"):
            return Heard(self)
        if payload.startswith(b"{"):
            says = read_object(payload)
            return Heard(self) if says is None else self._told(says, shown)
        return self._old_words(payload.decode("utf-8", "replace"), shown)

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        del last
        level = whole(shown.level, SCALE) if shown.on else 0
        xml = f'<?xml version="1.0" ?><vs><ac>{level}</ac><cl>255</cl></vs>'
        return (
            Said(f"{self.topic}/g", str(level).encode()),
            Said(f"{self.topic}/c", b"#FFA000"),
            self._is(b"online"),
            Said(f"{self.topic}/v", xml.encode()),
        )

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return self.report(shown, None)

    def _is(self, word: bytes) -> Said:
        return Said(f"{self.topic}/status", word, kept=True)

    def _bare(self, says: str, shown: Shown) -> Heard:
        lasts = Seconds(self.transition / 1000)
        if any(word in says for word in ("ON", "on", "true")):
            return Heard(self, (Command(on=True, lasts=lasts),))
        if "T" in says or "t" in says:
            return Heard(self, (Command(on=not shown.on, lasts=lasts),))
        digits = says.strip()
        level = int(digits) % 256 if digits.isdecimal() and len(digits) <= DIGITS else 0
        return Heard(self, (_to(level, None, None, lasts),))

    def _told(self, says: dict[str, object], shown: Shown) -> Heard:
        kept = _tenths(says.get("transition"))
        make = self if kept is None else replace(self, transition=kept)
        once = _tenths(says.get("tt"))
        lasts = Seconds((make.transition if once is None else once) / 1000)
        on = says.get("on")
        is_on = on if isinstance(on, bool) else (not shown.on if on == "t" else None)
        level = _whole(says.get("bri"), 0, SCALE)
        return Heard(make, (_to(level, is_on, _mired(says), lasts),))

    def _old_words(self, says: str, shown: Shown) -> Heard:
        """The HTTP API: A=64&T=1."""
        words = dict(pair.split("=", 1) for pair in says.split("&") if "=" in pair)
        level = int(words["A"]) % 256 if words.get("A", "").isdecimal() else None
        turn = {"0": False, "1": True, "2": not shown.on}.get(words.get("T", ""))
        return Heard(self, (_to(level, turn, None, Seconds(self.transition / 1000)),))


def _to(
    level: int | None,
    on: bool | None,  # noqa: FBT001  # as the words have it
    mired: float | None,
    lasts: Seconds,
) -> Command:
    if level is not None and on is None:
        on = level > 0
    return Command(on, level / SCALE if level else None, mired, lasts)


def _tenths(value: object) -> int | None:
    """Milliseconds of a length in tenths of a second, in 16 bits as they fall."""
    tenths = _whole(value, 0, WORD - 1)
    return None if tenths is None else tenths * 100 % WORD


def _mired(says: dict[str, object]) -> float | None:
    parts = says.get("seg")
    part = parts[0] if isinstance(parts, list) and parts else parts
    cct = _whole(part.get("cct"), 0, 20_000) if isinstance(part, dict) else None
    if cct is None:
        return None
    if cct <= SCALE:
        return 1e6 / (WARMEST + cct * (COOLEST - WARMEST) / SCALE)
    return 1e6 / min(COOLEST, max(WARMEST, cct))


def _whole(value: object, low: int, high: int) -> int | None:
    number = number_in(value, low, high) if isinstance(value, int) else None
    return None if number is None else int(number)
