"""What a proposed playlist should be, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kap_room.library.building.arc import Arc
from kap_room.library.catalogued import Catalogued
from kap_room.plan.room import Sound
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Wish:
    arc: Arc
    lasts: Seconds
    """How long the phase is."""
    tags: tuple[str, ...] = ()
    """Each track has all of them."""
    seed: int = 0
    """Another seed is another proposal; the same is the same, always."""
    elsewhere: frozenset[str] = frozenset()
    """Files that sound in other phases of the scene: only if nothing else will do."""
    sound: Sound = field(default_factory=Sound)


class Fitter(Protocol):
    """How long music is heard in the phase: what only the programme can say."""

    def misses(self, tracks: Sequence[Catalogued]) -> Seconds:
        """By how much the last is over after its moment; negative is before it."""
        ...

    def ending(
        self, pool: Sequence[Catalogued], after: Sequence[Catalogued], seed: int
    ) -> tuple[Catalogued, ...]:
        """What of the pool brings the music to its end closest to the turn."""
        ...

    def fits(self, misses: Seconds) -> bool:
        """Whether a track that misses by so much is heard to end on the turn."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    tracks: tuple[Catalogued, ...]
    misses: Seconds
    fits: bool
    says: tuple[str, ...] = ()
    """What should be known of it, each a sentence."""
    left_out: tuple[str, ...] = ()
    """As in `3 tracks with words`."""
