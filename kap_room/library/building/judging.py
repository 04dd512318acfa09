"""One playlist, judged on the evening before: by itself, and where scenes use it.

What is only doubtful forbids nothing. Nothing is opened here: the catalogue was read,
and each file looked for, by whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.cautions import (
    Caution,
    Kind,
    cautions_in,
    is_a_peak,
    repeats_in,
)
from kap_room.library.check import Finding, Verdict
from kap_room.library.evenness import jumps_in
from kap_room.library.played import CROSSFADE, heard_of, laid_out, total_of
from kap_room.library.problems import quoted
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Sound
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Seconds, clock_words

CatalogueOf = Callable[[Track], Catalogued | None]
WhyNot = Callable[[Track], str | None]
"""Why a track's file cannot be opened, as the end of a sentence."""

SOONER: Final = Seconds(15.0)
"""By so much music may be too short: that of the next phase comes sooner."""

_TOLD_OTHERWISE: Final = frozenset({Kind.UNKNOWN, Kind.CANNOT_SOUND})


@dataclass(frozen=True, slots=True)
class Known:
    """What the room knows of tracks."""

    catalogued_of: CatalogueOf
    why_not: WhyNot
    sound: Sound


@dataclass(frozen=True, slots=True)
class Use:
    """A phase of a scene that plays it."""

    scene: str
    phase: Phase


def judged(
    called: str,
    playlist: Playlist,
    uses: Sequence[Use],
    room: Known,
) -> tuple[Finding, ...]:
    known = {track: room.catalogued_of(track) for track in playlist.tracks}
    whys = {t: _why_not(t, one, room.why_not) for t, one in known.items()}
    out = {track: why for track, why in whys.items() if why}
    sounding = [track for track in playlist.tracks if track not in out]
    says = [f"{quoted(track.file)} {why}" for track, why in out.items()]
    says += _unmeasured([track for track in sounding if known[track] is None])
    says += [caution.says for caution in _cautions(called, playlist, uses, known.get)]
    measured = [(t, one.measure) for t in sounding if (one := known[t]) is not None]
    says += jumps_in(measured, room.sound)
    doubts = [Finding(Verdict.DOUBT, called, each) for each in dict.fromkeys(says)]
    if not sounding:
        nothing = Finding(Verdict.WRONG, called, "Nothing in it can sound.")
        return (*doubts, nothing)
    whole = clock_words(music_of(measured, CROSSFADE))
    many = f"{len(sounding)} track{'' if len(sounding) == 1 else 's'}"
    unknown = len(sounding) - len(measured)
    rest = f" of those that were measured ({len(measured)})" if unknown else ""
    length = Finding(Verdict.OK, called, f"{many}, {whole} of music{rest}.")
    against = [] if unknown else [_against(called, use, measured) for use in uses]
    return (*doubts, length, *filter(None, against))


def music_of(tracks: Sequence[tuple[Track, Measure]], crossfade: Seconds) -> Seconds:
    """From its first sound to its last."""
    lengths = [
        (n, heard_of(track, measure)) for n, (track, measure) in enumerate(tracks)
    ]
    return total_of(laid_out(lengths, crossfade))


def _why_not(track: Track, known: Catalogued | None, why_not: WhyNot) -> str | None:
    if why := why_not(track):
        return why
    if known is None:
        return None
    if known.measure.problem is not None:
        return f"cannot sound: {known.measure.problem}"
    if heard_of(track, known.measure) <= 0.0:
        over = clock_words(known.measure.ends)
        return f"is over at {over}, before it is to begin."
    return None


def _unmeasured(tracks: Sequence[Track]) -> list[str]:
    if not tracks:
        return []
    is_one = len(tracks) == 1
    many = "1 track was" if is_one else f"{len(tracks)} tracks were"
    low = f"{'it plays' if is_one else 'they play'} 12 dB low"
    return [f"{many} not measured yet: until then {low}. Run kap-room library scan."]


def _cautions(
    called: str, playlist: Playlist, uses: Sequence[Use], catalogued_of: CatalogueOf
) -> list[Caution]:
    """As of the deepest phase that plays it: its own name says which, without one."""
    phases = [use.phase for use in uses] or [Phase(called, None)]
    phase = next(filter(is_a_peak, phases), phases[0])
    alone = Scene(called, (Phase(called, None, playlist=called),))
    again = repeats_in(alone, {called: playlist}, catalogued_of)
    found = cautions_in(phase, playlist.tracks, catalogued_of)
    twice = [
        Caution(each.kind, each.track, _twice(playlist, each))
        for each in again.get(called, ())
    ]
    return [*(each for each in found if each.kind not in _TOLD_OTHERWISE), *twice]


def _twice(playlist: Playlist, caution: Caution) -> str:
    track = playlist.tracks[caution.track or 0]
    same = [each for each in playlist.tracks if each.file == track.file]
    if len(same) > 1:
        return f"{quoted(track.file)} is in it {len(same)} times."
    return f"{quoted(track.file)} is the same recording as a track before it."


def _against(
    called: str, use: Use, measured: Sequence[tuple[Track, Measure]]
) -> Finding | None:
    lasts = use.phase.lasts
    if lasts is None:
        return None
    crossfade = CROSSFADE if use.phase.crossfade is None else use.phase.crossfade
    music = music_of(measured, crossfade)
    about = f"{use.scene}, {use.phase.name}"
    if music + SOONER >= lasts:
        says = f"{about}: enough, {clock_words(music)} for {clock_words(lasts)}."
        return Finding(Verdict.OK, called, says)
    short = clock_words(Seconds(lasts - music))
    says = f"{about}: {short} too short for {clock_words(lasts)}."
    return Finding(Verdict.DOUBT, called, says)
