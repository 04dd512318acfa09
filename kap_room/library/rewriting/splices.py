"""Places of a text that are to say something else, and the text with them changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class Awkward(Exception):  # noqa: N818 (it is what the text is)
    """The text is right, but laid out so that it cannot be changed in its place."""


@dataclass(frozen=True, slots=True)
class Splice:
    start: int
    end: int
    words: str


def spliced(text: str, splices: Iterable[Splice], start: int, end: int) -> str:
    """The part from start to end, with those splices that lie in it."""
    parts: list[str] = []
    here = start
    # what is set in at a place comes before what is cut out from there on
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        if splice.start < here:
            raise Awkward("two changes overlap")
        parts += (text[here : splice.start], splice.words)
        here = splice.end
    return "".join([*parts, text[here:end]])
