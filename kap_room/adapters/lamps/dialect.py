"""What a dialect is: how one make of lamp is told, asked and understood.

A dialect is pure functions beside no transport, so that every payload has a test. It
holds no state: what a lamp said before is the engine's business.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kap_room.plan.look import Light
from kap_room.plan.room import Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

LONGEST_STEP: Final = Seconds(5.0)
"""Some bulbs cannot stop a transition that runs, and then ignore every command (L4)."""

COOLEST: Final = Kelvin(10_000.0)
WARMEST: Final = Kelvin(1_000.0)

Outgoing = tuple[str, bytes]
"""A topic and its payload."""


@dataclass(frozen=True, slots=True)
class Glows:
    """What a lamp says of its light; None is not reported."""

    level: Level | None
    warmth: Kelvin | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Whether a lamp is there, said by whoever watches over it."""

    yes: bool


@dataclass(frozen=True, slots=True)
class BridgeAnswers:
    """Whether the bridge is there that this lamp hangs on."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """The lamp has just come to power, and perhaps at full."""


Word = Glows | Answers | BridgeAnswers | Joined


@dataclass(frozen=True, slots=True)
class Dialect:
    set_message: Callable[[Lamp, Light, Seconds], Outgoing | None]
    """None when the light says nothing that could be sent."""
    get_message: Callable[[Lamp], Outgoing | None]
    """None when lamps of this make cannot be asked."""
    topics: Callable[[Lamp], tuple[str, ...]]
    """Where the lamp's words come from; no wildcards."""
    hear: Callable[[Lamp, str, bytes], Word | None]
    """None is not understood: payloads are a stranger's, and may be anything."""


def bounded_light(lamp: Lamp, light: Light) -> Light:
    """The light within what any lamp can be; what is not a number is left as it is."""
    level, warmth = light.level, light.warmth
    if level is not None:
        level = _bounded_level(lamp, level)
    if warmth is not None:
        is_real = math.isfinite(warmth)
        warmth = min(COOLEST, max(WARMEST, warmth)) if is_real else None
    return Light(level, warmth)


def bounded_step(over: Seconds) -> Seconds:
    """The length of a step in tenths, as the lamps' radio has them."""
    if not math.isfinite(over):
        return LONGEST_STEP
    return Seconds(round(min(LONGEST_STEP, max(0.0, over)), 1))


def _bounded_level(lamp: Lamp, level: Level) -> Level | None:
    if not math.isfinite(level):
        return None
    if level <= 0.0:
        return Level(0.0)
    return Level(min(1.0, max(level, lamp.minimum)))
