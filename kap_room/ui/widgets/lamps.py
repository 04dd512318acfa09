"""The lamps as they glow: a swatch for each, its name, how bright, and whose hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import LampView, LightsView
from kap_room.ui.glow import glow
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cells, cut, label, lines
from kap_room.ui.words import lamp_said, one_line, percent

SWATCH: Final = "████"
WIDE: Final = 34
"""Cells of one lamp: swatch, name, percent and "by hand"."""
NARROW: Final = 23
"""The same when there are many of them."""


class Lamps(Panel):
    DEFAULT_CSS = "Lamps { height: 2; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._lamps: Mapping[str, LampView] = {}
        self._lighting = LightsView()

    def show(self, lamps: Mapping[str, LampView], lighting: LightsView) -> None:
        if lamps != self._lamps or lighting != self._lighting or not self._drawn:
            self._lamps, self._lighting = lamps, lighting
            self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if not self._lamps:
            return (label("light"), ("no lamps in the room file", DIM))
        room = max(NARROW, self.size.width - LABEL)
        height = max(1, self.size.height)
        wide = len(self._lamps) <= (room // WIDE) * height
        cell = WIDE if wide else NARROW
        places = max(1, room // cell) * height
        rows: list[tuple[Part, ...]] = []
        shown = list(self._lamps.items())
        if len(shown) > places:
            shown, more = shown[: places - 1], len(shown) - places + 1
        else:
            more = 0
        across = max(1, room // cell)
        # At least one row: hidden, or in a corner, there is no room for any lamp.
        for start in range(0, max(1, len(shown)), across):
            row = [self._label(len(rows))]
            for name, lamp in shown[start : start + across]:
                row += self._lamp(name, lamp, cell)
            rows.append(tuple(row))
        if len(rows) == 1:
            rows.append((self._label(1),))
        if more:
            hidden = list(self._lamps.values())[-more:]
            left = room - cell * (across - 1)
            rows[-1] = (*rows[-1], (cut(_more(hidden, left), left), DIM))
        return lines(*rows)

    def _label(self, row: int) -> Part:
        """The panel's name, and under it whose light it is if not the plan's."""
        light = self._lighting
        asked = "arm" if light.arm else "walk" if light.walk else ""
        names = ("light", light.step or asked)
        name = names[row] if row < len(names) else ""
        return (name.ljust(LABEL), BRIGHT if row else DIM)

    def _lamp(self, name: str, lamp: LampView, cell: int) -> tuple[Part, ...]:
        said = lamp_said(lamp)
        level = percent(lamp.level)
        room = cell - len(SWATCH) - len(level) - len(said) - 4
        words = cut(one_line(name), max(3, room))
        style = FAINT if lamp.health == "lost" else glow(lamp.level, lamp.warmth_k)
        swatch = "╌╌╌╌" if lamp.health == "lost" else SWATCH
        used = len(SWATCH) + cells(words) + len(level) + len(said) + 3
        return (
            (swatch, style),
            (f" {words} ", PLAIN),
            (level, DIM if lamp.health == "lost" else PLAIN),
            (f" {said}", DIM if said == "unknown" else CARE),
            (" " * max(0, cell - used), ""),
        )


def _more(hidden: Sequence[LampView], room: int) -> str:
    """Those for which there is no room, and whether one of them wants a look."""
    said = [lamp_said(lamp) for lamp in hidden]
    wants = [f"{said.count(x)} {x}" for x in ("lost", "by hand") if x in said]
    more = f"{len(hidden)} more"
    told = f"{more}: {', '.join(wants)}" if wants else f"and {more}"
    if len(told) <= room:
        return told
    return f"{more}: {sum(map(bool, said))} want a look"
