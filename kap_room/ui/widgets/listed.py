"""A list of any length, of which only the rows that are seen are ever drawn.

Twenty thousand tracks cost no more here than twenty.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from typing_extensions import override

from kap_room.ui.theme import BRIGHT, FAINT, RAISED
from kap_room.ui.widgets.panel import Panel, Part, cells, lines

RowOf = Callable[[int, int], tuple[Part, ...]]
"""The words of one row, by its number and the cells there are."""


class Listed(Panel):
    """It knows how many rows there are, which is chosen and which are seen."""

    DEFAULT_CSS = "Listed { height: 1fr; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._count = 0
        self._row: RowOf = lambda _at, _width: ()
        self._first = 0
        self._in_hand = False
        self.at = 0
        """The row that is chosen."""

    def show(self, count: int, row: RowOf, *, at: int, in_hand: bool) -> None:
        """So many rows, each drawn by `row`; `in_hand` where keys act in this list."""
        self._count, self._row, self._in_hand = count, row, in_hand
        self.at = max(0, min(at, count - 1))
        self._keep_in_sight()
        self.draw()

    @property
    def page(self) -> int:
        return max(1, self.size.height - 1)

    def _keep_in_sight(self) -> None:
        seen = max(1, self.size.height)
        self._first = max(0, min(self._first, self.at, self._count - seen))
        self._first = max(self._first, self.at - seen + 1)

    @override
    def on_resize(self, event: events.Resize) -> None:
        self._keep_in_sight()
        super().on_resize(event)

    @override
    def parts(self) -> tuple[Part, ...]:
        last = min(self._count, self._first + self.size.height)
        return lines(*(self._drawn_row(at) for at in range(self._first, last)))

    def _drawn_row(self, at: int) -> tuple[Part, ...]:
        row = self._row(at, self.size.width)
        if at != self.at:
            return row
        used = sum(cells(words) for words, _ in row)
        row = (*row, (" " * max(0, self.size.width - used), ""))
        if self._in_hand:
            return tuple((words, f"{BRIGHT} on {FAINT}") for words, _ in row)
        return tuple((words, f"{style} on {RAISED}".strip()) for words, style in row)
