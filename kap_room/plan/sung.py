"""Which tags say that somebody sings or speaks: one thing under many names.

A track with words that comes to a person who wanted none is a harm, and files are
tagged by anybody. A voice without words is an instrument, and is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SUNG: Final = frozenset(
    [
        "lyric",
        "lyrics",
        "vocal",
        "vocals",
        "singing",
        "sung",
        "singer",
        "song",
        "songs",
        "words",
        "spoken",
        "speech",
        "rap",
        "audiobook",
        "podcast",
    ]
)
_UNSUNG: Final = frozenset(["no", "non", "not", "without", "wordless", "instrumental"])


def words_in(tags: Iterable[str]) -> str | None:
    """The tag that says that somebody sings or speaks; None where none does.

    A voice without words is an instrument: whoever says so is believed.
    """
    sung: str | None = None
    for tag in tags:
        words = set(re.findall(r"[a-z]+", tag.lower()))
        if words & _UNSUNG:
            return None
        if words & _SUNG:
            sung = sung or tag
    return sung


def means_words(text: str) -> bool:
    """Whether this is nothing but a name for words; a title may hold one by chance."""
    words = set(re.findall(r"\w+", text.lower()))
    return bool(words) and words <= _SUNG
