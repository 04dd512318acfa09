"""The keys that can be used now, each always in its place."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.offers import PLACES, Offer, rows, take_back
from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut, lines, pad

ALWAYS: Final = (Offer("^E", "end"), Offer("?", "all keys"), Offer("q", "quit"))
LAMP_ROW: Final = Offer("k", "lamps")
WRITING: Final = (
    Offer("Enter", "save"),
    Offer("Esc", "close, words stay"),
    Offer("F2", "silence"),
    Offer("F4", "lights up"),
    Offer("F8", "ground"),
)
EMERGENCY: Final = (
    Offer("F2", "silence"),
    Offer("F4", "lights up"),
    Offer("F8", "ground"),
    Offer("?", "all keys"),
)
LAMPS: Final = (
    Offer("← →", "choose"),
    Offer("↑ ↓", "5 %"),
    Offer("0", "off"),
    Offer("1..9", "tens"),
    Offer("r", "back to plan"),
    Offer("R", "all back"),
    Offer("Esc", "leave"),
)
BESIDE: Final = (*EMERGENCY[:3], Offer("and", "every other key as always"))
WIDEST: Final = 24
"""Cells of one place. Wider apart, the eye loses the row."""


class KeysLine(Panel):
    DEFAULT_CSS = "KeysLine { height: 5; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._snapshot = Snapshot()
        self._corrects = False
        self._is_writing = False
        self._has_lamps = False

    def show(self, snapshot: Snapshot, *, corrects: bool = False) -> None:
        self._snapshot, self._corrects = snapshot, corrects
        self.draw()

    def show_writing(self, *, on: bool) -> None:
        self._is_writing = on
        self.draw()

    def show_lamps(self, *, on: bool) -> None:
        """Whether the keys are those of the lamp row."""
        self._has_lamps = on
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._is_writing:
            return _in_places(WRITING, after=3)
        if self._has_lamps:
            return lines(_in_places(LAMPS, after=2), _in_places(BESIDE, after=3))
        if self.size.height <= len(PLACES):
            return _in_places(EMERGENCY, after=3)
        cell = min(WIDEST, max(8, self.size.width // len(PLACES[0])))
        grid = (
            self._row(row, cell)
            for row in rows(self._snapshot, corrects=self._corrects)
        )
        return lines(*grid, self._last(cell * len(PLACES[0])))

    def _row(self, row: tuple[Offer | None, ...], cell: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        for offer in row:
            parts += _offered(offer, cell) if offer else [(" " * cell, "")]
        return tuple(parts)

    def _last(self, width: int) -> tuple[Part, ...]:
        has_lamps = bool(self._snapshot.lights)
        offers = (LAMP_ROW, *ALWAYS) if has_lamps else ALWAYS
        always = _in_places(offers, after=2)
        used = sum(len(words) for words, _ in always)
        back = take_back(self._snapshot)
        room = max(0, width - used - len("Backspace ") - 1)
        said = cut(back or "", room)
        key = "Backspace " if back else " " * len("Backspace ")
        return ((key, BRIGHT), (pad(said, room + 1), PLAIN), *always)


def _in_places(offers: tuple[Offer, ...], after: int) -> tuple[Part, ...]:
    return tuple(part for offer in offers for part in _offered(offer, 0, after=after))


def _offered(offer: Offer, cell: int, *, after: int = 1) -> list[Part]:
    words = cut(offer.word, max(3, cell - len(offer.key) - 2)) if cell else offer.word
    used = len(offer.key) + 1 + len(words)
    style = f"bold {BRIGHT}" if offer.is_way_back else DIM
    return [
        (offer.key, f"bold {BRIGHT}" if offer.is_way_back else PLAIN),
        (f" {words}" + " " * max(after, cell - used), style),
    ]
