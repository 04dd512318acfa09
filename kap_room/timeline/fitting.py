"""Which tracks, in which order, so that the music's own end meets the turn (`fit`).

A subset of lengths that adds up to a wanted sum, found over tenths of a second: all
sums that a pool can reach are the bits of one number, so a track costs one shift and
one or. The track that sounds is never touched: only what comes after it is chosen.

The same pool, stretch and seed always come to the same choice. Nothing in here knows a
clock, a file or a phase.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.sums import Way, nearest_way

CLOSE: Final = Seconds(5.0)
"""A track that is over this close to the turn is heard to end there."""

FITTED: Final = Seconds(3600.0)
"""Only so much before the turn is fitted; what a longer stretch begins with is taken as
it comes, because there is time enough left to make good for it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A track as the fitting sees it."""

    name: str
    """Unlike any other in the pool."""
    lasts: Seconds
    """How long it is heard, without what the programme leaves out of its end."""
    intensity: int | None = None
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that is to be filled."""

    turns_in: Seconds
    crossfade: Seconds
    past_turn: Seconds = Seconds(0.0)
    """How far beyond the turn the last track is to go on: the crossfade into the next
    phase begins at the turn, and what it leaves should last just as long."""
    lead_lasts: Seconds = Seconds(0.0)
    """How long the track that sounds now is still heard; none sounds where it is 0."""
    lead_intensity: int | None = None
    """Where the order is kept, it goes on from here."""

    @property
    def begins_in(self) -> Seconds:
        """When the first that is chosen enters."""
        over = min(self.crossfade, self.lead_lasts / 2)
        return Seconds(self.lead_lasts - over)

    @property
    def over_in(self) -> Seconds:
        """When the last that is chosen should be over."""
        return Seconds(self.turns_in + self.past_turn)


@dataclass(frozen=True, slots=True)
class Fitting:
    chosen: tuple[Piece, ...]
    misses: Seconds
    """By how much the music is over after its moment; negative is before it."""

    @property
    def fits(self) -> bool:
        return abs(self.misses) <= CLOSE

    @property
    def says(self) -> str:
        """What a run sheet says of it."""
        off = clock_words(Seconds(abs(self.misses)))
        if off == "0:00":
            return "a track ends on the turn"
        word = "after" if self.misses > 0 else "before"
        return f"a track ends {off} {word} the turn"


def asked_direction(intensities: Sequence[int | None]) -> int:
    """1 where a playlist was written to rise, -1 to fall, 0 where it asks for nothing.

    It asks only where each track has an intensity and none goes against the others.
    """
    known = [each for each in intensities if each is not None]
    if len(known) < len(intensities) or len(set(known)) < 2:  # noqa: PLR2004 - a way
        return 0
    if known == sorted(known):
        return 1
    return -1 if known == sorted(known, reverse=True) else 0


def fit(
    pool: Sequence[Piece], stretch: Stretch, *, direction: int = 0, seed: int = 0
) -> Fitting:
    """The choice that ends closest to the turn; nothing heard while something is new.

    The pool is in the order of its playlist, without the track that sounds.
    """
    usable = [piece for piece in pool if _goes_on(piece, stretch, direction)]
    # By name and seed, so that one track less does not shuffle all the others.
    usable.sort(key=lambda piece: crc32(f"{seed}/{piece.name}".encode()))
    taken, wanted = _taken_as_it_comes(usable, stretch)
    names = {piece.name for piece in taken}
    rest = [piece for piece in usable if piece.name not in names]
    way = _way(rest, wanted, stretch, may_be_none=bool(taken))
    names |= {piece.name for piece in way}
    chosen = [piece for piece in pool if piece.name in names]
    chosen.sort(key=lambda piece: (direction * (piece.intensity or 0), piece.heard))
    return Fitting(tuple(chosen), misses(chosen, stretch))


def _goes_on(piece: Piece, stretch: Stretch, direction: int) -> bool:
    lead = stretch.lead_intensity
    if not direction or lead is None or piece.intensity is None:
        return True
    return (piece.intensity - lead) * direction >= 0


def _taken_as_it_comes(
    pool: Iterable[Piece], stretch: Stretch
) -> tuple[tuple[Piece, ...], Seconds]:
    """What begins a very long stretch, and how much is left to be fitted."""
    wanted = stretch.over_in - stretch.begins_in - stretch.crossfade
    taken: list[Piece] = []
    for piece in sorted(pool, key=lambda piece: piece.heard):
        if wanted <= FITTED:
            break
        taken.append(piece)
        wanted -= _step(piece, stretch.crossfade)
    return tuple(taken), Seconds(wanted)


def _way(
    pool: Sequence[Piece], wanted: Seconds, stretch: Stretch, *, may_be_none: bool
) -> tuple[Piece, ...]:
    """The tracks whose steps add up to what is wanted, or come closest to it.

    Where all that is new is too short, what was heard is used for the rest.
    """
    fresh = [piece for piece in pool if not piece.heard]
    known = [piece for piece in pool if piece.heard]
    steps = [_step(piece, stretch.crossfade) for piece in fresh]
    none = may_be_none or stretch.lead_lasts > 0.0
    if not known or sum(steps) > wanted:
        way: Way = nearest_way(steps, (), wanted, close=CLOSE, may_be_none=none)
        return tuple(fresh[n] for n in way.first)
    again = [_step(piece, stretch.crossfade) for piece in known]
    left = Seconds(wanted - sum(steps))
    none = none or bool(fresh)
    way = nearest_way((), again, left, close=CLOSE, may_be_none=none)
    return (*fresh, *(known[n] for n in way.second))


def _step(piece: Piece, crossfade: Seconds) -> Seconds:
    """How much later the music is over for this track between two longer ones.

    A crossfade takes at most half of the shorter track, so a very short one shortens
    both of its crossfades and is worth one whole.
    """
    if piece.lasts < 2 * crossfade:
        return crossfade
    return Seconds(piece.lasts - crossfade)


def misses(chosen: Sequence[Piece], stretch: Stretch) -> Seconds:
    """By how much the last of these is over after its moment."""
    over_in, before = float(stretch.lead_lasts), stretch.lead_lasts
    for piece in chosen:
        crossfade = min(stretch.crossfade, piece.lasts / 2, before / 2)
        over_in += piece.lasts - crossfade
        before = piece.lasts
    return Seconds(over_in - stretch.over_in)
