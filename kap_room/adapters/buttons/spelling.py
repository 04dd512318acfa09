"""How a press is spelt: by a device, and by whoever wrote the room file.

Makers name one and the same press in a dozen ways. A room file may use the device's own
word, or the plain one (single, double, hold), and both are read as the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

LONGEST: Final = 60
"""Characters. The longest action of a remote is about thirty."""

SINGLE: Final = "single"
DOUBLE: Final = "double"
TRIPLE: Final = "triple"
HOLD: Final = "hold"
RELEASE: Final = "release"
DOWN: Final = "btn down"
UP: Final = "btn up"

_NAMES: Final[Mapping[str, str]] = {
    SINGLE: "press, pressed, single, click, short, short press, single press, "
    "short push, single push, single click, s",
    DOUBLE: "double, double press, double push, double click, ss",
    TRIPLE: "triple, triple press, triple push, triple click, sss",
    HOLD: "hold, long, long press, long push, long click, l",
    RELEASE: "release, released, long release, hold release, clear",
}

_PLAIN: Final[Mapping[str, str]] = {
    name: common for common, names in _NAMES.items() for name in names.split(", ")
}


def spelt(text: str) -> str:
    """One spelling for `Brightness_Up-click`, `brightness up click` and its like."""
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def plain(word: str) -> str | None:
    """The plain word for a press, whatever its maker calls it; None for any other."""
    return _PLAIN.get(word)


def names_of(word: str) -> tuple[str, ...]:
    """What makers call the press at the end of these words."""
    said = spelt(word)
    common = next((plain(end) for end in _ends(said) if plain(end)), None)
    return (said,) if common is None else (said, *_NAMES[common].split(", "))


def _ends(said: str) -> tuple[str, ...]:
    words = said.split()
    return tuple(" ".join(words[start:]) for start in range(len(words)))


def spellings(word: str, part: str = "") -> tuple[str, ...]:
    """Every way a room file may write this press, the most particular one first.

    `part` is which button of several it was, where the device says so apart.
    """
    said = spelt(word[:LONGEST])
    ways = [said]
    common = plain(said)
    if common is not None:
        ways.append(common)
    if part:
        ways = [f"{spelt(part)} {way}" for way in ways] + ways
    return tuple(dict.fromkeys(way for way in ways if way))


def meant(ways: Iterable[str], written: Mapping[str, object]) -> str | None:
    """Which of the written words this press is; both sides may use the plain word."""
    for way in ways:
        if way in written:
            return way
    return None


def written_as(word: str) -> tuple[str, ...]:
    """A word of the room file, and what else it stands for."""
    said = spelt(word)
    common = plain(said)
    return (said,) if common in {None, said} else (said, common or said)
