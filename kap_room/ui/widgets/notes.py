"""The last notes and the reminders.

The words of a note are taken away a few seconds after it is saved: people sit up and
read.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import NoteView, ReminderView
from kap_room.ui.keys import BY_ID
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label, lines
from kap_room.ui.words import notes_words, one_line, reminder_words

HIDES_AFTER: Final = 5.0
"""Seconds after a note is saved."""

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
        self._due = tuple(sorted(reminders, key=lambda one: one.due_in_s))
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        rows: list[tuple[Part, ...]] = []
        room = self.size.width - LABEL
        height = max(1, self.size.height)
        for number, reminder in enumerate(self._due[:height]):
            is_due = reminder.due_in_s <= 0
            # The key is for the most pressing one, which stands first.
            key = DONE if is_due and not number else ""
            words = cut(reminder_words(reminder), room - len(key))
            name = label("" if number else "remind")
            rows.append((name, (words, CARE if is_due else PLAIN), (key, BRIGHT)))
        return lines(*rows) if rows else (label("remind"), ("nothing due", DIM))
