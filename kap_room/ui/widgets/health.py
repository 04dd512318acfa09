"""One calm line: what does not answer, or that everything does."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import override

from kap_room.exchange.snapshot import HealthView
from kap_room.ui.theme import CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label, lines
from kap_room.ui.words import LOST, health_words


class Health(Panel):
    DEFAULT_CSS = "Health { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._said = ""
        self._ok = True

    def show(self, health: Mapping[str, HealthView], *, engine_lost: bool) -> None:
        self._ok = not engine_lost and all(view.ok for view in health.values())
        self._said = LOST if engine_lost else health_words(dict(health))
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        room, style = self.size.width - LABEL, DIM if self._ok else PLAIN
        name = ("health".ljust(LABEL), DIM if self._ok else CARE)
        if len(self._said) <= room or self.size.height < 2:  # noqa: PLR2004 - two rows
            return (name, (cut(self._said, room), style))
        at = self._said.rfind(" ", 0, room)
        first, rest = self._said[:at], cut(self._said[at + 1 :], room)
        return lines((name, (first, style)), (label(""), (rest, style)))
