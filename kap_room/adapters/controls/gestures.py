"""What fingers mean by going down and up: a press, a long one or a double one.

Time is handed in and nothing in here waits. A control that knows only a press fires on
its edge; one that knows more has to wait for the difference, and that is why what is
urgent knows nothing else. A contact bounces for some milliseconds: what it says then
is one press, and neither two nor a short one.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from typing import Final

from kap_room.plan.controls import Gesture
from kap_room.plan.units import Seconds

LONG_AFTER: Final = Seconds(0.6)
"""Nobody rests on a button for so long who only means to press it."""

DOUBLE_WITHIN: Final = Seconds(0.35)
"""From letting go to the second press."""

BOUNCE: Final = Seconds(0.03)
"""A worn contact is at rest after 20 ms; the quickest finger is up for twice that."""

Fired = tuple[Gesture, ...]

NONE: Final[Fired] = ()


class _Is(Enum):
    UP = auto()
    DOWN = auto()
    """And nobody knows yet what is meant."""
    DECIDED = auto()
    """Still down, or not yet at rest, and it has fired what it meant."""
    BETWEEN = auto()
    """Up, and a second press would make it a double one."""


class Presses:
    """One control. Ask `due` at `next_due`; whatever fires is told once."""

    def __init__(self, bound: Collection[Gesture], *, urgent: bool = False) -> None:
        """`urgent`: on the edge, whatever else is bound."""
        self._bound = frozenset({Gesture.PRESS}) if urgent else frozenset(bound)
        self._on_edge = self._bound == {Gesture.PRESS}
        self.lift()

    def lift(self) -> None:
        """Forget the fingers: it was pulled out, or has just come back."""
        self._is = _Is.UP
        self._down_at = Seconds(0.0)
        self._up_at: Seconds | None = None
        """When it was let go, while nobody knows whether the contact rests."""

    @property
    def next_due(self) -> Seconds | None:
        """When something becomes clear by itself; None where nothing will."""
        if self._is is _Is.UP:
            return None
        if self._is is _Is.BETWEEN:
            return Seconds((self._up_at or 0.0) + DOUBLE_WITHIN)
        if self._up_at is not None:
            return Seconds(self._up_at + BOUNCE)
        if self._is is _Is.DOWN and Gesture.LONG in self._bound:
            return Seconds(self._down_at + LONG_AFTER)
        return None

    def pressed(self, reading: Seconds) -> Fired:
        fired = self.due(reading)
        if self._is in {_Is.DOWN, _Is.DECIDED}:
            if self._up_at is not None or reading - self._down_at < BOUNCE:
                self._up_at = None
                return fired
            fired += self._let_go(reading)  # its release was lost, or it never says one
        if self._is is _Is.BETWEEN:
            self._decide(reading)
            return (*fired, Gesture.DOUBLE)
        if self._on_edge:
            self._decide(reading)
            return (*fired, Gesture.PRESS)
        self._is, self._down_at, self._up_at = _Is.DOWN, reading, None
        return fired

    def released(self, reading: Seconds) -> Fired:
        fired = self.due(reading)
        if self._is in {_Is.DOWN, _Is.DECIDED} and self._up_at is None:
            self._up_at = reading
        return fired

    def due(self, reading: Seconds) -> Fired:
        """What has become clear by now."""
        fired = NONE
        while (at := self.next_due) is not None and reading >= at:
            fired += self._clear()
        return fired

    def _clear(self) -> Fired:
        if self._is is _Is.BETWEEN:
            self.lift()
            return self._if_bound(Gesture.PRESS)
        if self._up_at is not None:
            return self._let_go(self._up_at)
        self._is = _Is.DECIDED
        return (Gesture.LONG,)

    def _let_go(self, at: Seconds) -> Fired:
        """The contact is at rest since then."""
        if self._is is _Is.DECIDED:
            self.lift()
            return NONE
        if Gesture.DOUBLE in self._bound:
            self._is, self._up_at = _Is.BETWEEN, at
            return NONE
        self.lift()
        return self._if_bound(Gesture.PRESS)

    def _decide(self, reading: Seconds) -> None:
        self._is, self._down_at, self._up_at = _Is.DECIDED, reading, None

    def _if_bound(self, gesture: Gesture) -> Fired:
        return (gesture,) if gesture in self._bound else NONE
