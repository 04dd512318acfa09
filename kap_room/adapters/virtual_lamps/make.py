"""What a make of lamp is: what it understands, and what it says of itself.

Each make is a frozen value in a file of its own, written from what is known of the
devices and not from what this program sends them, so that the two check each other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

from kap_room.adapters.virtual_lamps.bulb import Order, PowerOn
from kap_room.adapters.virtual_lamps.vices import Vices
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a lamp."""

    topic: str
    payload: bytes
    kept: bool = False
    """The broker keeps it for whoever comes later."""
    after: Seconds = Seconds(0.0)
    """How late it comes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a lamp would say that it is."""

    on: bool
    level: float | None
    """Of a lamp that is off, what it would come back to. None is not reported."""
    mired: float | None
    """None is not reported."""
    glowing: float = 0.0
    """What comes out of it, whatever it says."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message does to a lamp."""

    make: Make
    orders: tuple[Order, ...] = ()
    answers: tuple[Said, ...] = ()
    """Of what it is, to somebody who asked."""
    said: tuple[Said, ...] = ()
    """Anything else that it replies."""


class Make(Protocol):
    @property
    def ears(self) -> tuple[str, ...]:
        """The topics that it listens to."""
        ...

    @property
    def quality(self) -> int:
        """With which it listens: 1, or 0 where its maker was content with that."""
        ...

    @property
    def presence(self) -> tuple[Said, ...]:
        """Said whenever it has found its broker."""
        ...

    @property
    def will(self) -> Said | None:
        """Said by the broker when it is gone."""
        ...

    @property
    def announcement(self) -> tuple[Said, ...]:
        """Said when it has just come to power.

        Its bridge says so at once; a lamp that speaks for itself when it has found
        its broker.
        """
        ...

    @property
    def bridged(self) -> bool:
        """It is a bridge that speaks for it."""
        ...

    @property
    def habits(self) -> Vices:
        """What every lamp of this make does."""
        ...

    @property
    def power_on(self) -> PowerOn: ...

    @property
    def tells_target(self) -> bool:
        """It reports where a glide will end, and never where it is."""
        ...

    @property
    def period(self) -> Seconds | None:
        """How often it reports unasked."""
        ...

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard: ...

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        """What it says when it changed; `last` is what it had said before."""
        ...

    def review(self, shown: Shown) -> tuple[Said, ...]:
        """What it says when it has found its broker, and every `period`."""
        ...


def in_json(says: object) -> bytes:
    return json.dumps(says, separators=(",", ":")).encode()


def on_off(*, on: bool) -> str:
    return "ON" if on else "OFF"


def whole(value: float | None, scale: int) -> int:
    """A level on a maker's scale; never 0, which no lamp that is on reports."""
    return max(1, round((1.0 if value is None else value) * scale))
