"""A question that stands over the screen until it is answered or closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from typing_extensions import override

from kap_room.exchange.commands import Button, Command, GoBackIn, Press, Way
from kap_room.ui.theme import BRIGHT, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, lines


@dataclass(frozen=True, slots=True)
class Choice:
    keys: str
    """As Textual names them; `enter` among them for what Enter takes."""
    shown: str
    words: str
    command: Command | None
    """None closes and does nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    words: str
    choices: tuple[Choice, ...]


GO_BACK_IN: Final = Question(
    "Go back in, how?",
    (
        Choice(
            "1,enter", "1 Enter", "softer: a calmer track, low", GoBackIn(Way.SOFTER)
        ),
        Choice("2", "2", "where the plan is now", GoBackIn(Way.PLAN)),
        Choice("3", "3", "where we left", GoBackIn(Way.LEFT)),
        Choice("4", "4", "begin the return", GoBackIn(Way.RETURN)),
    ),
)
LAND: Final = Question(
    "Not grounded. Land: begin the return now?",
    (
        Choice(
            "4",
            "4",
            "begin the return: music over 30 s, light by its own ramp",
            Press(Button.LAND),
        ),
    ),
)
END: Final = Question(
    "End the session? Music and light close gently.",
    (
        Choice("y,enter", "y Enter", "end it", Press(Button.END)),
        Choice("n", "n", "no, go on", None),
    ),
)
CLOSES: Final = Choice("escape", "Esc", "close, nothing happens", None)


class _Words(Panel):
    DEFAULT_CSS = "_Words { width: auto; height: auto; }"

    def __init__(self, question: Question, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._question, self._choices = question, choices

    def on_mount(self) -> None:
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        rows = (
            ((f"{one.shown:<9}", f"bold {BRIGHT}"), (one.words, PLAIN))
            for one in self._choices
        )
        return lines(((self._question.words, f"bold {BRIGHT}"),), ((" ", ""),), *rows)


class AskScreen(ModalScreen[Command | None]):
    CSS_PATH = "ask.tcss"
    AUTO_FOCUS = ""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._choices = (*question.choices, CLOSES)

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield _Words(self._question, self._choices)

    def on_key(self, event: events.Key) -> None:
        for choice in self._choices:
            if event.key in choice.keys.split(","):
                event.stop()
                self.dismiss(choice.command)
                return
