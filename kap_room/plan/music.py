"""Tracks, playlists, and what was measured of a file before it may sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kap_room.plan.units import Decibels, Seconds

PAUSE: Final = Seconds(1.0)
"""A silence at a file's head or tail that is left as its maker wanted it."""


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
    is_written: bool = True
    """False where the intensity is known, but no playlist says it: then it asks for no
    order."""


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
    head: Seconds = Seconds(0.0)
    """How long nothing can be heard at its beginning."""
    tail: Seconds = Seconds(0.0)
    """The same at its end."""

    @property
    def begins(self) -> Seconds:
        """Where in the file it begins to be heard: a pause that long is dead air."""
        return self.head if self.head > PAUSE else Seconds(0.0)

    @property
    def ends(self) -> Seconds:
        """Where in the file nothing more is to be heard."""
        return Seconds(self.length - self.tail) if self.tail > PAUSE else self.length
