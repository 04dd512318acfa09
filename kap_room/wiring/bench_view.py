"""What is known of tracks and phases, as the values that a screen shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from kap_room.exchange.bookshelf import LibraryRow, PhaseColumn, PlaylistRow
from kap_room.library.catalogued import Catalogued
from kap_room.library.cautions import ends_early, startle_in
from kap_room.library.columns import Column
from kap_room.library.draft import Draft
from kap_room.library.listed import Listed
from kap_room.library.played import heard_of
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds

POINTS: Final = 60
"""Of a curve. A column of the screen has fewer cells."""

KnownOf = Callable[[Track], Catalogued | None]


def is_to_save(draft: Draft) -> bool:
    """A playlist that was never written and is still empty is nothing to lose."""
    is_nothing = draft.on_disk is None and not draft.playlist.tracks
    return draft.is_changed and not is_nothing


def library_row(one: Listed) -> LibraryRow:
    is_measured = one.problem is None and math.isfinite(one.loudness)
    return LibraryRow(
        file=one.file,
        called=one.called,
        artist=one.artist,
        album=one.album,
        length=one.length,
        loudness=one.loudness if is_measured else None,
        intensity=one.intensity,
        is_by_hand=one.by_hand is not None,
        tags=one.tags,
        tags_by_hand=one.tags_by_hand,
        heard=one.heard,
        says=one.problem or "",
        doubt=_doubt_of(one),
    )


def _doubt_of(one: Listed) -> str:
    """As a sentence of its own: the name stands above it."""
    told = (startle_in(one), ends_early(one.missing, one.length))
    return " ".join(f"It {why}" for why in told if why)


def column_view(
    column: Column,
    crossfade: Seconds | None,
    draft: Draft | None,
    known_of: KnownOf,
    broken: str | None,
) -> PhaseColumn:
    if broken is not None:
        return PhaseColumn(
            column.phase,
            column.playlist,
            "its playlist cannot be read",
            "cannot be read",
            is_enough=False,
            warnings=(broken,),
        )
    return PhaseColumn(
        name=column.phase,
        playlist=column.playlist,
        enough=column.enough,
        short=_short(column),
        is_enough=column.is_enough,
        curve=_sampled(column),
        warnings=tuple(caution.says for caution in column.warnings),
        rows=_rows(column, draft, known_of),
        runs=column.music,
        crossfade=crossfade,
        is_changed=draft is not None and is_to_save(draft),
    )


def _short(column: Column) -> str:
    if column.playlist is None:
        return "no music"
    minutes = int(column.music // 60)
    if column.planned is None:
        return f"{minutes} min, open"
    boosted = column.boosted
    enough = boosted is not None and column.music >= boosted
    of = boosted if enough and boosted is not None else column.planned
    return f"{minutes} of {int(of // 60)} min"


def _sampled(column: Column) -> tuple[float | None, ...]:
    """Evenly over the phase; where its own music is over, nothing."""
    lasts = column.boosted or column.planned or column.music
    if not column.curve or not lasts:
        return ()
    points: list[float | None] = []
    for point in range(POINTS):
        at = lasts * (point + 0.5) / POINTS
        come_in = [intensity for begins, intensity in column.curve if begins <= at]
        points.append(come_in[-1] if come_in and at <= column.music else None)
    return tuple(points)


def _rows(
    column: Column, draft: Draft | None, known_of: KnownOf
) -> tuple[PlaylistRow, ...]:
    if draft is None:
        return ()
    return tuple(
        _row(
            track,
            known_of(track),
            tuple(c.says for c in column.warnings if c.track == at),
        )
        for at, track in enumerate(draft.playlist.tracks)
    )


def _row(track: Track, known: Catalogued | None, says: tuple[str, ...]) -> PlaylistRow:
    name = PurePosixPath(track.file).stem
    runs: Seconds | None = None
    estimated = None
    if known is not None:
        name, estimated = known.called, known.intensity
        if known.measure.problem is None:
            runs = heard_of(track, known.measure)
    said = track.intensity is not None
    return PlaylistRow(
        track=track,
        called=name,
        runs=runs,
        intensity=track.intensity if said else estimated,
        is_by_hand=said or (known is not None and known.by_hand is not None),
        says=says,
    )
