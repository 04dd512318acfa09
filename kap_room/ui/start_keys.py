"""The keys of the start screen, once: its bindings, its line of keys and the help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class StartKey:
    shown: str
    """The key as it is named on the screen."""
    keys: str
    """The same as Textual names it; nothing where the list itself listens."""
    word: str
    """As the line of keys has it."""
    tells: str
    action: str = ""


GROUP: Final = "Before a session, beside the scenes"

KEYS: Final = (
    StartKey("↑ ↓", "", "scene", "Which one."),
    StartKey("Enter", "", "start", "The session begins."),
    StartKey("c", "c", "code", "The code word of the session; never a name.", "code"),
    StartKey(
        "p", "p", "playlists", "The music of the scene: heard and written.", "playlists"
    ),
    StartKey(
        "C",
        "C",
        "controls",
        "What each pedal, pad and button does; press one and teach it something else.",
        "controls",
    ),
    StartKey("F6", "f6", "read again", "The scenes, after a file was changed.", "read"),
    StartKey("?", "question_mark", "keys", "This page.", "help"),
    StartKey("q", "q", "quit", "Closes the console.", "app.leave"),
)


def start_bindings() -> Iterator[Binding]:
    yield Binding("escape", "close", show=False)
    for key in KEYS:
        if key.keys:
            yield Binding(key.keys, key.action, key.word, show=False)
