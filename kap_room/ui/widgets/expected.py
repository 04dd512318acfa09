"""One calm line about appointments: whom the room waits for, or what is in their way.

It takes no room on the screen while there is nothing to say.
"""

from __future__ import annotations

from datetime import datetime

from typing_extensions import override

from kap_room.exchange.snapshot import AppointmentsView
from kap_room.ui.theme import DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label
from kap_room.ui.words import expected_words, next_appointment_words, one_line


class Expected(Panel):
    DEFAULT_CSS = """
    Expected { height: 1; display: none; }
    Expected.-told { display: block; }
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._said = ""
        self._style = PLAIN

    def show(
        self, view: AppointmentsView, wall: datetime, *, ahead: bool = False
    ) -> None:
        """`ahead`: also who is next, where no other line tells it."""
        self._style = PLAIN
        if view.expected is not None:
            self._said = expected_words(view.expected)
        elif view.says is not None:
            self._said = one_line(view.says)
        elif ahead and view.next is not None:
            self._said, self._style = next_appointment_words(view.next, wall), DIM
        else:
            self._said = ""
        self.set_class(bool(self._said), "-told")
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        said = cut(self._said, self.size.width - LABEL)
        return (label("booked"), (said, self._style)) if said else ()
