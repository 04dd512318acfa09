"""How often a lamp is asked, however often somebody wants to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from kap_room.adapters.lamps.asking import REST, Asking


@dataclass
class Clock:
    """A clock that stands until it is moved, and what it is to do then."""

    now: float = 100.0
    does: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def later(self, seconds: float, does: Callable[[], None]) -> None:
        self.does.append((self.now + seconds, does))

    def wait(self, seconds: float) -> None:
        until = self.now + seconds
        while due := [each for each in self.does if each[0] <= until]:
            first = min(due, key=lambda each: each[0])
            self.does.remove(first)
            self.now = first[0]
            first[1]()
        self.now = until


@dataclass
class Asker:
    clock: Clock = field(default_factory=Clock)
    asked: list[tuple[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._asking = Asking(self._ask, lambda: self.clock.now, self.clock.later)

    def want(self, lamp: str) -> None:
        self._asking.want(lamp)

    def _ask(self, lamp: str) -> None:
        self.asked.append((lamp, self.clock.now))


def test_a_lamp_is_asked_at_once() -> None:
    """Nobody has asked it lately."""
    asker = Asker()
    asker.want("floor")
    asker.clock.wait(REST + 1.0)
    asker.want("floor")
    assert asker.asked == [("floor", 100.0), ("floor", 101.0 + REST)]


def test_a_lamp_that_everything_speaks_of_is_asked_now_and_then() -> None:
    """And once more when it is over, so that the last change is not missed."""
    asker = Asker()
    for _ in range(1_000):
        asker.want("floor")
        asker.clock.wait(0.01)
    asker.clock.wait(60.0)
    times = [at for _, at in asker.asked]
    assert times[0] == 100.0
    assert all(b - a >= REST - 0.001 for a, b in pairwise(times))
    assert 110.0 <= times[-1] <= 110.0 + REST


def test_one_lamp_does_not_wait_for_another() -> None:
    """Each has its own rest."""
    asker = Asker()
    asker.want("floor")
    asker.clock.wait(REST / 2)
    asker.want("floor")
    asker.want("bed")
    asker.want("bed")
    asker.clock.wait(60.0)
    half = 100.0 + REST / 2
    first, last = ("floor", 100.0 + REST), ("bed", half + REST)
    assert asker.asked == [("floor", 100.0), ("bed", half), first, last]
