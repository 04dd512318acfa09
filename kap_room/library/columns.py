"""A scene with its music as columns: what stands in each phase, and whether it fits.

For the evening before, from what the catalogue knows; nothing is opened here. A
warning is something that a person on the couch might not be spared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.cautions import Caution, cautions_in, repeats_in
from kap_room.library.played import Stretch, heard_of, laid_out, total_of
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Seconds

CatalogueOf = Callable[[Track], Catalogued | None]

CROSSFADE: Final = Seconds(8.0)
"""The usual one, as the programme has it."""


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
    """How long its music is, as far as it was measured."""
    is_enough: bool
    enough: str
    """As in `enough with one booster: 75 of 75 min`."""
    curve: tuple[tuple[Seconds, int | None], ...]
    """When each track comes in and its intensity, while the phase lasts."""
    warnings: tuple[Caution, ...]


def columns_of(
    scene: Scene,
    playlists: Mapping[str, Playlist],
    catalogued_of: CatalogueOf,
    boosted: Mapping[str, Seconds] | None = None,
) -> tuple[Column, ...]:
    """`boosted` says by name how long a phase is with one booster."""
    again = repeats_in(scene, playlists, catalogued_of)
    return tuple(
        _column(phase, playlists, catalogued_of, (boosted or {}).get(phase.name), again)
        for phase in scene.phases
    )


def _column(
    phase: Phase,
    playlists: Mapping[str, Playlist],
    catalogued_of: CatalogueOf,
    boosted: Seconds | None,
    again: Mapping[str, tuple[Caution, ...]],
) -> Column:
    longer = _longer(phase, boosted)
    playlist = playlists.get(phase.playlist or "")
    tracks = playlist.tracks if playlist is not None else ()
    laid = _laid(phase, tracks, catalogued_of)
    music = total_of(laid)
    unknown = sum(1 for track in tracks if catalogued_of(track) is None)
    is_enough, enough = _enough(phase, longer, music, unknown)
    cautions = cautions_in(phase, tracks, catalogued_of)
    return Column(
        phase.name,
        phase.lasts,
        longer,
        phase.playlist,
        music,
        is_enough,
        enough,
        _curve(laid, tracks, catalogued_of, longer or phase.lasts),
        (*cautions, *again.get(phase.name, ())),
    )


def _longer(phase: Phase, boosted: Seconds | None) -> Seconds | None:
    if phase.lasts is None or boosted is None or boosted <= phase.lasts:
        return None
    return boosted


def _laid(
    phase: Phase, tracks: tuple[Track, ...], catalogued_of: CatalogueOf
) -> tuple[Stretch, ...]:
    lengths: list[tuple[int, Seconds]] = []
    for index, track in enumerate(tracks):
        known = catalogued_of(track)
        if known is None or known.measure.problem is not None:
            continue
        if lasts := heard_of(track, known.measure):
            lengths.append((index, lasts))
    return laid_out(lengths, CROSSFADE if phase.crossfade is None else phase.crossfade)


def _curve(
    laid: tuple[Stretch, ...],
    tracks: tuple[Track, ...],
    catalogued_of: CatalogueOf,
    lasts: Seconds | None,
) -> tuple[tuple[Seconds, int | None], ...]:
    return tuple(
        (one.at, intensity_of(tracks[one.index], catalogued_of))
        for one in laid
        if lasts is None or one.at < lasts
    )


def intensity_of(track: Track, catalogued_of: CatalogueOf) -> int | None:
    """What the playlist says counts before what the catalogue says."""
    if track.intensity is not None:
        return track.intensity
    known = catalogued_of(track)
    return known.intensity if known is not None else None


def _enough(
    phase: Phase, longer: Seconds | None, music: Seconds, unknown: int
) -> tuple[bool, str]:
    minutes = _minutes(music)
    more = f", and {unknown} not measured" if unknown else ""
    if phase.playlist is None:
        return True, "no music"
    if phase.lasts is None:
        return music > 0, f"{minutes} min, as long as you like{more}"
    if music < phase.lasts:
        short = max(1, round((phase.lasts - music) / 60))
        return False, f"{short} min short of {_minutes(phase.lasts)}{more}"
    if longer is None:
        return True, f"enough: {minutes} of {_minutes(phase.lasts)} min{more}"
    if music < longer:
        short = max(1, round((longer - music) / 60))
        says = f"enough: {minutes} of {_minutes(phase.lasts)} min; with one booster "
        return True, f"{says}{short} min short of {_minutes(longer)}{more}"
    return True, f"enough with one booster: {minutes} of {_minutes(longer)} min{more}"


def _minutes(length: Seconds) -> int:
    """Whole minutes that are there: nobody counts on the last seconds."""
    return int(length // 60)
