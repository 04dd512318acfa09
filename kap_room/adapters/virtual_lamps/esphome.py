"""A light of an ESPHome node with `mqtt:`.

It takes whole numbers only and passes over any other without a word: a transition of
2.5 lasts the second that is its default. It reports where a glide will end, for ever,
and a node that was without power comes back dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.adapters.broker_line.payload import read_object
from kap_room.adapters.virtual_lamps.bulb import Command, PowerOn
from kap_room.adapters.virtual_lamps.make import (
    Heard,
    Said,
    Shown,
    in_json,
    on_off,
    whole,
)
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

BYTE: Final = 255
WORD: Final = 65_535

UNLESS_TOLD: Final = 1
"""Seconds: `default_transition_length`."""


@dataclass(frozen=True, slots=True)
class EspHome:
    topic: str
    """PREFIX/light/NAME."""
    power_on: PowerOn = PowerOn.OFF
    quality: int = 1
    habits: Vices = frozenset({Vice.OPTIMISTIC})
    tells_target: bool = True
    announcement: tuple[Said, ...] = ()
    bridged: bool = False
    period: Seconds | None = None

    @property
    def ears(self) -> tuple[str, ...]:
        return (f"{self.topic}/command",)

    @property
    def presence(self) -> tuple[Said, ...]:
        return (self._is(b"online"),)

    @property
    def will(self) -> Said | None:
        return self._is(b"offline")

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        del topic
        says = read_object(payload)
        if says is None:
            return Heard(self)
        words = {"ON": True, "OFF": False, "TOGGLE": not shown.on}
        on = words.get(str(says.get("state")).upper())
        brightness = _whole_in(says.get("brightness"), BYTE)
        mired = _whole_in(says.get("color_temp"), WORD)
        lasts = _whole_in(says.get("transition"), WORD)
        if brightness == 0:
            on, brightness = False, None
        level = None if brightness is None else brightness / BYTE
        lasts = UNLESS_TOLD if lasts is None else lasts
        return Heard(self, (Command(on, level, mired, Seconds(float(lasts))),))

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        del last
        says: dict[str, object] = {"color_mode": "onoff"}
        if shown.level is not None:
            says = {"color_mode": "brightness"}
            says |= {
                "state": on_off(on=shown.on),
                "brightness": whole(shown.level, BYTE),
            }
        says |= {"state": on_off(on=shown.on), "color": {}}
        if shown.mired is not None:
            says |= {"color_mode": "color_temp", "color_temp": int(shown.mired)}
        return (Said(f"{self.topic}/state", in_json(says), kept=True),)

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return self.report(shown, None)

    def _is(self, word: bytes) -> Said:
        prefix = self.topic.rsplit("/", 2)[0]
        return Said(f"{prefix}/status", word, kept=True)


def _whole_in(value: object, most: int) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and isinstance(value, int) and 0 <= value <= most else None
