"""What the engine said to the last key, until it has been read."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.ui.presses import Clock
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut
from kap_room.ui.words import one_line

STAYS: Final = 12.0
"""Seconds. Long enough for someone who looks up late; after that it would mislead."""


class Said(Panel):
    DEFAULT_CSS = "Said { height: 1; }"

    def __init__(self, clock: Clock, name: str | None = None) -> None:
        super().__init__(name)
        self._clock = clock
        self._words = ""
        self._aside = ""
        self._keys = ""
        self._ok = True
        self._at = 0.0

    def say(self, words: str, *, ok: bool = True) -> None:
        self._words, self._aside, self._ok = one_line(words), "", ok
        self._at = self._clock()
        self.draw()

    def add(self, aside: str) -> None:
        """Beside the answer, which stays: the key that was held down."""
        self._aside, self._at = aside, self._clock()
        self.draw()

    def offer(self, keys: str) -> None:
        """What keys mean for the moment, beside what they are about."""
        if keys != self._keys:
            self._keys = keys
            self.draw()

    def tick(self) -> None:
        if (self._words or self._aside) and self._clock() - self._at >= STAYS:
            self.say("")

    @override
    def parts(self) -> tuple[Part, ...]:
        beside = self._keys or self._aside
        aside = f"   {beside}" if beside else ""
        words = cut(self._words, self.size.width - len(aside))
        style = PLAIN if self._keys else DIM
        return ((words, BRIGHT if self._ok else CARE), (aside, style))
