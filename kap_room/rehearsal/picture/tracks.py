"""The programme: a shape for each track, sloping where it crosses into the next."""

from __future__ import annotations

from pathlib import PurePosixPath

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.canvas import (
    RIGHT,
    WIDTH,
    Frame,
    Panel,
    shape,
    shortened,
    words,
)
from kap_room.rehearsal.sheet import RunSheet, TrackRun

HIGH = 20.0
LANES = 4
"""A name may run on beside its shape until the lane has its next track."""


def tracks(sheet: RunSheet, frame: Frame) -> Panel:
    parts: list[str] = []
    runs = sheet.tracks
    for number, track in enumerate(runs):
        lane = number % LANES
        top = lane * (HIGH + 3)
        falls = runs[number + 1].starts_s if number + 1 < len(runs) else track.ends_s
        parts.append(_shape(track, min(falls, track.ends_s), top, lane, frame))
        left, edge = frame.x(track.starts_s), WIDTH - RIGHT
        if number + LANES < len(runs):
            edge = frame.x(runs[number + LANES].starts_s)
        name = shortened(PurePosixPath(track.file).stem, edge - left - 12)
        if name:
            parts.append(words(left + 7, top + 14, name))
    return Panel("music", LANES * (HIGH + 3) - 3, tuple(parts))


def _shape(track: TrackRun, falls: float, top: float, lane: int, frame: Frame) -> str:
    left, right = frame.x(track.starts_s), frame.x(track.ends_s)
    risen = min(right, frame.x(track.starts_s + track.rise_s))
    falling = max(risen, frame.x(falls))
    corners = (
        (left, top + HIGH),
        (risen, top),
        (falling, top),
        (right, top + HIGH),
    )
    began = clock_words(Seconds(track.starts_s))
    told = f"{track.file}, {began} to {clock_words(Seconds(track.ends_s))}"
    return shape(corners, f"track{lane % 2}", title=told)
