"""Whether somebody sings words in a track, as far as its tags say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SUNG: Final = frozenset(
    ("lyrics", "lyric", "vocals", "vocal", "voice", "voices", "words", "sung", "song")
)
WORDLESS: Final = frozenset(("wordless", "instrumental", "no lyrics", "no words"))


def has_words(tags: Iterable[str]) -> bool:
    """A choir without words is tagged as both, and has none."""
    plain = {tag.casefold().strip() for tag in tags}
    return bool(SUNG & plain) and not WORDLESS & plain
