"""Every key in one line each, from the table that binds them."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

from kap_room.ui.keys import TABLE
from kap_room.ui.lamp_keys import GROUP, ROW
from kap_room.ui.start_keys import GROUP as START
from kap_room.ui.start_keys import KEYS
from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import Part, lines

TOP = (
    "In every field and dialog, and when the screen is dark: F2 silence, F4 lights up, "
    "F8 ground, Esc close. While nothing is written, Page Down is silence and Page Up "
    "lights up, for a pedal. Enter begins what is proposed, while the screen says so. "
    "Up and Down show more of this page."
)
KEY = 11
WORD = 16


def help_parts(width: int) -> tuple[Part, ...]:
    rows: list[tuple[Part, ...]] = [((row, PLAIN),) for row in wrap(TOP, width)]
    for group, acts in TABLE.items():
        rows += [((" ", ""),), ((group.value, DIM),)]
        for act in acts:
            rows += key_rows(act.shown, act.word, act.tells, width)
    rows += [((" ", ""),), ((GROUP, DIM),)]
    for one in ROW:
        rows += key_rows(one.shown, one.word, one.tells, width)
    rows += [((" ", ""),), ((START, DIM),)]
    for each in KEYS:
        rows += key_rows(each.shown, each.word, each.tells, width)
    return lines(*rows)


def key_rows(shown: str, word: str, tells: str, width: int) -> list[tuple[Part, ...]]:
    """One key, in as many rows as its sentence needs."""
    first, *others = wrap(tells, max(20, width - KEY - WORD)) or [""]
    key = (shown.ljust(KEY), f"bold {BRIGHT}")
    rows: list[tuple[Part, ...]] = [(key, (word.ljust(WORD), PLAIN), (first, DIM))]
    rows += [((" " * (KEY + WORD) + other, DIM),) for other in others]
    return rows


class HelpScreen(ModalScreen[None]):
    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "close", "close", show=False),
    ]

    @override
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(markup=False)

    def on_resize(self, event: events.Resize) -> None:
        words = help_parts(event.size.width - 4)
        self.query_one(Static).update(Content.assemble(*words))

    def action_close(self) -> None:
        self.dismiss(None)
