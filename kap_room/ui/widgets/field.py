"""One line to write in, at the bottom: a note, or the answer to a question.

What was typed is lost by nothing but its being saved: closing keeps it, and so does a
refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static
from typing_extensions import override

AT_ONCE: Final[Mapping[str, Callable[[Input], None]]] = {
    "backspace": Input.action_delete_left,
    "delete": Input.action_delete_right,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
    "ctrl+w": Input.action_delete_left_word,
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "home": Input.action_home,
    "end": Input.action_end,
}
"""What a key does in the line. A binding goes by way of the whole screen, and letters
that were typed behind the key would be there before it."""


class Words(Input):
    """An input that takes a paste as words and hands nothing to other programs."""

    # Copying would put a note on the clipboard of the terminal, which is elsewhere.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x,super+c,ctrl+v", "nothing", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False, disabled=True)
        self.cursor_blink = False
        self.is_locked = False
        """While the words are on their way: what is typed now would be lost."""

    def action_nothing(self) -> None: ...

    def on_key(self, event: events.Key) -> None:
        act = AT_ONCE.get(event.key)
        if (self.is_locked and event.key != "escape") or act is not None:
            event.stop()
            event.prevent_default()
        if act is not None and not self.is_locked:
            act(self)


class Field(Horizontal):
    DEFAULT_CSS = """
    Field { height: 1; display: none; }
    Field.-open { display: block; }
    Field > #field-name { width: auto; min-width: 8; padding-right: 2; }
    Field > Words { width: 1fr; height: 1; border: none; padding: 0; }
    Field > #field-state { width: auto; padding-left: 2; }
    """

    @dataclass
    class Entered(Message):
        purpose: str
        words: str

    @dataclass
    class Left(Message):
        """Closed; the words are kept."""

        purpose: str

    def __init__(self, name: str | None = None) -> None:
        super().__init__(id=name)
        self.purpose = ""
        self._keeps = True
        """Whether what was begun is still meant when the line is opened again."""
        self._drafts: dict[str, str] = {}

    @override
    def compose(self) -> ComposeResult:
        yield Static(id="field-name", markup=False)
        yield Words()
        yield Static(id="field-state", markup=False)

    @property
    def is_open(self) -> bool:
        return bool(self.purpose)

    @property
    def draft(self) -> str:
        """Words that were typed and are nowhere else."""
        input_now = self._words.value if self.purpose else ""
        return (input_now or "".join(self._drafts.values())).strip()

    @property
    def _words(self) -> Words:
        return self.query_one(Words)

    def open(
        self, purpose: str, name: str, begin: str = "", *, keeps: bool = True
    ) -> None:
        """Begin to write. What was left unsaved under this purpose is there again."""
        self.purpose, self._keeps = purpose, keeps
        self.query_one("#field-name", Static).update(name)
        self._state("")
        words = self._words
        words.disabled = words.is_locked = False
        words.value = self._drafts.pop(purpose, "") + begin
        words.cursor_position = len(words.value)
        self.add_class("-open")
        # Not `focus`, which waits: the next key must find the line open already.
        self.screen.set_focus(words)

    def insert(self, letter: str) -> None:
        """A letter that was on its way before the line was open."""
        if not self._words.is_locked:
            self._words.replace(letter, *self._words.selection)

    def rub_out(self) -> None:
        """The same of a Backspace."""
        if not self._words.is_locked:
            self._words.action_delete_left()

    def close(self, *, keep: bool = True) -> None:
        if not self.purpose:
            return
        purpose, self.purpose = self.purpose, ""
        if keep and self._keeps and self._words.value.strip():
            self._drafts[purpose] = self._words.value
        self._words.value = ""
        self._words.disabled = True
        self.remove_class("-open")
        self.screen.set_focus(None)
        self.post_message(self.Left(purpose))

    def wait(self, state: str) -> None:
        """The words are on their way: they stay to be seen, and cannot change."""
        self._words.is_locked = True
        self._state(state)

    def settle(self, purpose: str, words: str) -> None:
        """These words are safe elsewhere now; others that were begun stay."""
        if self._drafts.get(purpose, "").strip() == words:
            del self._drafts[purpose]
        if self.purpose == purpose and self._words.value.strip() == words:
            self.close(keep=False)

    def take_again(self) -> None:
        """They did not arrive: they can be changed and sent again."""
        self._words.is_locked = False
        self._state("")

    def forget(self) -> None:
        """What was begun in one session has no place in another."""
        self.close(keep=False)
        self._drafts.clear()

    def _state(self, state: str) -> None:
        self.query_one("#field-state", Static).update(state)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self.purpose, event.value))
