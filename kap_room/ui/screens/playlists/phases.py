"""The phases of the scene as columns along the top.

Each shows whether there is music enough, how intense it is over the phase, and how many
warnings there are.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.bookshelf import PhaseColumn
from kap_room.ui.screens.playlists.words import curve_words, warnings_words
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN, RAISED
from kap_room.ui.widgets.panel import Panel, Part, cells, cut, lines, pad
from kap_room.ui.words import one_line, title

NARROWEST: Final = 14
"""Cells of a column. With more phases than fit, those around the chosen one show."""
WIDEST: Final = 26


class Phases(Panel, can_focus=True):
    DEFAULT_CSS = "Phases { height: 4; }"

    def __init__(self) -> None:
        super().__init__()
        self._phases: tuple[PhaseColumn, ...] = ()
        self._at = 0
        self._in_hand = False

    def show(self, phases: tuple[PhaseColumn, ...], at: int, *, in_hand: bool) -> None:
        """`in_hand` where keys act on the phases."""
        self._phases, self._at, self._in_hand = phases, at, in_hand
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        width = self.size.width
        if not self._phases or width <= 0:
            return ()
        fit = max(1, min(len(self._phases), (width + 1) // (NARROWEST + 1)))
        first = max(0, min(self._at - fit // 2, len(self._phases) - fit))
        cell = min(WIDEST, (width + 1) // fit - 1)
        seen = range(first, first + fit)
        rows = (self._names, self._enough, self._curve, self._warnings)
        return lines(*(self._row(row(seen, cell), seen, cell) for row in rows))

    def _row(self, columns: list[Part], seen: range, cell: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        for at, (words, style) in zip(seen, columns, strict=True):
            back = ""
            if at == self._at:
                back = f" on {FAINT if self._in_hand else RAISED}"
            parts += [(pad(cut(words, cell), cell), f"{style}{back}"), (" ", "")]
        return tuple(parts[:-1])

    def _names(self, seen: range, cell: int) -> list[Part]:
        row: list[Part] = []
        for at in seen:
            phase = self._phases[at]
            star = "*" if phase.is_changed else ""
            name = cut(title(one_line(phase.name)), cell - cells(star) - 1)
            style = f"bold {BRIGHT}" if at == self._at else PLAIN
            row.append((f" {name}{star}", style))
        return row

    def _enough(self, seen: range, cell: int) -> list[Part]:
        del cell
        return [
            (f" {phase.short}", PLAIN if phase.is_enough else CARE)
            for phase in (self._phases[at] for at in seen)
        ]

    def _curve(self, seen: range, cell: int) -> list[Part]:
        return [
            (f" {curve_words(self._phases[at].curve, cell - 2)}", DIM) for at in seen
        ]

    def _warnings(self, seen: range, cell: int) -> list[Part]:
        del cell
        return [(f" {warnings_words(self._phases[at])}", CARE) for at in seen]
