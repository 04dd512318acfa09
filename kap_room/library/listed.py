"""A file of the library as one line of a list: what is searched and shown, no more.

Tens of thousands of them are read whenever somebody opens the library. So each is a
tuple as the catalogue hands it out, and only what is looked at is ever worked out; all
that is known of one file is asked for by itself, as a `Catalogued`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from kap_room.plan.units import Decibels, Seconds


class Listed(NamedTuple):
    file: str
    """Relative to the music folder."""
    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""
    """As the file names it."""
    length: Seconds = Seconds(0.0)
    loudness: Decibels = Decibels(0.0)
    problem: str | None = None
    """Why it cannot sound; length and loudness say nothing then."""
    estimated: int | None = None
    """The intensity as it was heard by a machine."""
    by_hand: int | None = None
    """The intensity that somebody gave it."""
    labels: str = ""
    """The tags by hand, as the catalogue keeps them."""
    heard: str | None = None
    """The date of the last session in which it was heard, as 2026-11-20."""
    missing: Seconds = Seconds(0.0)
    """How much less there is than its header promises: it was cut short."""
    rise: Decibels = Decibels(0.0)
    loudest: Decibels = Decibels(0.0)
    """As in its `Character`."""

    @property
    def called(self) -> str:
        return self.title or PurePosixPath(self.file).stem

    @property
    def intensity(self) -> int | None:
        return self.estimated if self.by_hand is None else self.by_hand

    @property
    def tags(self) -> tuple[str, ...]:
        return tags_of(self.labels, self.genre)

    @property
    def tags_by_hand(self) -> tuple[str, ...]:
        return tags_of(self.labels, None)


KINDS: Final = 4096
"""Of tags side by side. A library has far fewer of them than it has files."""


@lru_cache(KINDS)
def tags_of(labels: str | None, genre: str | None) -> tuple[str, ...]:
    """Those by hand, then the genre that the file names."""
    if not labels:
        return (genre,) if genre else ()
    said: list[str] = []
    with suppress(ValueError):
        said = [str(tag) for tag in json.loads(labels)]
    return tuple(dict.fromkeys((*said, genre) if genre else said))
