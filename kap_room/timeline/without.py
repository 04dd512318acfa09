"""What must not be heard in one session, in a person's own words.

A word may be a tag, a file or a folder. It is better to leave out too much than to let
one track come that a person dislikes: case, accents written in two ways and the ending
of a file's name make no difference, and whoever wants no lyrics wants no vocals.
Nothing here looks at a disk.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from kap_room.plan.sung import means_words, words_in

ASKED_OFTEN: Final = 8192
"""Every track of a session is asked about in every step; each answer is found once."""


@lru_cache(maxsize=ASKED_OFTEN)
def left_out_by(
    without: tuple[str, ...], file: str, tags: tuple[str, ...] = ()
) -> str | None:
    """The first of these words that means this track; None where none does."""
    parts, own = _parts(file), {_plain(tag) for tag in tags}
    is_sung = words_in(tags) is not None
    for word in without:
        if _plain(word) in own or _is_way_to(_parts(word), parts):
            return word
        if is_sung and means_words(word):
            return word
    return None


def _is_way_to(wanted: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether this is the file, its name, or a folder that it lies below."""
    if not wanted:
        return False
    bare = (*parts[:-1], PurePosixPath(parts[-1]).stem) if parts else ()
    return any(
        wanted == way[start : start + len(wanted)]
        for way in (parts, bare)
        for start in range(len(way) - len(wanted) + 1)
    )


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in _plain(path).split("/") if part not in ("", "."))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().strip()
