"""What the playlist screen says of tracks, as plain functions from values to words."""

from __future__ import annotations

import math
from typing import Final

from kap_room.exchange.bookshelf import LibraryRow, PhaseColumn, PlaylistRow, WorkView
from kap_room.plan.units import Decibels, Seconds, clock_words
from kap_room.ui.words import length_words, one_line

BLOCKS: Final = "▁▂▄▆█"
"""Intensity 1 to 5."""
UNKNOWN: Final = "·"
MOST: Final = 5


def curve_words(curve: tuple[float | None, ...], width: int) -> str:
    """The curve in so many cells; where there is no music a dot."""
    if not curve or width <= 0:
        return ""
    count = len(curve)
    return "".join(_block(curve[at * count // width]) for at in range(width))


def _block(intensity: float | None) -> str:
    if intensity is None or math.isnan(intensity):
        return UNKNOWN
    return BLOCKS[min(MOST, max(1, round(intensity))) - 1]


def intensity_words(intensity: int | None, *, is_by_hand: bool) -> str:
    """Two cells: `~3` is a guess, ` 3` was said by somebody."""
    if intensity is None:
        return " -"
    return f" {intensity}" if is_by_hand else f"~{intensity}"


def runs_words(runs: Seconds | None) -> str:
    return "?" if runs is None else clock_words(runs)


def gain_words(gain: Decibels) -> str:
    """As a person writes it into the file, and nothing for none."""
    return f"{gain:+.4g} dB".replace("+-", "-") if gain else ""


def between_words(row: PlaylistRow) -> str:
    """Its in and out points, where there are any."""
    track = row.track
    if not track.begins and track.ends is None:
        return ""
    ends = "end" if track.ends is None else clock_words(track.ends)
    return f"{clock_words(track.begins)}-{ends}"


def warnings_words(phase: PhaseColumn) -> str:
    count = len(phase.warnings)
    return {0: "", 1: "1 warning"}.get(count, f"{count} warnings")


def many(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def head_words(view: WorkView) -> str:
    return f"Playlists of {one_line(view.scene)}"


def playlist_words(phase: PhaseColumn) -> str:
    """How much there is in the playlist of a phase."""
    if phase.playlist is None:
        return "no music in this phase"
    if not phase.rows:
        return "nothing in it yet: Enter in the library adds"
    return f"{many(len(phase.rows), 'track')}, {length_words(phase.runs)}"


def of_library(row: LibraryRow) -> tuple[str, str]:
    """Everything that is known of a file, in two lines."""
    by = "   ".join(filter(None, map(one_line, (row.called, row.artist, row.album))))
    loud = "" if row.loudness is None else f"{row.loudness:.1f} LUFS"
    facts = (clock_words(row.length), _intensity(row), loud, _tags(row.tags))
    heard = f"heard {row.heard}" if row.heard else ""
    return f"{one_line(row.file)}   {by}", "   ".join(filter(None, (*facts, heard)))


def of_track(row: PlaylistRow) -> tuple[str, str]:
    """The same of a track in the playlist, as it is heard there."""
    track = row.track
    between = f"from {between_words(row).replace('-', ' to ')}"
    facts = (
        runs_words(row.runs),
        _intensity(row),
        f"trim {gain_words(track.trim)}" if track.trim else "",
        between if between_words(row) else "",
        _tags(track.tags),
    )
    return one_line(track.file), "   ".join(filter(None, facts))


def _intensity(row: LibraryRow | PlaylistRow) -> str:
    if row.intensity is None:
        return "intensity not known"
    how = "" if row.is_by_hand else ", estimated"
    return f"intensity {row.intensity}{how}"


def _tags(tags: tuple[str, ...]) -> str:
    return "tags " + ", ".join(map(one_line, tags)) if tags else ""
