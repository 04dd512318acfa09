"""What of the catalogue may be proposed at all, and why the rest may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kap_room.library.building.wish import Wish
from kap_room.library.catalogued import Catalogued
from kap_room.library.cautions import startle_in
from kap_room.library.entries import track_of
from kap_room.plan.sung import words_in

WORDLESS: Final = frozenset(("wordless", "instrumental"))
"""Two words for one thing."""


class Reason(StrEnum):
    """In the order in which they are told."""

    BROKEN = "that cannot sound"
    UNKNOWN = "of unknown intensity"
    NAMED = "by what is to be left out"
    UNTAGGED = "without the tag"
    OUTSIDE = "outside the intensity"
    WORDS = "with words"
    STARTLES = "that may startle"
    TWICE = "with a copy of the same sound"
    UNWRITABLE = "of a name that no playlist can hold"


@dataclass(frozen=True, slots=True)
class Pool:
    tracks: tuple[Catalogued, ...]
    left_out: tuple[str, ...]


def pool_of(
    catalogued: Iterable[Catalogued],
    wish: Wish,
    is_unwanted: Callable[[Catalogued], bool] = lambda _: False,
) -> Pool:
    """By name: the order in which a catalogue tells of them makes no difference."""
    tracks: list[Catalogued] = []
    reasons: Counter[Reason] = Counter()
    sounds: set[str] = set()
    for each in sorted(catalogued, key=lambda each: each.file):
        reason = Reason.NAMED if is_unwanted(each) else _reason(each, wish)
        if reason is None and each.content and each.content in sounds:
            reason = Reason.TWICE
        if reason is None:
            tracks.append(each)
            sounds.add(each.content)
        else:
            reasons[reason] += 1
    told = tuple(
        f"{reasons[reason]} track{'' if reasons[reason] == 1 else 's'} {reason}"
        for reason in Reason
        if reasons[reason]
    )
    return Pool(tuple(tracks), told)


def _reason(each: Catalogued, wish: Wish) -> Reason | None:
    """The first that keeps it out."""
    if each.measure.problem is not None or each.measure.length <= 0.0:
        return Reason.BROKEN
    if each.intensity is None:
        return Reason.UNKNOWN
    if not all(_is_tagged(each, tag) for tag in wish.tags):
        return Reason.UNTAGGED
    if not wish.arc.lowest <= each.intensity <= wish.arc.highest:
        return Reason.OUTSIDE
    return _doubt(each, wish)


def _doubt(each: Catalogued, wish: Wish) -> Reason | None:
    """Why it may not, although it is what was asked for."""
    may_have_words = wish.arc.words or words_in(wish.tags) is not None
    if not may_have_words and words_in(each.tags) is not None:
        return Reason.WORDS
    if startle_in(each.character) is not None:
        return Reason.STARTLES
    return None if can_be_named(each.file) else Reason.UNWRITABLE


def _is_tagged(each: Catalogued, tag: str) -> bool:
    """Whoever looks for what is wordless means what is instrumental too."""
    wanted, own = _plain(tag), {_plain(tag) for tag in each.tags}
    return bool(WORDLESS & own) if wanted in WORDLESS else wanted in own


def _plain(tag: str) -> str:
    return tag.casefold().strip()


def can_be_named(file: str) -> bool:
    """Whether a playlist reads the name back as it is."""
    try:
        return track_of(file) == file == file.strip()
    except ValueError:
        return False
