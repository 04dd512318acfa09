"""How a strip that runs WLED is told and understood. It cannot be asked.

Written for WLED 0.13 to 0.15. Everything is told on `/api`, as JSON: the bare topic
takes any text with a `t` in it for a toggle. `tt` is this call's own transition in
tenths of a second; above 655 it wraps to next to nothing. Brightness comes back on
`/g` as plain digits, once, as it was asked for; warmth never does, but on `/c` that it
is a white or a colour.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import ONLINE, read_word, write
from kap_room.adapters.lamps.colour import shows_colour
from kap_room.adapters.lamps.dialect import (
    COOLEST,
    Answers,
    Dialect,
    Glows,
    Outgoing,
    Step,
    Warmths,
    Word,
    not_asked,
)
from kap_room.adapters.lamps.scale import glow_of
from kap_room.adapters.lamps.telling import telling
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin

BRIGHTEST: Final = 255
LONGEST: Final = 655
"""Tenths of a second; one more wraps."""

WARMTHS: Final[Warmths] = (Kelvin(1900.0), COOLEST)
"""Below, the number means something else; above 10 091 too."""


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    told = telling(lamp, step, BRIGHTEST, WARMTHS)
    if told is None:
        return None
    says: dict[str, object] = {}
    if told.on is not None:
        says["on"] = told.on
    if told.steps is not None:
        says["bri"] = told.steps
    if lamp.can is not Ability.SWITCH:
        says["tt"] = min(LONGEST, round(told.over * 10))
    if told.warmth is not None:
        says["seg"] = {"cct": round(told.warmth)}
    return f"{lamp.topic}/api", write(says)


def topics(lamp: Lamp) -> tuple[str, ...]:
    return (f"{lamp.topic}/status", f"{lamp.topic}/g", f"{lamp.topic}/c")


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == f"{lamp.topic}/status":
        yes = read_word(payload, ONLINE)
        return None if yes is None else Answers(yes)
    if topic == f"{lamp.topic}/g":
        return _light_in(lamp, payload)
    if topic == f"{lamp.topic}/c":
        return _colour_in(lamp, payload)
    return None


def _light_in(lamp: Lamp, payload: bytes) -> Glows | None:
    if len(payload) > len(b"255") or not payload.isdigit():
        return None
    steps = int(payload)
    if steps > BRIGHTEST:
        return None
    return glow_of(lamp, BRIGHTEST, on=steps > 0, steps=steps)


def _colour_in(lamp: Lamp, payload: bytes) -> Glows | None:
    if len(payload) > len(b"#WWRRGGBB") or not payload.startswith(b"#"):
        return None
    # White diodes stand before the colour, and without a leading zero.
    digits = payload[-6:].decode("ascii", errors="replace")
    coloured = shows_colour(digits)
    if coloured is None or lamp.can is not Ability.WARMTH:
        return None
    return Glows(None, None, coloured, white=not coloured)


WLED: Final = Dialect(
    BRIGHTEST, set_message, not_asked, topics, hear, lambda _: WARMTHS
)
