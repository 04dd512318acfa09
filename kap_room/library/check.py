"""The part of the pre-flight that needs no device: the scene against its music.

Each finding is one sentence for the evening before. `wrong` is what must be mended,
`doubt` what somebody should have meant. Nothing is opened here but the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kap_room.library.by_route import reminders_told
from kap_room.library.evenness import jumps_in
from kap_room.library.problems import all_of, quoted
from kap_room.library.session_files import SessionFiles
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.library.values import length_words
from kap_room.plan.look import ALL
from kap_room.plan.music import Measure, Playlist, RunsOut, Track
from kap_room.plan.room import Room
from kap_room.plan.route_check import objections
from kap_room.plan.scene import Phase, Scene, Turn
from kap_room.plan.units import Seconds, clock_words

MeasureOf = Callable[[Path], Measure | None]

THEN: Final[Mapping[RunsOut, str]] = {
    RunsOut.CONTINUE: "it begins again from the top",
    RunsOut.LOOP_LAST: "the last track is repeated",
    RunsOut.SILENCE: "there is silence",
}
"""What is heard once the music has run out."""


class Verdict(StrEnum):
    OK = "ok"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    about: str
    """What was looked at: the scene, a phase, a playlist, the room."""
    says: str
    mends: tuple[str, ...] = ()
    """Commands that mend it, ready to be pasted into a terminal."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A track as far as it is known."""

    track: Track
    measure: Measure | None
    reason: str | None = None
    """Why it cannot sound."""

    @property
    def length(self) -> Seconds | None:
        """What is heard of it; None while that is not known."""
        if self.measure is None or self.reason is not None:
            return None
        end = self.measure.length
        if self.track.ends is not None:
            end = min(end, self.track.ends)
        return Seconds(max(0.0, end - self.track.begins))


def look_over(
    files: SessionFiles,
    measure_of: MeasureOf,
    music: Sequence[Path] = (),
) -> tuple[Finding, ...]:
    """Music folders beside the room's own are searched after it."""
    folders = (files.room.music, *music)
    heard = {
        name: tuple(_heard(track, folders, measure_of) for track in playlist.tracks)
        for name, playlist in files.playlists.items()
    }
    findings = [_length_of(files.scene), *_route(files.scene)]
    for name, playlist in files.playlists.items():
        findings += _playlist(name, heard[name], playlist, files.room)
    for phase in files.scene.phases:
        findings += _phase(phase, heard, files.playlists)
    findings += _looks(files.scene, files.room)
    return tuple(findings)


def _length_of(scene: Scene) -> Finding:
    planned = scene.length(Seconds(0.0))
    waiting = [phase.name for phase in scene.phases if phase.lasts is None]
    says = f"{clock_words(planned)} planned"
    if waiting:
        says += f"; {all_of(waiting)} as long as you like"
    if scene.at_least is not None:
        says += f"; at least {length_words(scene.at_least)} after the last dose"
    return Finding(Verdict.OK, scene.name, f"{says}.")


def _route(scene: Scene) -> list[Finding]:
    """What is strange for the route, and what it reminds of."""
    findings: list[Finding] = []
    for each in objections(scene):
        phase = None if each.phase is None else scene.phases[each.phase]
        about = scene.name if phase is None else f"phase {phase.name}"
        findings.append(Finding(Verdict.DOUBT, about, each.says))
    if scene.route is not None:
        says = f"reminders of the route: {reminders_told(scene)}"
        findings.append(Finding(Verdict.OK, scene.name, says))
    return findings


def _heard(track: Track, folders: Sequence[Path], measure_of: MeasureOf) -> Heard:
    place = place_of(track.file, folders)
    if place.whereabouts is Whereabouts.MISSING:
        return Heard(track, None, "is not in the music folder")
    if place.whereabouts is Whereabouts.OUTSIDE:
        return Heard(track, None, "leads out of the music folder")
    measure = measure_of(place.path)
    if measure is not None and measure.problem:
        return Heard(track, measure, f"cannot sound: {measure.problem}")
    if measure is not None and measure.length <= track.begins:
        reason = f"is over at {clock_words(measure.length)}, before it is to begin"
        return Heard(track, measure, reason)
    return Heard(track, measure)


def _playlist(
    name: str, heard: tuple[Heard, ...], playlist: Playlist, room: Room
) -> list[Finding]:
    about = f"playlist {name}"
    findings = [
        Finding(Verdict.DOUBT, about, f"{quoted(one.track.file)} {one.reason}.")
        for one in heard
        if one.reason
    ]
    unmeasured = [one for one in heard if one.measure is None and one.reason is None]
    if unmeasured:
        many = len(unmeasured) > 1
        says = f"{len(unmeasured)} track{'s were' if many else ' was'} not measured yet"
        says += f": until then {'they play' if many else 'it plays'} 12 dB low."
        says += " Run kap-room library scan."
        findings.append(Finding(Verdict.DOUBT, about, says))
    known = [(o.track, o.measure) for o in heard if o.measure and o.reason is None]
    findings += [
        Finding(Verdict.DOUBT, about, says) for says in jumps_in(known, room.sound)
    ]
    if not findings:
        says = f"{len(playlist.tracks)} tracks, measured."
        findings.append(Finding(Verdict.OK, about, says))
    return findings


def _phase(
    phase: Phase,
    heard: Mapping[str, tuple[Heard, ...]],
    playlists: Mapping[str, Playlist],
) -> list[Finding]:
    about = f"phase {phase.name}"
    findings: list[Finding] = []
    if phase.ramp and phase.lasts and phase.ramp > phase.lasts:
        says = f"Its ramp ({length_words(phase.ramp)}) is longer than the phase."
        findings.append(Finding(Verdict.DOUBT, about, says))
    if phase.playlist is None:
        findings.append(Finding(Verdict.DOUBT, about, "It has no music."))
        return findings
    music = [one for one in heard[phase.playlist] if one.reason is None]
    if not music:
        says = f"Nothing in the playlist {quoted(phase.playlist)} can sound."
        return [*findings, Finding(Verdict.WRONG, about, says)]
    enough, says = _enough(phase, music, playlists[phase.playlist])
    if not enough:
        findings.append(Finding(Verdict.DOUBT, about, says))
    return findings or [Finding(Verdict.OK, about, says)]


def _enough(phase: Phase, music: list[Heard], playlist: Playlist) -> tuple[bool, str]:
    """Whether the music lasts as long as the phase, as far as anybody can know."""
    lengths = [one.length for one in music if one.length is not None]
    total, unknown = Seconds(sum(lengths)), len(music) - len(lengths)
    then = f"{clock_words(total)}; after that {THEN[playlist.when_it_runs_out]}."
    tracks = "1 track is" if unknown == 1 else f"{unknown} tracks are"
    until = f"{tracks} not measured."
    if phase.lasts is None:
        lasts = f"nobody knows yet how long its music lasts: {until}"
        return (
            True,
            f"It waits for you; {lasts if unknown else f'its music lasts {then}'}",
        )
    if total < phase.lasts:
        lasts = clock_words(phase.lasts)
        if unknown:
            return False, f"Nobody knows yet whether its music lasts {lasts}: {until}"
        return False, f"It lasts {lasts} and its music {then}"
    longest = _longest(phase, phase.lasts)
    if longest is not None and total >= longest:
        return True, "The music is long enough."
    more = until if unknown else f"it lasts {then}"
    return True, f"The music is long enough until the turn is proposed; {more}"


def _longest(phase: Phase, lasts: Seconds) -> Seconds | None:
    """With the wait for a turn that asks; None where that may be for ever."""
    if phase.turn is not Turn.ASK:
        return lasts
    return None if phase.waits is None else Seconds(lasts + phase.waits)


def _looks(scene: Scene, room: Room) -> list[Finding]:
    known = {ALL, *room.groups, *(lamp.name for lamp in room.lamps)}
    return [
        Finding(
            Verdict.DOUBT,
            f"look {look}",
            f"It names {quoted(name)}, which this room does not have.",
        )
        for look, lights in scene.looks.items()
        for name in lights
        if name not in known
    ]
