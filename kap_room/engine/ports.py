"""The engine's words for what it drives and hears: ports, and the inbox's messages.

An adapter implements a port and posts messages; it never touches the engine's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kap_room.exchange.order import Order, PlayerReport
from kap_room.plan.look import Light
from kap_room.plan.music import Measure
from kap_room.plan.units import Kelvin, Level, Seconds


class Lights(Protocol):
    """The lamps of the room behind whatever carries messages to them."""

    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        """Send one step, at once; False when it cannot be sent. Nothing is queued.

        `lamp` may be one of the room's `group_lamps`: one message for all of it.
        """
        ...

    def ask(self, lamp: str) -> bool:
        """Ask a lamp what it is; its answer is a `LampSaid`. False when it cannot."""
        ...

    def close(self) -> None: ...


class Sound(Protocol):
    """The player process."""

    def follow(self, order: Order) -> None:
        """Replace what the player should do. A player that is not there misses it."""
        ...


class Measurer(Protocol):
    """Whatever decodes files ahead of time, in a process of its own."""

    def want(self, files: tuple[Path, ...]) -> None:
        """Measure these, the first first; each is answered by `TrackMeasured`."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    session: str
    stream: str
    """process (the therapist's words) | record (what happened in the room)"""
    kind: str
    """The event's name."""
    data: str
    """JSON."""
    wall: str
    """ISO 8601, as the wall clock said; it may be wrong."""
    reading: Seconds
    position: Seconds
    since_dose: Seconds | None


class Journal(Protocol):
    """The record on disk. Each write is one transaction, in order, off this thread."""

    def write(
        self, entries: tuple[Entry, ...], checkpoint: str | None, ticket: int | None
    ) -> None:
        """Durable when `Written(ticket)` comes back; `NotWritten` when it cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class BrokerFound:
    """The broker answers. Every lamp is to be told again."""


@dataclass(frozen=True, slots=True)
class BrokerLost:
    says: str


@dataclass(frozen=True, slots=True)
class LampSaid:
    """What a lamp reports of itself, in the program's units; None is not reported."""

    lamp: str
    level: Level | None
    """0 when it says that it is off."""
    warmth: Kelvin | None
    coloured: bool = False
    """It shows a colour, so that its warmth means nothing: a hand chose that."""


@dataclass(frozen=True, slots=True)
class LampFound:
    """It is there again, or has just come to power: nobody knows what it shows."""

    lamp: str


@dataclass(frozen=True, slots=True)
class LampLost:
    lamp: str


@dataclass(frozen=True, slots=True)
class PlayerSaid:
    report: PlayerReport


@dataclass(frozen=True, slots=True)
class PlayerLost:
    """The player's socket closed or does not open."""


@dataclass(frozen=True, slots=True)
class TrackMeasured:
    file: Path
    measure: Measure


@dataclass(frozen=True, slots=True)
class Written:
    ticket: int


@dataclass(frozen=True, slots=True)
class NotWritten:
    ticket: int | None
    says: str


@dataclass(frozen=True, slots=True)
class PartSaid:
    """Something beside sound and light has a line of health: a controller, a hand."""

    part: str
    says: str
    ok: bool


Message = (
    BrokerFound
    | BrokerLost
    | LampSaid
    | LampFound
    | LampLost
    | PlayerSaid
    | PlayerLost
    | TrackMeasured
    | Written
    | NotWritten
    | PartSaid
)


class Inbox(Protocol):
    """Where callbacks leave word. Safe from any thread; returns at once."""

    def post(self, message: Message) -> None: ...
