"""How intense the music of a phase should be, from its beginning to its end.

The shapes follow what is published on music in such sessions: calm and even before the
dose, slowly upwards in the onset, a peak that goes on building without a step, a long
way down, and afterwards little. The numbers are ours, and every one gives way to
`--intensity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kap_room.library.building.kinds import Kind


@dataclass(frozen=True, slots=True)
class Arc:
    lowest: int
    highest: int
    """Intensities that belong into the phase."""
    points: tuple[tuple[float, float], ...]
    """Share of the phase, and how far from lowest to highest; straight between."""
    words: bool = False
    """Whether a voice may sing words: they call a person back."""
    darker: bool = False
    """Peaks that therapists recommend are less bright than what comes before."""

    def within(self, lowest: int, highest: int) -> Arc:
        """The same way through another range."""
        return Arc(lowest, highest, self.points, self.words, self.darker)

    def intensity_at(self, share: float) -> float:
        """What is wanted at this share of the phase, from 0 to 1."""
        here = min(max(share, 0.0), 1.0)
        for (begins, low), (ends, high) in pairwise(self.points):
            if here <= ends:
                way = low + (high - low) * (here - begins) / (ends - begins)
                return self.lowest + way * (self.highest - self.lowest)
        return float(self.highest)

    @property
    def direction(self) -> int:
        """1 where it rises from first to last, -1 where it falls, 0 where it stays."""
        first, last = self.points[0][1], self.points[-1][1]
        return (last > first) - (last < first)


ARCS: Final[Mapping[Kind, Arc]] = {
    Kind.ARRIVAL: Arc(1, 2, ((0.0, 0.2), (1.0, 0.2))),
    Kind.ONSET: Arc(1, 3, ((0.0, 0.0), (1.0, 1.0))),
    Kind.PEAK: Arc(3, 5, ((0.0, 0.2), (0.4, 0.4), (1.0, 0.9)), darker=True),
    Kind.RETURN: Arc(1, 3, ((0.0, 1.0), (1.0, 0.0))),
    Kind.INTEGRATION: Arc(1, 2, ((0.0, 0.5), (1.0, 0.0)), words=True),
}
