"""What a front end holds: it sends commands and watches snapshots, and owns nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from kap_room.exchange.commands import Command
from kap_room.exchange.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said to a command."""

    ok: bool
    says: str = ""
    """What was done, or the reason for the refusal: one line for the therapist."""
    lost: bool = False
    """True when no engine could be reached at all."""


class Desk(Protocol):
    """The engine as a front end sees it."""

    async def send(self, command: Command) -> Answer:
        """Answered once it is accepted; a note or mark once it is durable."""
        ...

    def snapshots(self) -> AsyncIterator[Snapshot | None]:
        """Every change, and once a second; None while the engine does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class SceneCard:
    """One scene on the start screen, already checked."""

    name: str
    path: str
    phases: tuple[tuple[str, float | None], ...]
    """Each phase and its length in seconds; None is open."""
    route: str | None = None
    problems: tuple[str, ...] = ()
    """Sentences. A scene with `can_start` false cannot be started until mended."""
    can_start: bool = True


class Shelf(Protocol):
    """Where a front end finds the scenes. Slow: call it on a thread."""

    def scenes(self) -> tuple[SceneCard, ...]: ...
