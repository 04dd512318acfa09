"""What is to be remembered: silent, in order of need, and never twice in a colour.

One that nobody did goes quiet by itself; that it was not done stays to be read.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import ReminderView
from kap_room.ui.keys import BY_ID
from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cells, cut, label, lines
from kap_room.ui.words import one_line, reminder_words

BETWEEN: Final = "   "
SECOND: Final = 24
"""Cells that what stands behind the first one is given in any case."""
DONE: Final = f"   {BY_ID['reminder-done'].shown} done"


class Reminders(Panel):
    DEFAULT_CSS = "Reminders { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._due: tuple[ReminderView, ...] = ()
        self._not_done: tuple[ReminderView, ...] = ()

    def show(
        self,
        reminders: tuple[ReminderView, ...],
        not_done: tuple[ReminderView, ...] = (),
    ) -> None:
        """In the order in which they come: the most pressing first."""
        self._due, self._not_done = reminders, not_done
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        room, height = self.size.width - LABEL, max(1, self.size.height)
        if not self._due:
            return self._quiet(room)
        if height == 1:
            return self._in_one_row(room)
        others = [reminder_words(one) for one in self._due[1:height]]
        if self._not_done and len(others) < height - 1:
            others.append(self._left())
        rows = ((label(""), (cut(words, room), PLAIN)) for words in others)
        return lines(self._first(room), *rows)

    def _first(self, room: int) -> tuple[Part, ...]:
        """The most pressing one; the key is for it alone."""
        key = DONE if self._due[0].due_in_s <= 0 else ""
        words = cut(reminder_words(self._due[0]), room - len(key))
        return (label("remind"), (words, PLAIN), (key, BRIGHT))

    def _in_one_row(self, room: int) -> tuple[Part, ...]:
        """What else there is beside it, as far as there is room for both."""
        behind = [reminder_words(one, gap=" ") for one in self._due[1:2]]
        behind += [f"+{len(self._due) - 2}"] if len(self._due) > 2 else []  # noqa: PLR2004 - two are shown
        behind += [f"{len(self._not_done)} not done"] if self._not_done else []
        tail = BETWEEN.join(behind)
        if not tail:
            return self._first(room)
        first = self._first(room - min(len(tail), SECOND) - len(BETWEEN))
        used = sum(cells(words) for words, _ in first) - LABEL
        tail = cut(tail, max(0, room - used - len(BETWEEN)))
        return (*first, (BETWEEN + tail, DIM))

    def _quiet(self, room: int) -> tuple[Part, ...]:
        if not self._not_done:
            return (label("remind"), ("nothing due", DIM))
        words = cut(self._left(), room - len(DONE))
        return (label("remind"), (words, DIM), (DONE, PLAIN))

    def _left(self) -> str:
        """Those that went quiet, the oldest by its words."""
        count = len(self._not_done)
        number = f"{count} not done" if count > 1 else "not done"
        return f"{number}: {one_line(self._not_done[0].says)}"
