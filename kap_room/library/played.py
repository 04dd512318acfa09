"""How long music is as it would play: from its first sound to its last, overlapping.

The programme that plays it is a stranger here; that both count alike is held by a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kap_room.plan.music import Measure, Track
from kap_room.plan.units import Seconds

CROSSFADE: Final = Seconds(8.0)
"""Where a phase names none."""

LEFT_OUT: Final = Seconds(2.0)
"""A crossfade is over this long before the end of the track that it leaves; of a short
one an eighth is left out."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A track that can be heard, laid behind the one before it."""

    at: Seconds
    """When it comes in, from the beginning of its phase."""
    lasts: Seconds
    index: int
    """Its place in the playlist."""


def heard_of(track: Track, measure: Measure) -> Seconds:
    """Between `from` and `to`, without a silent head and tail."""
    begins = max(track.begins, measure.begins)
    ends = measure.ends if track.ends is None else min(track.ends, measure.ends)
    return Seconds(max(0.0, ends - begins))


def laid_out(
    lengths: Sequence[tuple[int, Seconds]], crossfade: Seconds
) -> tuple[Stretch, ...]:
    """Each comes in before the last is over, by at most half the shorter of the two."""
    if not lengths:
        return ()
    at = Seconds(0.0)
    laid = [Stretch(at, lengths[0][1], lengths[0][0])]
    for (_, before), (index, lasts) in pairwise(lengths):
        over = min(crossfade, before / 2, lasts / 2) + min(LEFT_OUT, before / 8)
        at = Seconds(at + before - over)
        laid.append(Stretch(at, lasts, index))
    return tuple(laid)


def total_of(laid: Sequence[Stretch]) -> Seconds:
    return Seconds(laid[-1].at + laid[-1].lasts) if laid else Seconds(0.0)
