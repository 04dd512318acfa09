"""What a dialect is: how one make of lamp is told, asked and understood.

A dialect is pure functions beside no transport, so that every payload has a test. It
holds no state: what a lamp was before a step is handed to it.
"""

from __future__ import annotations

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


UNKNOWN: Final = Light()
"""What a lamp is that nobody has told, and that has said nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a lamp is to become, by when, and what it is as far as anybody knows."""

    light: Light
    over: Seconds
    before: Light = UNKNOWN
    """Some lamps are told a speed and not a length: it depends on how far they go."""


@dataclass(frozen=True, slots=True)
class Glows:
    """What a lamp says of its light; None is not reported."""

    level: Level | None
    warmth: Kelvin | None
    coloured: bool = False
    """It says that it shows a colour; False is also that it said nothing of it."""
    lit: bool = False
    """It says that it is on, and not how bright."""
    if_lit: bool = False
    """It says how bright, and not that it is on: in the dark that may be for later."""
    white: bool = False
    """It says that it shows a white, and not how warm a one."""


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


Warmths = tuple[Kelvin, Kelvin]
"""The warmest and the coolest that can be told."""

ANY_WARMTH: Final[Warmths] = (WARMEST, COOLEST)


def any_warmth(_lamp: Lamp) -> Warmths:
    """For makes that take what is nearest to what they can."""
    return ANY_WARMTH


def no_bridge(_lamp: Lamp) -> tuple[str, ...]:
    """For makes that speak for themselves."""
    return ()


@dataclass(frozen=True, slots=True)
class Dialect:
    brightest: int
    """How many steps of brightness there are above off."""
    set_message: Callable[[Lamp, Step], Outgoing | None]
    """None when the step says nothing that could be sent."""
    get_message: Callable[[Lamp], Outgoing | None]
    """None when lamps of this make cannot be asked."""
    topics: Callable[[Lamp], tuple[str, ...]]
    """Where the lamp's words come from; no wildcards. Whether it is there comes first:
    a broker tells what it kept in this order."""
    hear: Callable[[Lamp, str, bytes], Word | None]
    """None is not understood: payloads are a stranger's, and may be anything."""
    warmths: Callable[[Lamp], Warmths] = any_warmth
    """Some refuse a whole message for a warmth that they do not have."""
    bridge: Callable[[Lamp], tuple[str, ...]] = no_bridge
    """Those of the topics where a bridge speaks, of all that hangs on it."""


def not_asked(_lamp: Lamp) -> None:
    """For makes that tell what they are when it changes, and at no other time."""
