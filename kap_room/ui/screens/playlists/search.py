"""The line in which the library is searched, letter by letter.

It is always open while the library is in hand. What would do nothing in an empty line
does what it does beside the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.message import Message
from typing_extensions import override

from kap_room.ui.widgets.field import Words

_BESIDE: Final = {
    "up": "choose(-1)",
    "down": "choose(1)",
    "pageup": "page(-1)",
    "pagedown": "page(1)",
    "enter": "enter",
}
_IN_AN_EMPTY_LINE: Final = {"?": "help", "left": "phase(-1)", "right": "phase(1)"}
"""What these keys do there; elsewhere they are signs, or move in the line."""


class Search(Words):
    @dataclass
    class Beside(Message):
        """A key that is meant for the screen, in its turn among the letters."""

        action: str

    def __init__(self) -> None:
        super().__init__()
        self.disabled = False

    @override
    def on_key(self, event: events.Key) -> None:
        # Here and not as bindings: letters typed behind the key must come after it.
        key = "?" if event.character == "?" else event.key
        action = _BESIDE.get(key)
        if not self.value:
            action = _IN_AN_EMPTY_LINE.get(key, action)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Beside(action))
