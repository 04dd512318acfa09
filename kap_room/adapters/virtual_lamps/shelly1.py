"""A Shelly bulb of the first generation: milliseconds, and five thousand of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.virtual_lamps.bulb import Command, PowerOn
from kap_room.adapters.virtual_lamps.make import Heard, Said, Shown, in_json, whole
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

SCALE: Final = 100

LONGEST: Final = 5000
"""Milliseconds; what is longer is not obeyed as a transition."""

COOLEST: Final = 6500
WARMEST: Final = 2700


@dataclass(frozen=True, slots=True)
class Shelly1:
    topic: str
    """shellies/MODEL-ID."""
    power_on: PowerOn = PowerOn.PREVIOUS
    quality: int = 1
    habits: Vices = frozenset({Vice.OPTIMISTIC})
    tells_target: bool = True
    bridged: bool = False
    period: Seconds | None = Seconds(30.0)

    @property
    def ears(self) -> tuple[str, ...]:
        lamp = f"{self.topic}/light/0"
        return (f"{lamp}/set", f"{lamp}/command", f"{self.topic}/command")

    @property
    def presence(self) -> tuple[Said, ...]:
        return (Said(f"{self.topic}/online", b"true", kept=True),)

    @property
    def will(self) -> Said | None:
        return Said(f"{self.topic}/online", b"false", kept=True)

    @property
    def announcement(self) -> tuple[Said, ...]:
        says = {"id": self.topic.rpartition("/")[2], "model": "SHBDUO-1"}
        return (Said(f"{self.topic}/announce", in_json(says)),)

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        if topic == f"{self.topic}/command":
            asks = payload in {b"update", b"announce"}
            return Heard(self, answers=self.review(shown) if asks else ())
        if topic.endswith("/command"):
            on = _turn(payload.decode("utf-8", "replace"), shown)
            return Heard(self, () if on is None else (Command(on=on),))
        says = read_object(payload)
        if says is None:
            return Heard(self)
        on = _turn(says.get("turn"), shown)
        brightness = number_in(says.get("brightness"), 1, SCALE)
        kelvin = number_in(says.get("temp"), WARMEST, COOLEST)
        lasts = number_in(says.get("transition"), 0, LONGEST)
        level = None if brightness is None else round(brightness) / SCALE
        mired = None if kelvin is None else 1e6 / kelvin
        return Heard(self, (Command(on, level, mired, Seconds((lasts or 0.0) / 1000)),))

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        del last
        says: dict[str, object] = {"ison": shown.on, "source": "mqtt", "mode": "white"}
        if shown.level is not None:
            says["brightness"] = whole(shown.level, SCALE)
        if shown.mired is not None:
            says["temp"] = round(1e6 / shown.mired)
        lamp = f"{self.topic}/light/0"
        word = b"on" if shown.on else b"off"
        return (Said(lamp, word), Said(f"{lamp}/status", in_json(says)))

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return self.report(shown, None)


def _turn(word: object, shown: Shown) -> bool | None:
    words = {"on": True, "off": False, "toggle": not shown.on}
    return words.get(word) if isinstance(word, str) else None
