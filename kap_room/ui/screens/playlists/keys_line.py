"""The keys that act now: of the side that is in hand, or of the line that is open."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.ui.screens.playlists.keys import Pane, shown_in
from kap_room.ui.theme import DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cells, cut, lines
from kap_room.ui.words import one_line

GAP: Final = 2
ROWS: Final = 3

HINTS: Final = {
    "trim": "decibels, as in -2 dB; nothing is no trim",
    "from": "where it starts, as in 0:12; nothing is its beginning",
    "to": "where it is over, as in 7:40; nothing is its end",
    "tags": "with commas between them",
    "said intensity": "1 calm to 5 intense, wherever it plays; nothing: as estimated",
    "said tags": "with commas between them, wherever it plays",
}


class PlaylistKeys(Panel):
    DEFAULT_CSS = "PlaylistKeys { height: 3; }"

    def __init__(self, *, can_hear: bool) -> None:
        super().__init__()
        self._pane = Pane.LIBRARY
        self._purpose = ""
        self._can_hear = can_hear
        self._back: str | None = None

    def show(self, pane: Pane, purpose: str, take_back: str | None) -> None:
        """The purpose is that of the line that is open; empty where none is.

        `take_back` says in words what would be taken back.
        """
        self._pane, self._purpose, self._back = pane, purpose, take_back
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._purpose:
            hint = HINTS[self._purpose]
            return (
                ("Enter", PLAIN),
                (" take it   ", DIM),
                ("Esc", PLAIN),
                (" leave it as it was   ", DIM),
                (hint, DIM),
            )
        rows: list[tuple[Part, ...]] = []
        for keys in shown_in(self._pane, can_hear=self._can_hear):
            named = [(one.shown, one.brief) for one in keys]
            rows += _wrapped(named, self.size.width)
        if self._back:
            rows = self._with_way_back(rows, self._back)
        return lines(*rows)

    def _with_way_back(
        self, rows: list[tuple[Part, ...]], back: str
    ) -> list[tuple[Part, ...]]:
        """In a row of its own, or where there is none left behind the last keys."""
        key = "Bksp" if self._pane is Pane.PLAYLIST else "^Z"
        *above, last = rows if len(rows) == ROWS else (*rows, ())
        used = sum(cells(words) for words, _ in last) + len(key)
        said = cut(f" take back: {one_line(back)}", self.size.width - used)
        return [*above, (*last, (key, PLAIN), (said, DIM))]


def _wrapped(named: list[tuple[str, str]], width: int) -> list[tuple[Part, ...]]:
    """In rows, so that no key is cut off."""
    rows: list[list[Part]] = [[]]
    used = 0
    for key, word in named:
        needed = cells(key) + 1 + cells(word)
        if used and used + needed > width:
            rows.append([])
            used = 0
        rows[-1] += [(key, PLAIN), (f" {word}" + " " * GAP, DIM)]
        used += needed + GAP
    return [tuple(row) for row in rows]
