"""One line over the session in which music is found: a track, or another playlist.

What was typed is kept nowhere. The session's rows stay in sight above it, F2, F4 and F8
act as always, and no key waits for a search: it runs on a thread, and what it finds for
words that are no longer there is not shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from typing_extensions import override

from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer
from kap_room.ui.screens.room import Answered
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.field import Words
from kap_room.ui.widgets.panel import Panel, Part, cut, lines, pad
from kap_room.ui.words import LOST

MOST: Final = 8
"""Rows. More cannot be taken in while somebody lies there."""

NAME: Final = 0.45
"""How much of a row the name may take."""

LOOKING: Final = "looking"
HINT: Final = "F2 silence  F4 lights up  F8 ground  Esc close"


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    beside: str
    command: Command


@dataclass(frozen=True, slots=True)
class Rows:
    best: tuple[Row, ...] = ()
    says: str = ""
    """How many more there are, or why there is none."""


@dataclass(frozen=True, slots=True)
class Offering:
    """What can be found, and by which words the line is called."""

    name: str
    look: Callable[[str], Rows]
    """Called on a thread, at every letter."""


class _Found(Panel):
    """The rows, with the one that Enter takes."""

    DEFAULT_CSS = "_Found { height: auto; min-height: 1; }"

    def __init__(self) -> None:
        super().__init__("found")
        self.rows: tuple[Row, ...] = ()
        self.at = 0

    def show(self, rows: tuple[Row, ...], at: int) -> None:
        self.rows, self.at = rows, max(0, min(at, len(rows) - 1))
        self.styles.height = max(1, len(rows))
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        width = max(20, self.size.width - 2)
        return lines(*(self._row(n, row, width) for n, row in enumerate(self.rows)))

    def _row(self, number: int, row: Row, width: int) -> tuple[Part, ...]:
        room = int(width * NAME)
        name, beside = cut(row.name, room), cut(row.beside, width - room - 2)
        is_chosen = number == self.at
        style = f"{BRIGHT} on {FAINT}" if is_chosen else PLAIN
        words = f"{'>' if is_chosen else ' '} {pad(name, room + 2)}"
        return ((words, style), (pad(beside, width - room - 2), _dimmer(style)))


def _dimmer(style: str) -> str:
    return style if FAINT in style else DIM


class FindingScreen(ModalScreen[None]):
    CSS_PATH = "finding.tcss"
    AUTO_FOCUS = "Words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
    ]

    def __init__(
        self, offering: Offering, ask: Callable[[Command, Answered], None]
    ) -> None:
        super().__init__()
        self._offering, self._ask = offering, ask
        self._early = ""
        self._is_asking = False
        self.is_over = False
        """Closed, or to be closed as soon as it is seen again."""

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="finding"):
            yield _Found()
            with Horizontal(id="finding-line"):
                yield Static(self._offering.name, id="finding-name", markup=False)
                yield Words()
            yield Static(HINT, id="finding-says", markup=False)

    @property
    def _words(self) -> Words:
        return self.query_one(Words)

    def on_mount(self) -> None:
        words = self._words
        words.disabled = False
        words.value = self._early
        words.cursor_position = len(words.value)
        self.set_focus(words)
        self._look()

    def on_screen_resume(self) -> None:
        if self.is_over:
            self.dismiss()

    def insert(self, letter: str) -> None:
        """A letter that was on its way before the line was there."""
        if self.is_mounted and self.query(Words):
            self._words.insert_text_at_cursor(letter)
        else:
            self._early += letter

    def close(self) -> None:
        """Also while another screen stands before it."""
        if self.is_over:
            return
        self.is_over = True
        if self.is_active:
            self.dismiss()

    def action_close(self) -> None:
        self.close()

    def action_choose(self, by: int) -> None:
        found = self.query_one(_Found)
        found.show(found.rows, found.at + by)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        words = self._words.value
        self.run_worker(self._looked(words), group="looking", exclusive=True)

    async def _looked(self, words: str) -> None:
        found = self.query_one(_Found)
        if not found.rows:
            self._say(LOOKING)
        rows = await asyncio.to_thread(self._offering.look, words)
        # By now it may have been closed, and its parts be gone.
        if self.query(Words) and words == self._words.value:
            found.show(rows.best, 0)
            self._say(rows.says or HINT)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        found = self.query_one(_Found)
        if found.rows and not self._is_asking:
            self._is_asking = True
            self._say(LOOKING)
            self._ask(found.rows[found.at].command, self._answered)

    def _answered(self, answer: Answer) -> None:
        self._is_asking = False
        if answer.ok:
            self.close()
        elif not self.is_over:
            self._say(answer.says or LOST, ok=False)

    def _say(self, words: str, *, ok: bool = True) -> None:
        says = self.query_one("#finding-says", Static)
        says.styles.color = DIM if ok else CARE
        says.update(words)
