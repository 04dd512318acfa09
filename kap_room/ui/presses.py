"""Which press of a key counts.

A terminal tells when a key goes down, never when it comes up, so a key that is held
looks like a row of presses.

Nothing is known here about what a key does, and no time is asked for but from the
clock that was handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from kap_room.plan.units import Seconds

Clock = Callable[[], float]
"""The monotonic clock."""

APART: Final = Seconds(0.7)
"""Repeat begins 250 to 660 ms after a press and goes on every 30 to 50 ms: a longer
pause between two events means that the key was let go."""


class Counts(Enum):
    """How often one key counts."""

    ONCE = "once"
    """Until it was let go."""
    TWICE = "twice"
    """Once more while it is held: to be silent sooner is never a harm. After that it
    counts now and again, because a silence asked for must not be lost either."""
    ALWAYS = "always"


@dataclass(slots=True)
class _Row:
    """A row of events of one key, none of them further apart than `APART`."""

    last: float
    counted: int
    counted_last: float


@dataclass(slots=True)
class Presses:
    clock: Clock
    _rows: dict[str, _Row] = field(default_factory=dict)

    def count(self, key: str, counts: Counts = Counts.ONCE) -> bool:
        """Take in one event of this key, and say whether it is a press."""
        now = self.clock()
        row = self._rows.get(key)
        if row is None or now - row.last >= APART:
            self._rows[key] = _Row(now, 1, now)
            return True
        row.last = now
        if not _counts_again(row, counts, now):
            return False
        row.counted += 1
        row.counted_last = now
        return True


def _counts_again(row: _Row, counts: Counts, now: float) -> bool:
    match counts:
        case Counts.ALWAYS:
            return True
        case Counts.TWICE:
            return row.counted == 1 or now - row.counted_last >= APART
        case Counts.ONCE:
            return False
