"""How the music of a phase is counted, lent to whoever proposes a playlist.

The library knows what a track is like and the timeline how long it is heard; they are
strangers. A proposal that counted in a way of its own would end on a turn that no
session has, so the programme's own sums are handed to it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.played import heard_of
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import left_out_of
from kap_room.timeline.fitting import CLOSE, Piece, Stretch, fit, misses
from kap_room.timeline.programme import CROSSFADE

SHORTEST: Final = Seconds(1.0)
"""What is left of a track that is nearly all silence."""


@dataclass(frozen=True, slots=True)
class PhaseFitter:
    """Implements the `Fitter` that a proposal asks."""

    lasts: Seconds
    crossfade: Seconds = CROSSFADE
    past_turn: Seconds = CROSSFADE
    """The crossfade into the next phase, which begins at the turn."""

    def misses(self, tracks: Sequence[Catalogued]) -> Seconds:
        return misses([_piece(each) for each in tracks], self._stretch())

    def ending(
        self, pool: Sequence[Catalogued], after: Sequence[Catalogued], seed: int
    ) -> tuple[Catalogued, ...]:
        whole = self._stretch()
        lead = Seconds(misses([_piece(each) for each in after], whole) + whole.over_in)
        by_name = {each.file: each for each in pool}
        pieces = [_piece(each) for each in pool]
        found = fit(pieces, self._stretch(lead), seed=seed)
        return tuple(by_name[piece.name] for piece in found.chosen)

    def fits(self, misses: Seconds) -> bool:
        return abs(misses) <= CLOSE

    def starts(self, tracks: Sequence[Catalogued]) -> tuple[Seconds, ...]:
        """When each comes in."""
        starts: list[Seconds] = []
        over = before = Seconds(0.0)
        for each in tracks:
            lasts = heard_length(each)
            crossfade = min(self.crossfade, lasts / 2, before / 2)
            starts.append(Seconds(over - crossfade))
            over, before = Seconds(over + lasts - crossfade), lasts
        return tuple(starts)

    def _stretch(self, lead: Seconds = Seconds(0.0)) -> Stretch:
        return Stretch(self.lasts, self.crossfade, self.past_turn, lead)


def heard_length(each: Catalogued) -> Seconds:
    """Without silent ends, and what the programme does not use of its end."""
    lasts = heard_of(Track(each.file), each.measure)
    return Seconds(max(SHORTEST, lasts - left_out_of(lasts)))


def _piece(each: Catalogued) -> Piece:
    return Piece(each.file, heard_length(each))
