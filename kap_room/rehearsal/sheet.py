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
class RunSheet:
    scene: str
    length_s: float
    """From the start to the end of the plan; open phases count as given."""
    turns: tuple[Turn, ...]
    tracks: tuple[TrackRun, ...]
    ramps: tuple[RampRun, ...]
    reminders: tuple[ReminderRun, ...]
    problems: tuple[str, ...]
