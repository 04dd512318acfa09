"""What is wrong with a plan, in words: found by looking at the evening it came to.

Each finding is one sentence for whoever wrote the scene. Nothing here stops anybody:
a rehearsal that finds something is over all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kap_room.library.cautions import is_a_peak
from kap_room.library.problems import plain
from kap_room.plan.music import RunsOut
from kap_room.plan.scene import Phase, Scene, Turn
from kap_room.plan.sung import words_in
from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.history import History
from kap_room.rehearsal.sheet import RunSheet
from kap_room.timeline.entering import crossfade_of
from kap_room.timeline.fitting import CLOSE
from kap_room.timeline.programme import Programme, Shelf, able

JUMP: Final = 3.0
"""Loudness units between neighbours that most people notice."""

HOLE: Final = 1.0
"""Seconds without a sound that are nobody's intention."""

ENOUGH: Final = 15.0
"""Seconds by which music may be too short: the next phase's comes that much sooner."""


def judge(sheet: RunSheet, history: History, shelf: Shelf) -> tuple[str, ...]:
    scene = history.sessions[0].scene
    found = (
        *_too_short(sheet, scene, shelf),
        *_misfits(sheet),
        *_lyrics(sheet, scene),
        *_jumps(sheet),
        *_holes(sheet, history),
    )
    return tuple(dict.fromkeys(found))


def _too_short(sheet: RunSheet, scene: Scene, shelf: Shelf) -> Iterator[str]:
    """Each time that a phase was on for longer than there is music for it."""
    over = (*(turn.at_s for turn in sheet.turns[1:]), sheet.length_s)
    for turn, until in zip(sheet.turns, over, strict=True):
        phase = next(each for each in scene.phases if each.name == turn.phase)
        playlist = shelf.playlists.get(phase.playlist or "")
        if playlist is None:
            continue
        lasts, music = _planned(phase, until - turn.at_s), music_of(phase, shelf)
        if lasts <= music + ENOUGH:
            continue
        then = {
            RunsOut.CONTINUE: "begins again from the top",
            RunsOut.LOOP_LAST: "repeats its last track",
            RunsOut.SILENCE: "falls silent",
        }[playlist.when_it_runs_out]
        yield (
            f"{phase.name} lasts {_clock(lasts)} and its music {_clock(music)}: "
            f"after that the playlist {then}."
        )


def _planned(phase: Phase, lasted: float) -> float:
    """Without the wait for a word at its end: nobody writes music for that."""
    if phase.turn is not Turn.ASK or phase.lasts is None or phase.waits is None:
        return lasted
    return max(min(lasted, phase.lasts), lasted - phase.waits)


def music_of(phase: Phase, shelf: Shelf) -> float:
    """How long the phase's playlist is heard before anything comes again."""
    playlist = shelf.playlists.get(phase.playlist or "")
    tracks = able(Programme(), shelf, () if playlist is None else playlist.tracks)
    lasts = [shelf.end_of(track) - shelf.beginning_of(track) for track in tracks]
    crossfade = crossfade_of(phase)
    overlaps = (min(crossfade, a / 2, b / 2) for a, b in pairwise(lasts))
    return sum(lasts) - sum(overlaps)


def _misfits(sheet: RunSheet) -> Iterator[str]:
    for fit in sheet.fits:
        if abs(fit.misses_s) > CLOSE:
            off = clock_words(Seconds(abs(fit.misses_s)))
            word = "after" if fit.misses_s > 0 else "before"
            yield (
                f"{fit.phase} is to end with a track (order: fit), and the nearest "
                f"ends {off} {word} the turn at {_clock(fit.at_s)}."
            )


def _lyrics(sheet: RunSheet, scene: Scene) -> Iterator[str]:
    deep = {phase.name for phase in scene.phases if is_a_peak(phase)}
    for track in sheet.tracks:
        if track.phase in deep and (tag := words_in(track.tags)) is not None:
            yield (
                f"{track.file} in {track.phase} has words (tagged {plain(tag)}): words "
                "call a person back."
            )


def _jumps(sheet: RunSheet) -> Iterator[str]:
    """Between neighbours, each as its gain, its trim and the ceiling leave it.

    The volumes of the phases are left out: those differ because somebody meant it.
    """
    told: set[tuple[str, str]] = set()
    for before, after in pairwise(sheet.tracks):
        pair = (before.file, after.file)
        if pair in told or before.loudness is None or after.loudness is None:
            continue
        jump = after.loudness - before.loudness
        if abs(jump) > JUMP:
            told.add(pair)
            word = "louder" if jump > 0 else "quieter"
            yield (
                f"{after.file} comes out {abs(jump):.1f} LU {word} than {before.file} "
                f"before it, at {_clock(after.starts_s)}."
            )


def _holes(sheet: RunSheet, history: History) -> Iterator[str]:
    """Where nothing sounds and nobody asked for quiet."""
    sounding = 0.0
    silent = [(track.starts_s, track.ends_s) for track in sheet.tracks]
    for starts, ends in (*silent, (sheet.length_s, sheet.length_s)):
        if starts > sounding + HOLE:
            yield from _hole(Seconds(sounding), Seconds(starts), history)
        sounding = max(sounding, ends)


def _hole(begins: Seconds, ends: Seconds, history: History) -> Iterator[str]:
    wanted = [
        max(begins, reading)
        for reading in (begins, *history.readings)
        if reading < ends - HOLE and history.wants_music_at(max(begins, reading))
    ]
    if wanted:
        phase = history.session_at(wanted[0]).course.phase
        yield (
            f"Nothing sounds in {phase.name} from {_clock(wanted[0])} to "
            f"{_clock(ends)}: its music is over."
        )


def _clock(moment: float) -> str:
    return clock_words(Seconds(moment))
