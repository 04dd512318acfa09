"""A phase on the strip as cells: what was planned, and what became of it.

Heavy is what has been, light what is to come. Dots are what was planned and never will
be; a tick stands at the end as it was written, in a phase that is longer than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.exchange.snapshot import PhaseView, StripView

OPEN_COUNTS: Final = 600.0
"""How long an open phase is drawn, at most: nobody knows its length."""
NAME_NEEDS: Final = 11
"""Cells that a short phase is given if there is room, so that its name can be read."""
TOLD: Final = 60.0
"""Seconds. A smaller difference from the plan is not worth a word."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase in seconds; None where nobody knows."""

    written: float | None
    spent: float
    total: float | None
    """What it comes to, as far as one can tell."""

    @property
    def drawn(self) -> float | None:
        if self.total is None:
            return None
        return max(1.0, self.total, self.written or 0.0)

    @property
    def beyond(self) -> float:
        """How much longer than written; negative is shorter."""
        if self.written is None or self.total is None:
            return 0.0
        return self.total - self.written


def stretch(view: StripView, now: PhaseView | None) -> Stretch:
    spent = view.spent_s or 0.0
    if view.is_past:
        known = view.written_s is not None or view.lasts_s is not None
        return Stretch(view.written_s, spent, spent if known else None)
    if not view.is_now or now is None:
        return Stretch(view.written_s, 0.0, view.lasts_s)
    spent = max(spent, now.position_s)
    left = now.remaining_s
    return Stretch(view.written_s, spent, None if left is None else spent + left)


def widths(lengths: tuple[float | None, ...], width: int) -> tuple[int, ...]:
    """Cells for each phase, by length, with one cell between two."""
    known = [length for length in lengths if length is not None]
    opened = min(OPEN_COUNTS, sum(known) / len(known)) if known else OPEN_COUNTS
    drawn = [max(1.0, opened if one is None else one) for one in lengths]
    room = max(len(drawn), width - len(drawn) + 1)
    least = min(NAME_NEEDS, room // len(drawn))
    whole = sum(drawn)
    cells = [max(least, int(room * length / whole)) for length in drawn]
    while sum(cells) > room:
        cells[cells.index(max(cells))] -= 1
    cells[cells.index(max(cells))] += room - sum(cells)
    return tuple(cells)


def bar(view: StripView, of: Stretch, width: int) -> tuple[str, str]:
    """What has been, and all the rest of it, in so many cells together."""
    if of.total is None or of.drawn is None:
        done = width if view.is_past else min(1, width) if view.is_now else 0
        return "━" * done, "─" * (width - done)
    least = 1 if of.spent > 0 else 0
    done = min(width, max(least, round(width * of.spent / of.drawn)))
    total = max(done, round(width * of.total / of.drawn))
    row = "━" * done + "─" * (total - done) + "·" * (width - total)
    if of.written is not None and of.beyond >= TOLD:
        at = min(width - 1, round(width * of.written / of.drawn))
        row = row[:at] + ("┿" if at < done else "┼") + row[at + 1 :]
    return row[:done], row[done:]


def beyond_words(of: Stretch, room: int) -> str:
    """`+5 min`, or as much of it as there is room for; nothing where it is as planned.

    Behind a phase that never was there is none: its dots say so.
    """
    if abs(of.beyond) < TOLD or not of.total:
        return ""
    short = f" {int(of.beyond / TOLD):+d}"
    for words in (f"{short} min", short):
        if len(words) <= room:
            return words
    return ""
