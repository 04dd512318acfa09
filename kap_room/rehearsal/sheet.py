"""The run sheet: what a rehearsal found, as values. Field names are the contract."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    phase: str
    """The phase that begins."""
    at_s: float


@dataclass(frozen=True, slots=True)
class TrackRun:
    file: str
    phase: str
    starts_s: float
    ends_s: float
    """Overlaps the next one's start by their crossfade."""
    rise_s: float
    """How long its fade in takes."""
    over_s: float
    """When its own end would have been heard, had nothing taken its place."""
    volume_db: float
    """The volume of its phase."""
    loudness: float | None
    """As it comes out at a phase volume of 0 dB, in LUFS; null if not measured."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RampRun:
    light: str
    at_s: float
    lasts_s: float
    level: float | None
    warmth_k: float | None


@dataclass(frozen=True, slots=True)
class ReminderRun:
    at_s: float
    says: str


@dataclass(frozen=True, slots=True)
class GivenRun:
    """What the therapist on paper did."""

    at_s: float
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class MarkRun:
    """What was given or seen, at its own moment and not when the key was pressed."""

    mark: str
    at_s: float


@dataclass(frozen=True, slots=True)
class FitRun:
    """How the music of a phase in `order: fit` met its turn."""

    phase: str
    at_s: float
    """The turn."""
    misses_s: float
    """By how much its last track was over after the crossfade; negative is before."""


@dataclass(frozen=True, slots=True)
class RunSheet:
    scene: str
    length_s: float
    """From the start to the end of the plan; open phases count as given."""
    turns: tuple[Turn, ...]
    tracks: tuple[TrackRun, ...]
    ramps: tuple[RampRun, ...]
    reminders: tuple[ReminderRun, ...]
    problems: tuple[str, ...]
    marks: tuple[MarkRun, ...] = ()
    given: tuple[GivenRun, ...] = ()
    """Without what ends an open phase that nobody ended."""
    fits: tuple[FitRun, ...] = ()
