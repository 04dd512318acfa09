"""One scene of the shelf in words: its phases, its length, and what the check says."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from typing_extensions import override

from kap_room.exchange.desk import SceneCard
from kap_room.ui.start_keys import KEYS
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut, lines, pad
from kap_room.ui.words import length_words, one_line, title

NAME: Final = 15
"""Cells of a phase's name."""

GAP: Final = 2
"""Cells between two keys."""


def whole_words(card: SceneCard) -> str:
    known = sum(lasts for _, lasts in card.phases if lasts is not None)
    opened = sum(1 for _, lasts in card.phases if lasts is None)
    more = {0: "", 1: " and one open phase"}.get(opened, f" and {opened} open phases")
    return length_words(known) + more


class Card(Panel):
    DEFAULT_CSS = "Card { text-wrap: wrap; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._card: SceneCard | None = None
        self._is_reading = True

    def show(self, card: SceneCard | None, *, reading: bool = False) -> None:
        self._card, self._is_reading = card, reading
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        card = self._card
        if self._is_reading:
            return (("reading the scenes", DIM),)
        if card is None:
            words = "There are no scenes here. kap-room init lays some out."
            return ((words, PLAIN),)
        rows: list[tuple[Part, ...]] = [((title(card.name), f"bold {BRIGHT}"),)]
        if card.route:
            rows.append(((card.route, DIM),))
        rows.append(((" ", ""),))
        rows += [self._phase(name, lasts) for name, lasts in card.phases]
        rows.append((("in all".ljust(NAME), DIM), (whole_words(card), PLAIN)))
        return lines(*rows, ((" ", ""),), *self._check(card, len(rows) + 1))

    def _phase(self, name: str, lasts: float | None) -> tuple[Part, ...]:
        length = "open" if lasts is None else length_words(lasts)
        return ((pad(cut(title(name), NAME - 1), NAME), PLAIN), (length, PLAIN))

    def _check(self, card: SceneCard, used: int) -> list[tuple[Part, ...]]:
        if not card.problems:
            return [(("nothing to mend", DIM),)]
        head = "can start; to mend:" if card.can_start else "cannot start until mended:"
        rows: list[tuple[Part, ...]] = [((head, PLAIN if card.can_start else CARE),)]
        # A sentence about a file takes about three lines here.
        fit = max(1, (self.size.height - used - 2) // 3)
        rows += [((one_line(said), PLAIN),) for said in card.problems[:fit]]
        if (more := len(card.problems) - fit) > 0:
            rows.append(((f"and {more} more: kap-room check tells all", DIM),))
        return rows


class Top(Panel):
    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._row: tuple[Part, ...] = ()

    def show(self, wall: datetime, code: str, *, engine: bool) -> None:
        whose = f"   code word {one_line(code)}" if code else ""
        state = "" if engine else "   Waiting for the engine"
        self._row = (
            ("Choose a scene", f"bold {BRIGHT}"),
            (f"   {wall:%H:%M}", PLAIN),
            (whose, PLAIN),
            (state, DIM),
        )
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        return self._row


class StartKeys(Panel):
    DEFAULT_CSS = "StartKeys { height: 2; }"

    def show(self) -> None:
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        rows: list[list[Part]] = [[]]
        used = 0
        for key in KEYS:
            needed = len(key.shown) + 1 + len(key.word)
            if used and used + GAP + needed > self.size.width:
                rows.append([])
                used = 0
            gap = " " * GAP if used else ""
            rows[-1] += [(gap + key.shown, PLAIN), (f" {key.word}", DIM)]
            used += len(gap) + needed
        return lines(*map(tuple, rows))
