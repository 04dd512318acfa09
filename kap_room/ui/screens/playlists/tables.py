"""One row of each list, in as many cells as there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.exchange.bookshelf import LibraryRow, PhaseColumn, PlaylistRow
from kap_room.plan.units import clock_words
from kap_room.ui.screens.playlists.words import (
    between_words,
    gain_words,
    intensity_words,
    runs_words,
)
from kap_room.ui.theme import CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Part, cells, cut, pad
from kap_room.ui.words import one_line

RowOf = Callable[[int, int], tuple[Part, ...]]

LENGTH: Final = 6
INTENSITY: Final = 3
TRIM: Final = 8
BETWEEN: Final = 13
ARTIST: Final = 16
TAGS: Final = 18
WIDE: Final = 52
"""Cells from which on there is room for more than the most needful."""
WIDER: Final = 70
HERE: Final = "+"
ELSEWHERE: Final = "·"
"""Before what is in the playlist of the phase already, or of another phase."""


@dataclass(frozen=True, slots=True)
class InScene:
    """Files that somebody has put into a playlist already."""

    here: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    """In other phases of the scene."""

    def mark(self, file: str) -> str:
        if file in self.here:
            return HERE
        return ELSEWHERE if file in self.elsewhere else " "


def in_scene(phases: Sequence[PhaseColumn], at: int) -> InScene:
    files = [frozenset(row.track.file for row in phase.rows) for phase in phases]
    return InScene(files[at], frozenset().union(*files))


def library_rows(rows: Sequence[LibraryRow], taken: InScene) -> RowOf:
    def row(at: int, width: int) -> tuple[Part, ...]:
        one = rows[at]
        artist = ARTIST if width >= WIDE else 0
        style = CARE if one.says else PLAIN
        length = "-" if one.says else clock_words(one.length)
        intensity = intensity_words(one.intensity, is_by_hand=one.is_by_hand)
        marks = f"{'!' if one.says or one.doubt else ' '}{taken.mark(one.file)}"
        room = width - len(marks) - artist - LENGTH - INTENSITY
        parts = [(marks, CARE if one.doubt else DIM), (_in(one.called, room), style)]
        if artist:
            parts.append((_in(one.artist, artist), DIM))
        parts += [(length.rjust(LENGTH), DIM), (intensity.rjust(INTENSITY), DIM)]
        return tuple(parts)

    return row


def playlist_rows(rows: Sequence[PlaylistRow]) -> RowOf:
    def row(at: int, width: int) -> tuple[Part, ...]:
        one = rows[at]
        more = _more(one, width)
        used = sum(cells(words) for words, _ in more)
        mark = "!" if one.says else " "
        number = f"{at + 1:>3}{mark}"
        style = CARE if one.says else PLAIN
        intensity = intensity_words(one.intensity, is_by_hand=one.is_by_hand)
        room = width - len(number) - LENGTH - INTENSITY - used
        return (
            (number, CARE if one.says else DIM),
            (_in(one.called, room), style),
            (runs_words(one.runs).rjust(LENGTH), DIM),
            (intensity.rjust(INTENSITY), DIM),
            *more,
        )

    return row


def _more(row: PlaylistRow, width: int) -> tuple[Part, ...]:
    """What was done to a track by hand; where there is no room, that it was."""
    trim, between = gain_words(row.track.trim), between_words(row)
    if width < WIDE:
        marks = f" {'±' if trim else ' '}{'<' if between else ' '}"
        return ((marks, DIM),)
    parts: list[Part] = [(f" {trim:>{TRIM - 1}}", DIM), (f" {between:<{BETWEEN}}", DIM)]
    if width >= WIDER:
        parts.append((_in(", ".join(row.track.tags), TAGS), DIM))
    return tuple(parts)


def _in(words: str, width: int) -> str:
    """In just so many cells, the last of them empty."""
    return pad(cut(one_line(words), width - 1), width)
