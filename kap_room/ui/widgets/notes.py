"""The last notes and the reminders.

The words of a note are taken away a few seconds after it is saved: people sit up and
read.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import NoteView, ReminderView
from kap_room.ui.keys import BY_ID
from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cells, cut, label, lines
from kap_room.ui.words import notes_words, one_line, reminder_words

HIDES_AFTER: Final = 5.0
"""Seconds after a note is saved."""

BETWEEN: Final = "   "
SECOND: Final = 24
"""Cells that the second reminder of a row is given in any case."""

DONE: Final = f"   {BY_ID['reminder-done'].shown} done"


class Notes(Panel):
    DEFAULT_CSS = "Notes { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._count = 0
        self._last: NoteView | None = None
        self._age = 0.0

    def show(self, count: int, last: tuple[NoteView, ...], age: float) -> None:
        """`age` is how long ago the snapshot came."""
        self._count = count
        self._last = min(last, key=lambda note: note.age_s, default=None)
        self._age = age
        left = self._left()
        if left > 0:
            self.set_timer(left, self.draw)
        self.draw()

    def _left(self) -> float:
        """How long the words of the last note may still be seen."""
        if self._last is None or not self._last.saved:
            return 0.0
        return HIDES_AFTER - self._last.age_s - self._age

    @override
    def parts(self) -> tuple[Part, ...]:
        said, last = notes_words(self._count), self._last
        if last is None:
            return (label("notes"), (said, DIM))
        if not last.saved:
            return (label("notes"), (f"{said}   saving", PLAIN))
        saved = f"{said}   last saved {last.wall}"
        if self._left() <= 0:
            return (label("notes"), (saved, PLAIN))
        room = self.size.width - LABEL - len(saved) - 3
        words = cut(one_line(last.text), max(0, room))
        return (label("notes"), (saved, PLAIN), (f"   {words}", BRIGHT))


class Reminders(Panel):
    DEFAULT_CSS = "Reminders { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._due: tuple[ReminderView, ...] = ()

    def show(self, reminders: tuple[ReminderView, ...]) -> None:
        """In the order in which they come: the most pressing first."""
        self._due = reminders
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if not self._due:
            return (label("remind"), ("nothing due", DIM))
        room, height = self.size.width - LABEL, max(1, self.size.height)
        if height == 1:
            return self._in_one_row(room)
        others = (cut(reminder_words(one), room) for one in self._due[1:height])
        rows = ((label(""), (words, PLAIN)) for words in others)
        return lines(self._first(room), *rows)

    def _first(self, room: int) -> tuple[Part, ...]:
        """The most pressing one; the key is for it alone."""
        key = DONE if self._due[0].due_in_s <= 0 else ""
        words = cut(reminder_words(self._due[0]), room - len(key))
        return (label("remind"), (words, PLAIN), (key, BRIGHT))

    def _in_one_row(self, room: int) -> tuple[Part, ...]:
        """The next one beside it, as far as there is room for both."""
        if len(self._due) == 1:
            return self._first(room)
        second, more = self._due[1], len(self._due) - 2
        tail = reminder_words(second, gap=" ") + (f"   +{more}" if more else "")
        first = self._first(room - min(len(tail), SECOND) - len(BETWEEN))
        used = sum(cells(words) for words, _ in first) - LABEL
        tail = cut(tail, max(0, room - used - len(BETWEEN)))
        return (*first, (BETWEEN + tail, DIM))
