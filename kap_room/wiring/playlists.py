"""`kap-room playlist list`, `show` and `check`: what is there, and what it is like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kap_room.library.building.judging import Known, Use, judged, music_of
from kap_room.library.catalogued import Catalogued
from kap_room.library.check import Finding
from kap_room.library.page import read_scene
from kap_room.library.played import heard_of, laid_out
from kap_room.library.problems import Problem
from kap_room.link.places import Places
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import CROSSFADE
from kap_room.wiring.loading import shelves_of
from kap_room.wiring.playlist_music import Music, Shelved, music_in, pages, shelved


@dataclass(frozen=True, slots=True)
class Row:
    """One playlist of the list."""

    called: str
    path: Path
    tracks: int = 0
    lasts: Seconds | None = None
    """None where not all of it was measured."""
    problems: int = 0
    """How much is wrong with its file."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One track of a playlist as it is shown."""

    track: Track
    known: Catalogued | None
    starts: Seconds | None = None
    """None behind a track whose length is not known."""
    lasts: Seconds | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    shelved: Shelved
    heard: tuple[Heard, ...]
    lasts: Seconds | None


@dataclass(frozen=True, slots=True)
class Checked:
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def listed(places: Places) -> tuple[Row, ...]:
    """Raise `FilesWrong` where the room file is."""
    music = music_in(places)
    rows: list[Row] = []
    for called, page in pages(places).items():
        if page.value is None:
            rows.append(Row(called, page.path, problems=len(page.problems)))
            continue
        tracks = page.value.tracks
        rows.append(Row(called, page.path, len(tracks), _lasts(tracks, music)))
    return tuple(rows)


def shown(places: Places, which: str) -> Shown:
    """Raise `NotFound` or `FilesWrong`."""
    music, found = music_in(places), shelved(places, which)
    tracks = found.playlist.tracks
    lengths = [_heard(track, music.known(track)) for track in tracks]
    known = [(n, lasts) for n, lasts in enumerate(lengths) if lasts is not None]
    until = next((n for n, lasts in enumerate(lengths) if lasts is None), len(tracks))
    starts = {each.index: each.at for each in laid_out(known, CROSSFADE)}
    heard = tuple(
        Heard(
            track,
            music.known(track),
            starts[n] if n < until else None,
            lengths[n],
            music.why_not(track),
        )
        for n, track in enumerate(tracks)
    )
    return Shown(found, heard, _lasts(tracks, music))


def checked(places: Places, which: str | None) -> Checked:
    """One playlist, or every one that is found. Raise `NotFound` or `FilesWrong`."""
    music, uses = music_in(places), _uses(places)
    if which is not None:
        one = shelved(places, which)
        return Checked(_judged(one.called, one.playlist, uses, music), ())
    findings: list[Finding] = []
    problems: list[Problem] = []
    for called, page in pages(places).items():
        problems += page.problems
        if page.value is not None:
            findings += _judged(called, page.value, uses, music)
    return Checked(tuple(findings), tuple(problems))


def _judged(
    called: str, playlist: Playlist, uses: dict[str, list[Use]], music: Music
) -> tuple[Finding, ...]:
    return judged(
        called,
        playlist,
        uses.get(called, []),
        Known(music.known, music.why_not, music.room.sound),
    )


def _uses(places: Places) -> dict[str, list[Use]]:
    """By playlist. A scene that cannot be read uses none."""
    uses: dict[str, list[Use]] = {}
    for name, path in shelves_of(places).scenes().items():
        scene = read_scene(path).value
        for phase in () if scene is None else scene.phases:
            if phase.playlist is not None:
                uses.setdefault(phase.playlist, []).append(Use(name, phase))
    return uses


def _heard(track: Track, known: Catalogued | None) -> Seconds | None:
    if known is None or known.measure.problem is not None:
        return None
    return heard_of(track, known.measure)


def _lasts(tracks: Iterable[Track], music: Music) -> Seconds | None:
    measured: list[tuple[Track, Measure]] = []
    for track in tracks:
        known = music.known(track)
        if known is None or known.measure.problem is not None:
            return None
        measured.append((track, known.measure))
    return music_of(measured, CROSSFADE)
