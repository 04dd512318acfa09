"""The fingers of a device that comes and goes: what it says of itself is no press.

Many tell, as soon as somebody listens, where their faders stand and which buttons are
down, word upon word. In its first moment the first word of a device therefore waits
until it is clear that it is the only one, or that a finger has come up again; what
comes together is how the device stands. A press of one thing counts, and no hand is
doubted any longer than that moment. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kap_room.adapters.controls.fingers import (
    Fingers,
    Fired,
    Meaning,
    Moved,
    Said,
    is_down,
)
from kap_room.plan.controls import Kind
from kap_room.plan.units import Seconds

ARRIVES: Final = Seconds(0.5)
"""So long a device that has come may be telling how it stands. A pad box that was just
plugged in needs some 100 ms to begin with it."""

ALONE: Final = Seconds(0.05)
"""Without a word of another control, it was a hand: a report has a word each
millisecond, and 50 ms later is still at once to a foot."""

MANY: Final = 32
"""So many words of one control in that time are no hand either."""

Touched = tuple[Kind, int, int]

Meant = tuple[Fired | Moved, ...]


class Arriving:
    """All of one device. Ask `due` at `next_due`."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._fingers = Fingers.on(meanings)
        self._until = Seconds(float("-inf"))
        self._waiting: list[tuple[Said, Seconds]] = []
        self._by_hand: Touched | None = None
        """The control of which it is clear that a hand is on it."""
        self._reported_at: Seconds | None = None
        """The last word of a report, while there is one."""

    @property
    def next_due(self) -> Seconds | None:
        due = self._fingers.next_due
        if not self._waiting:
            return due
        clear = Seconds(self._waiting[0][1] + ALONE)
        return clear if due is None else min(due, clear)

    def came(self, reading: Seconds) -> None:
        """A port of it was opened. What waits at another one of it goes on waiting."""
        self._until = Seconds(reading + ARRIVES)

    def went(self) -> None:
        """Its cable came out: what was pressed is forgotten."""
        self._fingers.lift()
        self._waiting.clear()
        self._by_hand = self._reported_at = None

    def heard(self, said: Said, reading: Seconds) -> Meant:
        meant: Meant = self.due(reading)
        if reading >= self._until:
            meant += self._let_in()
            return meant + self._fingers.heard(said, reading)
        if self._is_report(said, reading):
            self._report(said, reading)
        elif _touched(said) == self._by_hand and not self._waiting:
            meant += _pressed(self._fingers.heard(said, reading))
        else:
            comes_up = bool(self._waiting) and not is_down(said)
            self._waiting.append((said, reading))
            if comes_up and is_down(self._waiting[0][0]):
                meant += self._let_in()
        return meant

    def due(self, reading: Seconds) -> tuple[Fired, ...]:
        """What has become clear by now."""
        alone: tuple[Fired, ...] = ()
        if self._waiting and reading >= self._waiting[0][1] + ALONE:
            alone = self._let_in()
        return alone + self._fingers.due(reading)

    def believed(self) -> tuple[Fired, ...]:
        """Another one listens from now on: what waits shall not be lost to both."""
        return self._let_in()

    def _is_report(self, said: Said, reading: Seconds) -> bool:
        last = self._reported_at
        if last is not None and reading - last < ALONE:
            return True
        if not self._waiting:
            return False
        is_other = _touched(said) != _touched(self._waiting[0][0])
        return is_other or len(self._waiting) >= MANY

    def _report(self, said: Said, reading: Seconds) -> None:
        self._reported_at, self._by_hand = reading, None
        for each in (*(word for word, _ in self._waiting), said):
            self._fingers.stands(each)
        self._waiting.clear()

    def _let_in(self) -> tuple[Fired, ...]:
        fired: tuple[Fired, ...] = ()
        for said, at in self._waiting:
            self._by_hand = _touched(said)
            fired += _pressed(self._fingers.heard(said, at))
        self._waiting.clear()
        return fired


def _touched(said: Said) -> Touched:
    return said.kind, said.number, said.channel


def _pressed(meant: Meant) -> tuple[Fired, ...]:
    """A fader that says where it stands is not moved yet."""
    return tuple(each for each in meant if isinstance(each, Fired))
