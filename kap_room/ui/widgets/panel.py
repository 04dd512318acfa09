"""What every part of the screen is: some lines of words.

They are drawn again only when they change. A screen that redraws what has not changed
flickers, and costs a small computer its power.
"""

from __future__ import annotations

from typing import Final

from textual import events
from textual.content import Content
from textual.widgets import Static

from kap_room.ui.theme import DIM

Part = tuple[str, str]
"""Some words and their style."""

LABEL: Final = 8
"""Cells at the left of a panel in which its name stands."""


class Panel(Static):
    """Some lines. A subclass says in `parts` what stands in them."""

    ALLOW_SELECT = False

    def __init__(self, name: str | None = None) -> None:
        super().__init__(id=name, markup=False)
        self._drawn: tuple[Part, ...] = ()

    def parts(self) -> tuple[Part, ...]:
        return ()

    def draw(self) -> None:
        parts = self.parts()
        if parts != self._drawn:
            self._drawn = parts
            self.update(Content.assemble(*parts), layout=False)

    def on_resize(self, event: events.Resize) -> None:
        del event
        self.draw()


def label(name: str) -> Part:
    return (name.ljust(LABEL), DIM)


def cut(text: str, width: int) -> str:
    """The text in at most so many cells."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)] + "…" if width > 0 else ""


def lines(*rows: tuple[Part, ...]) -> tuple[Part, ...]:
    """Rows put under one another."""
    parts: list[Part] = []
    for number, row in enumerate(rows):
        if number:
            parts.append(("\n", ""))
        parts.extend(row)
    return tuple(parts)
