"""Tracks, playlists, and what was measured of a file before it may sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kap_room.plan.units import Decibels, Seconds


class Order(StrEnum):
    """How a playlist becomes a programme."""

    AS_WRITTEN = "as written"
    FIT = "fit"
    """Chosen and ordered so that a track's end falls on the phase's end."""


class RunsOut(StrEnum):
    """What a playlist does when all of it was heard."""

    CONTINUE = "continue"
    LOOP_LAST = "loop last"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Track:
    """One file as a playlist wants it heard."""

    file: str
    """Relative to the music folder of the room."""
    trim: Decibels = Decibels(0.0)
    begins: Seconds = Seconds(0.0)
    """The point in the file at which it starts (`from`)."""
    ends: Seconds | None = None
    """The point in the file at which it is over (`to`); None is the file's own end."""
    intensity: int | None = None
    """1 calm to 5 intense; None is not known."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Playlist:
    name: str
    tracks: tuple[Track, ...]
    order: Order = Order.AS_WRITTEN
    when_it_runs_out: RunsOut = RunsOut.CONTINUE


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of a file from having decoded it to its end."""

    length: Seconds
    loudness: Decibels
    """Integrated, EBU R128, in LUFS; mono counted as dual mono. -inf is all silence."""
    peak: Decibels
    """True peak in dBTP."""
    problem: str | None = None
    """Why it cannot sound, as a sentence; None when it can."""
