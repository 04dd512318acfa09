"""A scene with its music as columns: what stands in each phase, and whether it fits.

For the evening before, from what the catalogue knows; nothing is opened here. How much
longer a booster makes a phase is handed in by those who know the course of a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kap_room.library.cautions import (
    CatalogueOf,
    Caution,
    Kind,
    cautions_in,
    repeats_in,
)
from kap_room.library.enough import Measured, enough_words
from kap_room.library.played import CROSSFADE, Stretch, heard_of, laid_out, total_of
from kap_room.library.problems import quoted
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Seconds

Point = tuple[Seconds, int | None]
"""When a track comes in, and its intensity as far as it is known."""


@dataclass(frozen=True, slots=True)
class Column:
    phase: str
    planned: Seconds | None
    """None waits for the therapist."""
    boosted: Seconds | None
    """How long it is with one booster, where that makes it longer."""
    playlist: str | None
    """None is a phase without music."""
    music: Seconds
    """How long its music is as it would play, as far as it was measured; what earlier
    phases leave of it, where they have the same playlist."""
    is_enough: bool
    enough: str
    """As in `enough with one booster: 75 of 75 min`."""
    curve: tuple[Point, ...]
    """While the phase lasts, from 0 on."""
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """A phase with its music."""

    phase: Phase
    tracks: tuple[Track, ...]
    boosted: Seconds | None
    used: Seconds
    """What earlier phases have heard of the same playlist."""

    @property
    def lasts(self) -> Seconds | None:
        return self.boosted or self.phase.lasts


def columns_of(
    scene: Scene,
    playlists: Mapping[str, Playlist],
    catalogued_of: CatalogueOf,
    boosted: Mapping[str, Seconds] | None = None,
) -> tuple[Column, ...]:
    """`boosted` says by name how long a phase is with one booster."""
    again = repeats_in(scene, playlists, catalogued_of)
    used: dict[str, Seconds] = {}
    columns: list[Column] = []
    for phase in scene.phases:
        name = phase.playlist or ""
        playlist = playlists.get(name)
        use = _Use(
            phase,
            playlist.tracks if playlist is not None else (),
            _longer(phase, (boosted or {}).get(phase.name)),
            used.get(name, Seconds(0.0)),
        )
        warnings = [*_unread(phase, playlist), *again.get(phase.name, ())]
        columns.append(_column(use, catalogued_of, tuple(warnings)))
        used[name] = Seconds(use.used + (use.lasts or 0.0))
    return tuple(columns)


def _column(
    use: _Use, catalogued_of: CatalogueOf, warnings: tuple[Caution, ...]
) -> Column:
    laid = _laid(use, catalogued_of)
    music = Seconds(max(0.0, total_of(laid) - use.used))
    unknown = sum(1 for track in use.tracks if catalogued_of(track) is None)
    measured = Measured(music, unknown, is_shared=use.used > 0)
    is_enough, enough = enough_words(use.phase, use.boosted, measured)
    return Column(
        use.phase.name,
        use.phase.lasts,
        use.boosted,
        use.phase.playlist,
        music,
        is_enough,
        enough,
        _curve(use, laid, catalogued_of),
        (*cautions_in(use.phase, use.tracks, catalogued_of), *warnings),
    )


def _longer(phase: Phase, boosted: Seconds | None) -> Seconds | None:
    if phase.lasts is None or boosted is None or boosted <= phase.lasts:
        return None
    return boosted


def _unread(phase: Phase, playlist: Playlist | None) -> list[Caution]:
    if playlist is not None or phase.playlist is None:
        return []
    says = f"There is no playlist {quoted(phase.playlist)} yet."
    return [Caution(Kind.NO_PLAYLIST, None, says)]


def _laid(use: _Use, catalogued_of: CatalogueOf) -> tuple[Stretch, ...]:
    lengths: list[tuple[int, Seconds]] = []
    for index, track in enumerate(use.tracks):
        known = catalogued_of(track)
        if known is None or known.measure.problem is not None:
            continue
        if lasts := heard_of(track, known.measure):
            lengths.append((index, lasts))
    crossfade = use.phase.crossfade
    return laid_out(lengths, CROSSFADE if crossfade is None else crossfade)


def _curve(
    use: _Use, laid: tuple[Stretch, ...], catalogued_of: CatalogueOf
) -> tuple[Point, ...]:
    """What sounds at its beginning, then each track that comes in while it lasts."""
    points: list[Point] = []
    for one in laid:
        at = one.at - use.used
        if at + one.lasts <= 0 or (use.lasts is not None and at >= use.lasts):
            continue
        if at <= 0:
            points.clear()
        intensity = intensity_of(use.tracks[one.index], catalogued_of)
        points.append((Seconds(max(0.0, at)), intensity))
    return tuple(points)


def intensity_of(track: Track, catalogued_of: CatalogueOf) -> int | None:
    """What the playlist says counts before what the catalogue says."""
    if track.intensity is not None:
        return track.intensity
    known = catalogued_of(track)
    return known.intensity if known is not None else None
