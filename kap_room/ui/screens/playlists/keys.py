"""The keys of the playlist screen, once: its bindings, its line of keys and its help.

In the library every letter goes into the search, so what acts there is no letter. What
acts on a track of a playlist is a letter and counts in that playlist alone; with Ctrl
it is said of the file, and counts wherever that plays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from textual.binding import Binding


class Pane(StrEnum):
    PHASES = "phases"
    LIBRARY = "library"
    PLAYLIST = "playlist"


class Where(StrEnum):
    EVERYWHERE = "Everywhere on this screen"
    LIBRARY = "In the library"
    PLAYLIST = "In the playlist"
    HEARD = "To hear the playlist"


@dataclass(frozen=True, slots=True)
class PlaylistKey:
    shown: str
    """The key as it is named on the screen."""
    keys: str
    """The same as Textual names it; commas between several."""
    word: str
    tells: str
    action: str
    brief: str = ""
    """As the line of keys has it; nothing where there is no room for it."""


_DIGITS: Final = "1..5"

TABLE: Final[dict[Where, tuple[PlaylistKey, ...]]] = {
    Where.EVERYWHERE: (
        PlaylistKey(
            "Tab", "tab", "other side", "Library, playlist, phases.", "pane(1)", "side"
        ),
        PlaylistKey("Shift+Tab", "shift+tab", "back", "The other way.", "pane(-1)"),
        PlaylistKey(
            "←→",
            "left,right",
            "phase",
            "The phase before and after; in the library while nothing is searched for.",
            "",
            "phase",
        ),
        PlaylistKey(
            "^S",
            "ctrl+s",
            "save",
            "Writes what was changed, and says into which files.",
            "save",
            "save",
        ),
        PlaylistKey(
            "^Z",
            "ctrl+z",
            "take back",
            "Takes the last change back; the screen says what that is. In the playlist "
            "Backspace too.",
            "take_back",
        ),
        PlaylistKey(
            "^R",
            "ctrl+r",
            "intensity",
            "Of the file, for every playlist that says nothing else; nothing leaves it "
            "to the estimate.",
            "speak('said intensity')",
        ),
        PlaylistKey(
            "^G",
            "ctrl+g",
            "tags",
            "The same: tags of the file, wherever it plays.",
            "speak('said tags')",
        ),
        PlaylistKey(
            "F6", "f6", "read again", "The library, after a new scan.", "read_again"
        ),
        PlaylistKey(
            "Esc",
            "escape",
            "leave",
            "Empties the search, then leaves; asks where something is not saved.",
            "leave",
            "leave",
        ),
        PlaylistKey(
            "?",
            "question_mark",
            "all keys",
            "This page; in the library while nothing is searched for.",
            "help",
            "keys",
        ),
    ),
    Where.LIBRARY: (
        PlaylistKey("Enter", "", "add", "To the end of the playlist.", "", "add"),
        PlaylistKey("↑ ↓", "", "choose", "Page Up and Page Down go further.", ""),
        PlaylistKey(
            "letters",
            "",
            "search",
            "As you type: over names, folders and tags. Every word must be found.",
            "",
        ),
    ),
    Where.PLAYLIST: (
        PlaylistKey("↑ ↓", "up,down", "choose", "Home and End: first and last.", ""),
        PlaylistKey(
            "Delete",
            "delete,x",
            "remove",
            "Takes the track out of the playlist; x does so too.",
            "remove",
            "remove",
        ),
        PlaylistKey(
            "K J",
            "K,shift+up,J,shift+down",
            "move",
            "Up and down in the playlist; Shift with the arrows does so too.",
            "",
            "move",
        ),
        PlaylistKey(
            "t", "t", "trim", "Louder or quieter, as in -2 dB.", "write('trim')", "trim"
        ),
        PlaylistKey(
            "i", "i", "in", "Where it starts, as in 0:12.", "write('from')", "in"
        ),
        PlaylistKey(
            "o", "o", "out", "Where it is over, as in 7:40.", "write('to')", "out"
        ),
        PlaylistKey(
            "g", "g", "tags", "With commas between them.", "write('tags')", "tags"
        ),
        PlaylistKey(
            _DIGITS,
            "1,2,3,4,5",
            "intensity",
            "By hand: 1 calm to 5 intense. 0 gives it back to the estimate.",
            "",
            "intensity",
        ),
        PlaylistKey(
            "w", "w", "warnings", "All that there are for this phase.", "warnings"
        ),
        PlaylistKey("0", "0", "as estimated", "No intensity by hand.", "rate(0)"),
        PlaylistKey(
            "Bksp",
            "backspace",
            "take back",
            "The last change, in words.",
            "take_back",
        ),
    ),
    Where.HEARD: (
        PlaylistKey(
            "p ^P",
            "p,ctrl+p",
            "play",
            "What is chosen; again: no more of it. In the library only ^P.",
            "play",
            "play",
        ),
        PlaylistKey(", .", "comma,full_stop", "10 s", "Back and on.", "", "10 s"),
        PlaylistKey("e", "e", "ending", "Its last 20 s.", "ending", "ending"),
        PlaylistKey(
            "c",
            "c",
            "crossfade",
            "How it gives way to the next.",
            "crossfade",
            "crossfade",
        ),
    ),
}

_SEVERAL: Final = {
    "left": "phase(-1)",
    "right": "phase(1)",
    "up": "choose(-1)",
    "down": "choose(1)",
    "K": "move(-1)",
    "shift+up": "move(-1)",
    "J": "move(1)",
    "shift+down": "move(1)",
    "comma": "seek(-1)",
    "full_stop": "seek(1)",
    **{digit: f"rate({digit})" for digit in "12345"},
}
"""What each of several keys in one line of the table does."""

_OF_SEARCH: Final = frozenset({"left", "right", "question_mark"})
"""Keys that the search takes first; the screen has them where it does not."""


def playlist_bindings() -> Iterator[Binding]:
    for where, keys in TABLE.items():
        for one in keys:
            for key in filter(None, one.keys.split(",")):
                action = _SEVERAL.get(key, one.action)
                yield Binding(
                    key,
                    action,
                    one.word,
                    show=False,
                    key_display=one.shown,
                    tooltip=one.tells,
                    priority=where is Where.EVERYWHERE and key not in _OF_SEARCH,
                )


def shown_in(pane: Pane, *, can_hear: bool) -> tuple[tuple[PlaylistKey, ...], ...]:
    """The keys for the line at the bottom, row by row."""
    everywhere = tuple(one for one in TABLE[Where.EVERYWHERE] if one.brief)
    if pane is Pane.LIBRARY:
        play = (_CTRL_P,) if can_hear else ()
        return ((*_brief(Where.LIBRARY), *play, *_SAYING, *everywhere),)
    if pane is Pane.PHASES:
        return (everywhere,)
    heard = _brief(Where.HEARD) if can_hear else ()
    return (_brief(Where.PLAYLIST), (*heard, *everywhere))


def _brief(where: Where) -> tuple[PlaylistKey, ...]:
    return tuple(one for one in TABLE[where] if one.brief)


_CTRL_P: Final = PlaylistKey("^P", "", "play", "", "", "play")
_SAYING: Final = (
    PlaylistKey("^R", "", "intensity", "", "", "intensity"),
    PlaylistKey("^G", "", "tags", "", "", "tags"),
)
