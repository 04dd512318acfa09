"""How often a lamp is asked what it is, when everything says that it may have changed.

A bridge that comes and goes three hundred times a second would have each of its lamps
asked as often, over a radio that carries the commands too. So a lamp rests between two
questions, and is asked once more after the last change. Time is handed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

REST: Final = 2.0
"""Seconds. A lamp answers in less, and is to be known within so long (L5)."""


def later(seconds: float, does: Callable[[], None]) -> None:
    """On a thread of its own."""
    timer = threading.Timer(seconds, does)
    timer.daemon = True
    timer.start()


class Asking:
    """Told on any thread; asks on that one, or after the rest on one of its own."""

    def __init__(
        self,
        ask: Callable[[str], object],
        now: Callable[[], float],
        does_later: Callable[[float, Callable[[], None]], None] = later,
    ) -> None:
        self._ask = ask
        self._now = now
        self._later = does_later
        self._lock = threading.Lock()
        self._rests_until: dict[str, float] = {}
        self._waiting: set[str] = set()

    def want(self, lamp: str) -> None:
        """Ask it now, or once when it has rested."""
        with self._lock:
            left = self._left(lamp)
            if left > 0.0:
                if not self._waiting:
                    self._later(left, self._ask_rested)
                self._waiting.add(lamp)
                return
            self._rests_until[lamp] = self._now() + REST
        self._ask(lamp)

    def _left(self, lamp: str) -> float:
        return self._rests_until.get(lamp, 0.0) - self._now()

    def _ask_rested(self) -> None:
        with self._lock:
            rested = {lamp for lamp in self._waiting if self._left(lamp) <= 0.0}
            self._waiting -= rested
            if self._waiting:
                self._later(min(map(self._left, self._waiting)), self._ask_rested)
            until = self._now() + REST
            self._rests_until |= dict.fromkeys(rested, until)
        for lamp in sorted(rested):
            self._ask(lamp)
