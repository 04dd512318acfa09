"""What waits to be written: in order, in bounds, and never twice.

While the disk is full a session may go on for hours. The therapist's words are kept
the longest; what goes first is the record of the room that nobody asked to be told of.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from kap_room.engine.ports import Entry

MOST: Final = 5000
"""Entries kept in memory: several sessions, and at most some tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it was when the session began."""

    kind: str
    """scene | playlist"""
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One call: all of it is written, or none."""

    entries: tuple[Entry, ...] = ()
    checkpoint: str | None = None
    ticket: int | None = None
    copies_of: str | None = None
    """The session that these copies belong to."""
    copies: tuple[Copy, ...] = ()

    @property
    def is_spare(self) -> bool:
        """Whether no word of a person is in it, and nothing of a session's files."""
        words = any(entry.stream == "process" for entry in self.entries)
        return not words and not self.copies


class Waiting:
    """Not safe from several threads: its owner holds a lock."""

    def __init__(self, most: int = MOST) -> None:
        self._wishes: deque[Wish] = deque()
        self._most = most
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._wishes)

    def add(self, wish: Wish) -> tuple[Wish, ...]:
        """Those that had to go for it."""
        self._wishes.append(wish)
        self._count += len(wish.entries)
        return self._shed()

    def take(self) -> tuple[Wish, ...]:
        taken = tuple(self._wishes)
        self._wishes.clear()
        self._count = 0
        return taken

    def put_back(self, wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
        """Before all that came since; as `add`."""
        self._wishes.extendleft(reversed(_with_one_checkpoint(wishes)))
        self._count += sum(len(wish.entries) for wish in wishes)
        return self._shed()

    def _shed(self) -> tuple[Wish, ...]:
        shed = []
        while self._count > self._most and len(self._wishes) > 1:
            spare = next((w for w in self._wishes if w.is_spare), self._wishes[0])
            self._wishes.remove(spare)
            self._count -= len(spare.entries)
            shed.append(spare)
        return tuple(shed)


def _with_one_checkpoint(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """A checkpoint replaces the one before: in hours of a full disk they would add up.

    A wish that held nothing else is gone with it.
    """
    kept: list[Wish] = []
    checkpoint = None
    for wish in wishes:
        checkpoint = wish.checkpoint or checkpoint
        if wish.entries or wish.copies or wish.ticket is not None:
            kept.append(
                Wish(wish.entries, None, wish.ticket, wish.copies_of, wish.copies)
            )
    if checkpoint is not None:
        kept.append(Wish(checkpoint=checkpoint))
    return tuple(kept)
