"""The line in which the library is searched, letter by letter.

It is always open while the library is in hand. What would do nothing in an empty line
does what it does beside the line.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from typing_extensions import override

from kap_room.ui.widgets.field import Words


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
        if event.character == "?" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Beside("help"))

    @override
    def action_cursor_left(self, select: bool = False) -> None:
        if self.value:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Beside("phase(-1)"))

    @override
    def action_cursor_right(self, select: bool = False) -> None:
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Beside("phase(1)"))
