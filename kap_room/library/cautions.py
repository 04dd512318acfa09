"""What a person on the couch might not be spared, found before they lie there.

A caution is a sentence about one track of one phase. It forbids nothing: whoever chose
the music may know better than a machine that measured it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.problems import quoted
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels

CatalogueOf = Callable[[Track], Catalogued | None]

STARTLES: Final = Decibels(20.0)
WIDEST: Final = Decibels(15.0)
SUNG: Final = frozenset({"lyrics", "vocals", "vocal", "singing", "song", "words"})


class Kind(StrEnum):
    STARTLE = "startle"
    LYRICS = "lyrics"
    RANGE = "range"
    REPEAT = "repeat"
    CANNOT_SOUND = "cannot sound"
    UNKNOWN = "not measured"
    NO_PLAYLIST = "no playlist"


@dataclass(frozen=True, slots=True)
class Caution:
    kind: Kind
    track: int | None
    """Its place in the playlist; None for the phase as a whole."""
    says: str


def is_a_peak(phase: Phase) -> bool:
    """The phase that the person returns from, or one that is called so."""
    name = phase.name.lower()
    return phase.ends_on is Mark.RETURNING or "peak" in name or "plateau" in name


def cautions_in(
    phase: Phase, tracks: tuple[Track, ...], catalogued_of: CatalogueOf
) -> tuple[Caution, ...]:
    return tuple(
        caution
        for index, track in enumerate(tracks)
        for caution in _of_track(phase, index, track, catalogued_of(track))
    )


def _of_track(
    phase: Phase, index: int, track: Track, known: Catalogued | None
) -> list[Caution]:
    name = quoted(track.file)
    if known is None:
        says = f"{name} is missing, or was not measured yet."
        return [Caution(Kind.UNKNOWN, index, says)]
    if known.measure.problem is not None:
        says = f"{name} cannot sound: {known.measure.problem}"
        return [Caution(Kind.CANNOT_SOUND, index, says)]
    found: list[Caution] = []
    sung = SUNG & {tag.lower() for tag in (*track.tags, *known.tags)}
    if sung and is_a_peak(phase):
        says = f"{name} has words ({min(sung)}), and this is the peak."
        found.append(Caution(Kind.LYRICS, index, says))
    character = known.character
    if character is not None and character.rise > STARTLES:
        says = f"{name} may startle: it rises by {character.rise:.0f} dB in 3 s."
        found.append(Caution(Kind.STARTLE, index, says))
    if character is not None and character.loudness_range > WIDEST:
        lra = character.loudness_range
        says = f"{name} goes from soft to loud, over {lra:.0f} LU."
        found.append(Caution(Kind.RANGE, index, says))
    return found


def repeats_in(
    scene: Scene, playlists: Mapping[str, Playlist], catalogued_of: CatalogueOf
) -> Mapping[str, tuple[Caution, ...]]:
    """By phase: the tracks that an earlier place of the scene has already."""
    first: dict[str, str] = {}
    found: dict[str, list[Caution]] = {}
    for phase in scene.phases:
        playlist = playlists.get(phase.playlist or "")
        for index, track in enumerate(playlist.tracks if playlist else ()):
            known = catalogued_of(track)
            names = {track.file}
            if known is not None and known.content:
                names.add(f"\0{known.content}")
            before = next(
                (first[name] for name in sorted(names) if name in first), None
            )
            for name in names:
                first.setdefault(name, phase.name)
            if before is not None:
                says = f"{quoted(track.file)} is heard in {before} already."
                caution = Caution(Kind.REPEAT, index, says)
                found.setdefault(phase.name, []).append(caution)
    return {name: tuple(cautions) for name, cautions in found.items()}
