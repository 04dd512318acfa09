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

    DEFAULT_CSS = "Panel { text-wrap: nowrap; text-overflow: ellipsis; }"
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


def cells(text: str) -> int:
    """How many cells it takes: some characters take two, and some take none."""
    is_plain = text.isascii() and text.isprintable()
    return len(text) if is_plain else Content(text).cell_length


def cut(text: str, width: int) -> str:
    """The text in at most so many cells."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    return Content(text).truncate(width, ellipsis=True).plain


def pad(text: str, width: int) -> str:
    """The text in just so many cells, if it is not longer."""
    return text + " " * (width - cells(text))


def lines(*rows: tuple[Part, ...]) -> tuple[Part, ...]:
    """Rows put under one another."""
    parts: list[Part] = []
    for number, row in enumerate(rows):
        if number:
            parts.append(("\n", ""))
        parts.extend(row)
    return tuple(parts)
