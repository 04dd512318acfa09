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

_BESIDE: Final = {"?": "help", "left": "phase(-1)", "right": "phase(1)"}
"""What these keys do in an empty line."""


class Search(Words):
    @dataclass
    class Beside(Message):
        """A key in an empty line, which is meant for the screen."""

        action: str

    def __init__(self) -> None:
        super().__init__()
        self.disabled = False

    @override
    def on_key(self, event: events.Key) -> None:
        # Here and not as bindings: letters typed behind the key must come after it.
        action = _BESIDE.get("?" if event.character == "?" else event.key)
        if action is not None and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Beside(action))
