"""The keys of this screen, once: its bindings, its line of keys and its help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from textual.binding import Binding


class Step(StrEnum):
    LOOKING = "What each does"
    CHOOSING = "Choosing what a press does"
    AGREEING = "Before it is written"


@dataclass(frozen=True, slots=True)
class Key:
    shown: str
    """The key as it is named on the screen."""
    brief: str
    """As the line of keys has it."""
    tells: str


TABLE: Final[dict[Step, tuple[Key, ...]]] = {
    Step.LOOKING: (
        Key("↑ ↓", "choose", "Or press the pedal, pad or button itself."),
        Key("Enter", "what it does", "Choose what the press does that is marked."),
        Key(
            "Delete",
            "remove",
            "A press, or on its first line the whole control; x does so too. Shown "
            "and asked first.",
        ),
        Key(
            "^Z",
            "take back",
            "The last thing that was written here; Backspace does so too.",
        ),
        Key("Esc", "leave", "Back to the scenes."),
        Key("?", "keys", "This page."),
    ),
    Step.CHOOSING: (
        Key("letters", "search", "Over the commands and what they do."),
        Key("↑ ↓", "choose", "Of an example Enter takes the words into the line."),
        Key("Enter", "take it", "Then the lines of the room file are shown."),
        Key("Tab", "long or double", "How a pad or a pedal is pressed."),
        Key("Esc", "back", "Nothing is written."),
    ),
    Step.AGREEING: (
        Key("Enter", "write it", "Into the room file, or out of it."),
        Key("n", "another name", "What the room file calls a control that is new."),
        Key("Esc", "back", "Nothing is written."),
    ),
}


def controls_bindings() -> Iterator[Binding]:
    for keys, action in (
        ("up", "choose(-1)"),
        ("down", "choose(1)"),
        ("home", "choose(-100000)"),
        ("end", "choose(100000)"),
        ("enter", "enter"),
        ("tab", "other_way"),
        ("delete,x", "remove"),
        ("ctrl+z,backspace", "take_back"),
        ("n", "name"),
        ("escape", "leave"),
        ("q", "leave"),
        ("question_mark", "help"),
    ):
        yield Binding(keys, action, show=False)
