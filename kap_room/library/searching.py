"""Finding music in the catalogue while somebody types.

Pure: what is searched is handed in. An `Index` folds every name once, so that each
further letter costs a few milliseconds, with twenty thousand tracks too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kap_room.library.catalogued import Catalogued
from kap_room.plan.units import Decibels, Seconds

Number = TypeVar("Number", bound=float)

_NOT_DECOMPOSED: Final = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ð": "d",
        "þ": "th",
    }
)
"""Letters that Unicode does not take apart, as people type them without that key."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; whatever is left out does not matter.

    A range holds its ends. What was not measured, or cannot sound, lies in no range.
    """

    text: str = ""
    """Words in any order, each anywhere in names, labels or tags."""
    intensity: tuple[int, int] | None = None
    length: tuple[Seconds, Seconds] | None = None
    tag: str | None = None
    loudness: tuple[Decibels, Decibels] | None = None
    not_since: str | None = None
    """A date as 2026-11-20: nothing that was heard in a session on it or later."""


class Index:
    """The tracks of one list, ready to be searched again and again."""

    def __init__(self, catalogued: Iterable[Catalogued]) -> None:
        self.catalogued = tuple(catalogued)
        self._texts = tuple(map(_text_of, self.catalogued))

    def found(self, wanted: Wanted) -> tuple[Catalogued, ...]:
        """In the order in which they were handed in."""
        words = folded(wanted.text).split()
        fits = _Fits(wanted)
        return tuple(
            each
            for each, text in zip(self.catalogued, self._texts, strict=True)
            if all(word in text for word in words) and fits(each)
        )


def found(catalogued: Sequence[Catalogued], wanted: Wanted) -> tuple[Catalogued, ...]:
    """Once. Whoever asks again keeps an `Index`."""
    return Index(catalogued).found(wanted)


def folded(text: str) -> str:
    """Without case and accents, so that nobody needs the right keyboard."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.translate(_NOT_DECOMPOSED)


class _Fits:
    """Everything but the words."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._tag = None if wanted.tag is None else folded(wanted.tag).strip()
        self._anything = wanted == Wanted(wanted.text)

    def __call__(self, each: Catalogued) -> bool:
        if self._anything:
            return True
        wanted, measure = self._wanted, each.measure
        sounds = measure.problem is None
        return (
            _within(each.intensity, wanted.intensity)
            and _within(measure.length if sounds else None, wanted.length)
            and _within(measure.loudness if sounds else None, wanted.loudness)
            and (self._tag is None or self._tag in map(folded, each.tags))
            and (
                wanted.not_since is None
                or each.heard is None
                or each.heard < wanted.not_since
            )
        )


def _within(value: Number | None, span: tuple[Number, Number] | None) -> bool:
    if span is None:
        return True
    return value is not None and span[0] <= value <= span[1]


def _text_of(each: Catalogued) -> str:
    # An end of line between them: no word reaches from one into the next.
    parts = (each.file, each.title, each.artist, each.album, *each.tags)
    return folded("\n".join(parts))
