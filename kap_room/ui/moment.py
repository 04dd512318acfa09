"""The moments after a mark, in which left and right correct when it was.

Longer than it is shown it never acts; and for a second after it has gone, left and
right do nothing, so that a hand that was correcting a dose does not change the track.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from kap_room.exchange.commands import Command, MoveMark
from kap_room.plan.units import Seconds
from kap_room.ui.presses import Clock

LASTS: Final = Seconds(8.0)
"""After the mark, and after each correction."""

REST: Final = Seconds(1.0)
"""In which a hand notices that it has gone."""

MINUTE: Final = Seconds(60.0)

MOVES: Final = {
    "previous-track": MoveMark(Seconds(-MINUTE)),
    "next-track": MoveMark(MINUTE),
}
"""By what else these keys do."""


class _Is(Enum):
    CLOSED = "closed"
    ASKED = "asked"
    """The mark is on its way; a correction now could meet the one before."""
    OPEN = "open"


@dataclass(slots=True)
class Moment:
    clock: Clock
    _is: _Is = _Is.CLOSED
    _since: float = -LASTS - REST
    _number: int = 0

    def asked(self) -> int:
        """A mark was sent; the number is for its answer."""
        self._number += 1
        self._is, self._since = _Is.ASKED, self.clock()
        return self._number

    def answered(self, number: int, *, ok: bool) -> None:
        if number != self._number or self._is is not _Is.ASKED:
            return
        self._is = _Is.OPEN if ok else _Is.CLOSED
        self._since = self.clock() if ok else -LASTS - REST

    def close(self) -> None:
        """Another key: what left and right do is theirs again at once."""
        self._is, self._since = _Is.CLOSED, self.clock() - LASTS - REST

    @property
    def is_open(self) -> bool:
        return self._is is _Is.OPEN and self.clock() - self._since < LASTS

    @property
    def left(self) -> float:
        return max(0.0, LASTS - (self.clock() - self._since))

    def holds(self, name: str) -> bool:
        """Whether this key is not for the music now."""
        if name not in MOVES or self._is is _Is.CLOSED:
            return False
        return self.clock() - self._since < LASTS + REST

    def move(self, name: str) -> Command | None:
        """The correction; None while there is nothing to correct yet, or no more."""
        if not self.is_open:
            return None
        self._since = self.clock()
        return MOVES[name]
