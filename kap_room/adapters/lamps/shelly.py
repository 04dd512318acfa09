"""How a Shelly of the second generation and later is told, asked and understood.

Written for Gen2 to Gen4 firmware 1.x. Everything goes over `PREFIX/rpc`, which works
with `enable_control` off, as it is delivered. Brightness is percent, the transition in
seconds. The topic is the device's prefix, and its light 0; another of its outputs is
written behind it, as in `prefix/light:1`, `prefix/cct:0` (which can do warmth, in
kelvin) or `prefix/switch:0`. Answers come where the question says, and nowhere else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.broker_line.payload import (
    number_in,
    plain_length,
    read_object,
    read_word,
    write,
)
from kap_room.adapters.lamps.dialect import (
    COOLEST,
    WARMEST,
    Answers,
    Dialect,
    Glows,
    Outgoing,
    Step,
    Warmths,
    Word,
)
from kap_room.adapters.lamps.scale import glow_of
from kap_room.adapters.lamps.telling import telling
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin

BRIGHTEST: Final = 100
WARMTHS: Final[Warmths] = (Kelvin(2700.0), Kelvin(6500.0))
"""A call with any other is refused, brightness and all."""


@dataclass(frozen=True, slots=True)
class Part:
    """One output of a device."""

    prefix: str
    kind: str
    number: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.number}"

    @property
    def method(self) -> str:
        return _METHODS[self.kind]


def part_of(lamp: Lamp) -> Part:
    prefix, _, last = lamp.topic.rpartition("/")
    kind, _, number = last.partition(":")
    if prefix and kind in _METHODS and number in _NUMBERS:
        return Part(prefix, kind, int(number))
    return Part(lamp.topic, "light", 0)


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    part = part_of(lamp)
    told = telling(lamp, step, BRIGHTEST, WARMTHS)
    if told is None:
        return None
    says: dict[str, object] = {"id": part.number}
    if told.on is not None:
        says["on"] = told.on
    if told.steps is not None:
        says["brightness"] = told.steps
    if told.warmth is not None and part.kind == "cct":
        says["ct"] = round(told.warmth)
    if len(says) == 1:
        return None
    if lamp.can is not Ability.SWITCH and part.kind != "switch":
        says["transition_duration"] = plain_length(told.over)
    return _call(lamp, part, "Set", says)


def get_message(lamp: Lamp) -> Outgoing:
    part = part_of(lamp)
    return _call(lamp, part, "GetStatus", {"id": part.number})


def topics(lamp: Lamp) -> tuple[str, ...]:
    part = part_of(lamp)
    return (
        f"{part.prefix}/online",
        f"{_asker(lamp)}/rpc",
        f"{part.prefix}/events/rpc",
        f"{part.prefix}/status/{part.key}",
    )


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    part = part_of(lamp)
    if topic == f"{part.prefix}/online":
        yes = read_word(payload, _ONLINE)
        return None if yes is None else Answers(yes)
    says = read_object(payload)
    if says is None:
        return None
    if topic == f"{part.prefix}/status/{part.key}":
        return _light_in(lamp, part, says)
    if topic == f"{part.prefix}/events/rpc" and says.get("method") in _NOTICES:
        return _light_in(lamp, part, _inside(says, "params", part.key))
    if topic == f"{_asker(lamp)}/rpc":
        return _light_in(lamp, part, _inside(says, "result"))
    return None


_METHODS: Final = {"light": "Light", "cct": "CCT", "switch": "Switch"}
_NUMBERS: Final = frozenset("0123456789")
_ONLINE: Final = {"true": True, "false": False}
_NOTICES: Final = ("NotifyStatus", "NotifyFullStatus")


def _call(lamp: Lamp, part: Part, what: str, params: dict[str, object]) -> Outgoing:
    says = {
        "id": 1,
        "src": _asker(lamp),
        "method": f"{part.method}.{what}",
        "params": params,
    }
    return f"{part.prefix}/rpc", write(says)


def _asker(lamp: Lamp) -> str:
    # Answers name the device by its number, which no room file holds: a topic of its
    # own for each lamp keeps one from answering for another.
    return f"kap-room-{hashlib.sha256(lamp.topic.encode()).hexdigest()[:12]}"


def _inside(says: dict[str, object], *keys: str) -> dict[str, object]:
    found: object = says
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _light_in(lamp: Lamp, part: Part, says: dict[str, object]) -> Glows | None:
    if "id" in says and says["id"] != part.number:
        return None
    on = says.get("output")
    kelvin = number_in(says.get("ct"), WARMEST, COOLEST)
    return glow_of(
        lamp,
        BRIGHTEST,
        on=on if isinstance(on, bool) else None,
        steps=number_in(says.get("brightness"), 0, BRIGHTEST),
        warmth=None if kelvin is None else Kelvin(kelvin),
    )


SHELLY: Final = Dialect(
    BRIGHTEST, set_message, get_message, topics, hear, lambda _: WARMTHS
)
