"""What a session's screen searches when somebody wants one track next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Hit:
    """One file of the library, in a few words."""

    file: str
    called: str
    artist: str = ""
    length: Seconds | None = None
    intensity: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    best: tuple[Hit, ...] = ()
    """Those that the words mean most likely first."""
    in_all: int = 0
    says: str = ""
    """What to do where nothing could be searched."""


class Finding(Protocol):
    """The library, while somebody types. Slow the first time: call it on a thread."""

    def find(self, words: str, most: int) -> Hits:
        """At most so many of them."""
        ...
