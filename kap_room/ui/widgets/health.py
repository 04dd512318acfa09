"""One calm line: what does not answer, or that everything does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import HealthView
from kap_room.ui.theme import CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cells, cut, label, lines
from kap_room.ui.words import LOST, health_words

GAP: Final = "   "


class Health(Panel):
    DEFAULT_CSS = "Health { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._said = ""
        self._also = ""
        self._ok = True

    def show(self, health: Mapping[str, HealthView], *, engine_lost: bool) -> None:
        self._ok = not engine_lost and all(view.ok for view in health.values())
        self._said, self._also = (LOST, "") if engine_lost else health_words(health)
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        room, style = self.size.width - LABEL, DIM if self._ok else PLAIN
        name = ("health".ljust(LABEL), DIM if self._ok else CARE)
        also = cut(self._also, room // 2)
        if self.size.height < 2:  # noqa: PLR2004 - two rows
            gap = GAP if also else ""
            said = cut(self._said, room - len(gap) - cells(also))
            return (name, (said + gap + also, style))
        at = len(self._said)
        if at > room:
            at = self._said.rfind(" ", 0, room)
        rest = cut(self._said[at + 1 :], room - len(GAP) - cells(also))
        second = f"{rest}{GAP}{also}" if rest and also else rest or also
        first = (name, (self._said[:at], style))
        return lines(first, (label(""), (second, style))) if second else first
