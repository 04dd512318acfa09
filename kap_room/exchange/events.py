"""What happened in the room, in the past tense. The journal keeps these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionStarted:
    scene: str
    code: str | None
    therapist: str | None


@dataclass(frozen=True, slots=True)
class SessionResumed:
    after_s: float
    """How long the engine was away."""
    held: bool
    """True after a reboot: silent, and waiting for the therapist."""


@dataclass(frozen=True, slots=True)
class CommandTaken:
    words: str


@dataclass(frozen=True, slots=True)
class MarkSeen:
    mark: str
    ago_s: float


@dataclass(frozen=True, slots=True)
class MarkMoved:
    """A mark was corrected: it was at another moment."""

    mark: str
    by_s: float
    """Negative is earlier."""
    ago_s: float


@dataclass(frozen=True, slots=True)
class AmountWritten:
    mark: str
    number: int
    """Of all doses and boosters, counted from one."""
    text: str


@dataclass(frozen=True, slots=True)
class PhaseTurned:
    phase: str
    why: str


@dataclass(frozen=True, slots=True)
class TurnProposed:
    """The planned end of a phase that asks; the music goes on."""

    phase: str | None
    """The one that would begin; None after the last."""
    waits_s: float | None
    """None waits for the therapist."""


@dataclass(frozen=True, slots=True)
class TrackBegan:
    file: str
    playlist: str
    measured: bool


@dataclass(frozen=True, slots=True)
class TrackFailed:
    file: str
    says: str


@dataclass(frozen=True, slots=True)
class MusicRanOut:
    playlist: str


@dataclass(frozen=True, slots=True)
class NoteWritten:
    text: str


@dataclass(frozen=True, slots=True)
class MomentMarked:
    tag: str | None


@dataclass(frozen=True, slots=True)
class HealthChanged:
    part: str
    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class LampByHand:
    """Somebody changed a lamp at the wall or by another app; it is left alone."""

    lamp: str
    level: float | None
    """0..1; None where the hand did not change it."""
    warmth_k: float | None
    coloured: bool = False


@dataclass(frozen=True, slots=True)
class LampTakenDown:
    """A lamp came back at full, as lamps do after a power cut."""

    lamp: str


@dataclass(frozen=True, slots=True)
class ReminderDone:
    says: str
    late_s: float


@dataclass(frozen=True, slots=True)
class ReminderNotDone:
    """Nobody marked it as done by the end of the session."""

    says: str
    late_s: float


@dataclass(frozen=True, slots=True)
class SessionEnded:
    why: str


@dataclass(frozen=True, slots=True)
class RoomGivenBack:
    """The lamps go back to what they were before the session."""


Event = (
    SessionStarted
    | SessionResumed
    | CommandTaken
    | MarkSeen
    | MarkMoved
    | AmountWritten
    | PhaseTurned
    | TurnProposed
    | TrackBegan
    | TrackFailed
    | MusicRanOut
    | NoteWritten
    | MomentMarked
    | HealthChanged
    | LampByHand
    | LampTakenDown
    | ReminderDone
    | ReminderNotDone
    | SessionEnded
    | RoomGivenBack
)

PROCESS: tuple[type[Event], ...] = (NoteWritten, MomentMarked)
"""The therapist's own words and moments, kept apart from the room's record (R3)."""
