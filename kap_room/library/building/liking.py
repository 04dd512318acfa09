"""How well tracks suit a place in a phase, and one another: less is better.

Only what is left to choose after everything that must not be is out of the pool. One
is as much as being wrong by one step of intensity.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from kap_room.library.building.arc import Arc
from kap_room.library.building.wish import Wish
from kap_room.library.catalogued import Catalogued
from kap_room.library.evenness import MOST, heard_loudness
from kap_room.plan.music import Track
from kap_room.plan.units import Decibels

LATELY: Final = 90
"""Days after which nothing speaks against hearing a track again."""

RISE: Final = Decibels(10.0)
"""What a rise within three seconds may be without being felt."""

BRIGHT: Final = 2000.0
"""Hertz. Above this a peak's music is counted as bright."""


class Liking:
    """Everything that does not depend on the place is worked out once."""

    def __init__(self, pool: Iterable[Catalogued], wish: Wish) -> None:
        self._arc = wish.arc
        tracks = tuple(pool)
        # Counted from the last session with any of them and not from today: the same
        # catalogue is to come to the same proposal tomorrow.
        last = max((day for each in tracks if (day := _day(each))), default=None)
        self._dislikes = {
            each.file: _heard_lately(each, last) + _unquiet(each, wish.arc)
            for each in tracks
        }
        self._loudness = {
            each.file: heard_loudness(Track(each.file), each.measure, wish.sound)
            for each in tracks
        }

    def dislike(self, each: Catalogued) -> float:
        return self._dislikes[each.file]

    def at(self, each: Catalogued, share: float) -> float:
        """One track at one share of the phase."""
        off = float(each.intensity or 0) - self._arc.intensity_at(share)
        return off * off + self._dislikes[each.file]

    def after(self, before: Catalogued, each: Catalogued) -> float:
        """One track behind another."""
        jump = abs((each.intensity or 0) - (before.intensity or 0))
        apart = abs(self._loudness[each.file] - self._loudness[before.file])
        uneven = 1.0 if not math.isfinite(apart) or apart > MOST else 0.0
        return 2.0 * max(0, jump - 1) + uneven

    def of(self, tracks: Sequence[Catalogued]) -> float:
        """A whole playlist, for each of its tracks."""
        whole = sum(each.measure.length for each in tracks) or 1.0
        begun, sums = 0.0, 0.0
        for each in tracks:
            sums += self.at(each, (begun + each.measure.length / 2) / whole)
            begun += each.measure.length
        sums += sum(self.after(one, other) for one, other in pairwise(tracks))
        return sums / max(1, len(tracks))


def _heard_lately(each: Catalogued, last: date | None) -> float:
    day = _day(each)
    if day is None or last is None:
        return 0.0
    return 1.5 * max(0.0, 1.0 - (last - day).days / LATELY)


def _day(each: Catalogued) -> date | None:
    try:
        return date.fromisoformat(each.heard or "")
    except ValueError:
        return None


def _unquiet(each: Catalogued, arc: Arc) -> float:
    if each.character is None:
        return 0.0
    sums = max(0.0, each.character.rise - RISE) / RISE
    if arc.darker:
        sums += 0.5 * min(1.0, max(0.0, each.character.brightness / BRIGHT - 1.0))
    return sums
