"""Every key of the screen of the controls, and what it is for."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from typing_extensions import override

from kap_room.ui.screens.controls.keys import TABLE
from kap_room.ui.screens.help import key_rows
from kap_room.ui.screens.playlists.pages import Page
from kap_room.ui.theme import DIM, PLAIN
from kap_room.ui.widgets.panel import Part, lines

TOP: Final = (
    "Each control of this room and what its presses do. Press the pedal, pad or button "
    "itself and it is marked; Enter teaches it something else. Nothing is written "
    "before its lines were shown, and nothing while a session runs. F2 silence, F4 "
    "lights up and F8 ground act here as everywhere."
)


class KeysPage(Page):
    @override
    def words(self, width: int) -> tuple[Part, ...]:
        rows: list[tuple[Part, ...]] = [((row, PLAIN),) for row in wrap(TOP, width)]
        for step, keys in TABLE.items():
            rows += [((" ", ""),), ((step.value, DIM),)]
            for key in keys:
                rows += key_rows(key.shown, key.brief, key.tells, width)
        return lines(*rows)
