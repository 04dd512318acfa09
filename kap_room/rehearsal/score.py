"""The run sheet as a page: one line a happening, in order of time."""

from __future__ import annotations

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.sheet import FitRun, GivenRun, RampRun, RunSheet, TrackRun
from kap_room.timeline.fitting import Fitting


def score(sheet: RunSheet) -> str:
    lines: list[tuple[float, int, str]] = []
    lines.extend((turn.at_s, 0, f"{turn.phase.upper()} begins") for turn in sheet.turns)
    for before, track in zip((None, *sheet.tracks), sheet.tracks, strict=False):
        lines.append((track.starts_s, 1, _track(track, before)))
    lines.extend((ramp.at_s, 2, _ramp(ramp)) for ramp in sheet.ramps)
    lines.extend((r.at_s, 3, f"reminder  {r.says}") for r in sheet.reminders)
    lines.extend((given.at_s, -1, _given(given)) for given in sheet.given)
    lines.extend((fit.at_s, -1, f"fit       {_fit(fit)}") for fit in sheet.fits)
    lines.append((sheet.length_s, 4, "the plan is over"))
    head = f"{sheet.scene}: {clock_words(Seconds(sheet.length_s))}"
    body = [f"{clock_words(Seconds(at)):>8}  {said}" for at, _, said in sorted(lines)]
    problems = [f"problem: {problem}" for problem in sheet.problems]
    return "\n".join([head, "", *body, *([""] if problems else []), *problems])


def _track(track: TrackRun, before: TrackRun | None) -> str:
    until = clock_words(Seconds(track.ends_s))
    overlap = 0.0 if before is None else before.ends_s - track.starts_s
    said = f"track     {track.file}, until {until}"
    if overlap > 0.0:
        said += f", crossfade {overlap:.0f} s"
    return said


def _given(given: GivenRun) -> str:
    answer = f": {given.answer}" if given.answer else ""
    return f"therapist {given.words}{answer}"


def _fit(fit: FitRun) -> str:
    return f"{fit.phase}: {Fitting((), Seconds(fit.misses_s)).says}"


def _ramp(ramp: RampRun) -> str:
    level = "" if ramp.level is None else f" to {ramp.level:.0%}"
    warmth = "" if ramp.warmth_k is None else f", {ramp.warmth_k:.0f} K"
    over = clock_words(Seconds(ramp.lasts_s))
    return f"ramp      {ramp.light}{level}{warmth} over {over}"
