"""What a person on the couch might not be spared, found before they lie there.

A caution is a sentence about one track of one phase. It forbids nothing: whoever chose
the music may know better than a machine that measured it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kap_room.library.catalogued import Catalogued, Character
from kap_room.library.listed import Listed
from kap_room.library.played import heard_of
from kap_room.library.problems import quoted
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.sung import words_in
from kap_room.plan.units import Decibels, Seconds, clock_words

CatalogueOf = Callable[[Track], Catalogued | None]

STARTLES: Final = Decibels(15.0)
"""A rise within three seconds. Ten decibels are twice as loud, and calm music swells by
that within a phrase (the starter music by 9 at most); at fifteen, nearly three times as
loud, it is a drum after a whisper. From nothing to full would be twenty and more."""

LOUDEST: Final = Decibels(12.0)
"""A moment this far above the track as a whole is refused in onset and plateau by the
usual advice on music for such sessions."""

WIDEST: Final = Decibels(15.0)
"""Of a loudness range. Songs have 3 to 8, an orchestra 15 and more: its soft places are
then lost in the noise of a room, and who turns these up has the loud ones coming."""


class Kind(StrEnum):
    STARTLE = "startle"
    LYRICS = "lyrics"
    RANGE = "range"
    REPEAT = "repeat"
    CUT_SHORT = "cut short"
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


def startle_in(heard: Character | Listed | None) -> str | None:
    """What may startle, as the end of a sentence on the track; None where nothing."""
    if heard is None:
        return None
    if heard.loudest > LOUDEST:
        by = f"{heard.loudest:.0f} LU"
        return f"has a moment {by} louder than the rest of it: it may startle."
    if heard.rise > STARTLES:
        return f"rises by {heard.rise:.0f} LU within three seconds: it may startle."
    return None


def ends_early(missing: Seconds, length: Seconds) -> str | None:
    """The end of a sentence on a file that was cut short; None where it is whole."""
    if not missing:
        return None
    is_of = f"of its {clock_words(Seconds(length + missing))}"
    return f"ends early: {clock_words(missing)} {is_of} are missing. Copy it again."


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
    if not heard_of(track, known.measure):
        over = clock_words(known.measure.ends)
        says = f"{name} is over at {over}, before it is to begin."
        return [Caution(Kind.CANNOT_SOUND, index, says)]
    found: list[Caution] = []
    sung = words_in((*track.tags, *known.tags)) if is_a_peak(phase) else None
    if sung is not None:
        says = f"{name} has words ({sung}), and this is the peak."
        found.append(Caution(Kind.LYRICS, index, says))
    if why := startle_in(known.character):
        found.append(Caution(Kind.STARTLE, index, f"{name} {why}"))
    if why := ends_early(known.missing, known.measure.length):
        found.append(Caution(Kind.CUT_SHORT, index, f"{name} {why}"))
    if known.character is not None and known.character.loudness_range > WIDEST:
        wide = f"{known.character.loudness_range:.0f} LU"
        says = f"{name} goes from very soft to loud, over {wide}."
        found.append(Caution(Kind.RANGE, index, says))
    return found


def repeats_in(
    scene: Scene, playlists: Mapping[str, Playlist], catalogued_of: CatalogueOf
) -> Mapping[str, tuple[Caution, ...]]:
    """By phase: tracks that the scene has already, by file or as the same recording.

    A playlist that serves two phases goes on in the second with what is unheard.
    """
    first: dict[str, str] = {}
    found: dict[str, tuple[Caution, ...]] = {}
    told: set[str] = set()
    for phase in scene.phases:
        playlist = playlists.get(phase.playlist or "")
        if playlist is None or phase.playlist in told:
            continue
        told.add(phase.playlist or "")
        again: list[Caution] = []
        for index, track in enumerate(playlist.tracks):
            known = catalogued_of(track)
            recording = f"\0{known.content}" if known and known.content else ""
            names = [name for name in (track.file, recording) if name]
            before = next((first[name] for name in names if name in first), None)
            for name in names:
                first.setdefault(name, phase.name)
            if before is not None:
                here = "this phase" if before == phase.name else before
                says = f"{quoted(track.file)} is heard in {here} already."
                again.append(Caution(Kind.REPEAT, index, says))
        found[phase.name] = tuple(again)
    return found
