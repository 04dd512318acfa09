"""What stands over the playlists: all keys, all warnings, and the question on leaving.

The emergency keys act here as everywhere.
"""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

from kap_room.exchange.bookshelf import PhaseColumn
from kap_room.ui.screens.playlists.keys import TABLE, Where
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, lines
from kap_room.ui.words import one_line, title

KEY: Final = 11
WORD: Final = 16

SIGNS: Final = (
    ("!", "may startle, ends early or cannot sound: choose it, and it is told"),
    ("+ and ·", "in this playlist already, and in that of another phase"),
    ("i:2-4", "intensity; i:3 and i:<3 too"),
    ("len:<6m", "length; len:>5m and len:4m-8m too"),
    ("lufs:>-30", "loudness; lufs:-30..-20 too"),
    ("tag:wordless", "with this tag"),
    ("unheard:30d", "in no session of so many days; unheard: never heard"),
)
"""The signs of the list; the short words that the search knows beside names."""

TOP: Final = (
    "Choose from the library on the left, put it in order on the right. Nothing is "
    "written before ^S. F2 silence, F4 lights up and F8 ground act here as everywhere."
)


class Page(ModalScreen[None]):
    """Some rows to be read, of any number."""

    DEFAULT_CSS = """
    Page { background: $background; padding: 0 1; }
    Page > VerticalScroll { scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,w", "close", "close", show=False),
    ]

    @override
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(markup=False)

    def on_resize(self, event: events.Resize) -> None:
        words = self.words(event.size.width - 4)
        self.query_one(Static).update(Content.assemble(*words))

    def action_close(self) -> None:
        self.dismiss(None)

    def words(self, width: int) -> tuple[Part, ...]:
        raise NotImplementedError


class KeysPage(Page):
    @override
    def words(self, width: int) -> tuple[Part, ...]:
        rows: list[tuple[Part, ...]] = [((row, PLAIN),) for row in wrap(TOP, width)]
        for where in Where:
            rows += [((" ", ""),), ((where.value, DIM),)]
            for one in TABLE[where]:
                rows += _rows(one.shown, one.word, one.tells, width)
            if where is Where.LIBRARY:
                for shown, tells in SIGNS:
                    rows += _rows("", shown, tells, width)
        return lines(*rows)


def _rows(shown: str, word: str, tells: str, width: int) -> list[tuple[Part, ...]]:
    first, *others = wrap(tells, max(20, width - KEY - WORD)) or [""]
    key = (shown.ljust(KEY), f"bold {BRIGHT}")
    rows: list[tuple[Part, ...]] = [(key, (word.ljust(WORD), PLAIN), (first, DIM))]
    rows += [((" " * (KEY + WORD) + other, DIM),) for other in others]
    return rows


class WarningsPage(Page):
    def __init__(self, phase: PhaseColumn) -> None:
        super().__init__()
        self._phase = phase

    @override
    def words(self, width: int) -> tuple[Part, ...]:
        phase = self._phase
        rows: list[tuple[Part, ...]] = [
            ((title(one_line(phase.name)), f"bold {BRIGHT}"),),
            ((phase.enough, PLAIN if phase.is_enough else CARE),),
        ]
        for says in phase.warnings:
            rows += [((" ", ""),), *(((row, PLAIN),) for row in wrap(says, width))]
        if not phase.warnings:
            rows += [((" ", ""),), (("no warnings", DIM),)]
        return lines(*rows, ((" ", ""),), (("Esc closes", DIM),))


class LeavingScreen(ModalScreen[str]):
    """`save`, `leave`, or `stay`."""

    DEFAULT_CSS = """
    LeavingScreen { align: center middle; background: transparent; }
    LeavingScreen > Vertical {
        width: auto; max-width: 100%; height: auto;
        padding: 1 3; background: $panel;
    }
    LeavingScreen Panel { width: auto; height: auto; }
    """
    AUTO_FOCUS = ""
    KEYS: Final = {
        "y": "save",
        "enter": "save",
        "n": "leave",
        "escape": "stay",
    }

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield _Question()

    def on_key(self, event: events.Key) -> None:
        if event.key in self.KEYS:
            event.stop()
            self.dismiss(self.KEYS[event.key])


class _Question(Panel):
    def on_mount(self) -> None:
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        choices = (
            ("y Enter", "save, then leave"),
            ("n", "leave; what was changed is lost"),
            ("Esc", "stay here"),
        )
        rows = (
            ((f"{key:<9}", f"bold {BRIGHT}"), (words, PLAIN)) for key, words in choices
        )
        head = (("The playlists are not saved. Save them?", f"bold {BRIGHT}"),)
        return lines(head, ((" ", ""),), *rows)
