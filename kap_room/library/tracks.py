"""Where a track's file is. Nothing outside the music folders is ever opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Whereabouts(StrEnum):
    THERE = "there"
    MISSING = "missing"
    OUTSIDE = "outside"
    """A link leads out of the music folder."""


@dataclass(frozen=True, slots=True)
class Place:
    """A track's file, or where it should have been."""

    path: Path
    whereabouts: Whereabouts


def place_of(file: str, music: Sequence[Path]) -> Place:
    """Look in each music folder in turn. A link is followed before it is believed."""
    outside: Path | None = None
    for folder in music:
        try:
            home = folder.resolve()
            found = (home / file).resolve()
            if not found.is_file():
                continue
        except (OSError, ValueError, RuntimeError):
            continue  # a circle of links, a name too long
        if found.is_relative_to(home):
            return Place(found, Whereabouts.THERE)
        outside = found
    if outside is not None:
        return Place(outside, Whereabouts.OUTSIDE)
    first = music[0] if music else Path()
    return Place(first / file, Whereabouts.MISSING)
