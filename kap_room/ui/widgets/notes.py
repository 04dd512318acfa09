"""The last notes.

The words of a note are taken away a few seconds after it is saved: people sit up and
read.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import NoteView
from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label
from kap_room.ui.words import notes_words, one_line

HIDES_AFTER: Final = 5.0
"""Seconds after a note is saved."""


class Notes(Panel):
    DEFAULT_CSS = "Notes { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._count = 0
        self._last: NoteView | None = None
        self._age = 0.0

    def show(self, count: int, last: tuple[NoteView, ...], age: float) -> None:
        """`age` is how long ago the snapshot came."""
        self._count = count
        self._last = min(last, key=lambda note: note.age_s, default=None)
        self._age = age
        left = self._left()
        if left > 0:
            self.set_timer(left, self.draw)
        self.draw()

    def _left(self) -> float:
        """How long the words of the last note may still be seen."""
        if self._last is None or not self._last.saved:
            return 0.0
        return HIDES_AFTER - self._last.age_s - self._age

    @override
    def parts(self) -> tuple[Part, ...]:
        said, last = notes_words(self._count), self._last
        if last is None:
            return (label("notes"), (said, DIM))
        if not last.saved:
            return (label("notes"), (f"{said}   saving", PLAIN))
        saved = f"{said}   last saved {last.wall}"
        if self._left() <= 0:
            return (label("notes"), (saved, PLAIN))
        room = self.size.width - LABEL - len(saved) - 3
        words = cut(one_line(last.text), max(0, room))
        return (label("notes"), (saved, PLAIN), (f"   {words}", BRIGHT))
