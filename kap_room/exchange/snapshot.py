"""Everything a screen needs, at one moment; what `status --json` prints.

Field names are the contract: scripts read them. Seconds are plain numbers here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kap_room.exchange import PROTOCOL


@dataclass(frozen=True, slots=True)
class SessionView:
    state: str = "idle"
    """idle | running | held | grounded | away | ended"""
    id: str | None = None
    code: str | None = None
    therapist: str | None = None
    scene: str | None = None
    position_s: float | None = None
    """Seconds into the plan; holds do not count."""
    since_dose_s: float | None = None
    """Null before the dose."""
    ends_in_s: float | None = None
    """Until the plan's end as laid now; null when an open phase lies ahead."""
    asks: str | None = None
    """A question to the therapist that the plan waits for; null when there is none."""
    take_back: str | None = None
    """What `take back` would take back, in words."""
    stays_s: float | None = None
    """Until the person may leave by the scene; null where nothing says so. Negative
    once that is over."""


@dataclass(frozen=True, slots=True)
class DoseView:
    """A dose or a booster, on its own body clock."""

    mark: str
    since_s: float
    amount: str | None = None
    """As somebody wrote it."""


@dataclass(frozen=True, slots=True)
class PhaseView:
    name: str
    position_s: float
    remaining_s: float | None
    """Null when the phase is open."""
    next: str | None
    ends_on: str | None = None
    """The mark that ends it."""


@dataclass(frozen=True, slots=True)
class StripView:
    """One phase on the strip."""

    name: str
    lasts_s: float | None
    """As laid now, extended or shortened; null when open."""
    is_now: bool = False
    is_past: bool = False
    written_s: float | None = None
    """As the scene has it; null when open."""
    spent_s: float | None = None
    """How long it has been on, all visits together; null if it never was."""


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A planned end is there, and the therapist is asked."""

    phase: str | None
    """The phase that would begin; null after the last."""
    since_s: float
    turns_in_s: float | None
    """Until it comes by itself; null while it waits for a word, or for the plan."""
    says: str


@dataclass(frozen=True, slots=True)
class ComingView:
    """What comes next in the plan, when and why."""

    phase: str | None
    """Null after the last phase."""
    in_s: float | None
    """Until it comes by itself, or is proposed; null while it waits for a word."""
    says: str
    """All of it in words, as in "peak in 4:10, from dose + 15 min"."""


@dataclass(frozen=True, slots=True)
class TrackView:
    file: str
    position_s: float
    length_s: float | None
    measured: bool = True
    """False while it plays 12 dB low because it was not measured yet."""


@dataclass(frozen=True, slots=True)
class SoundView:
    state: str = "silent"
    """playing | silent | fading | lost"""
    level_db: float | None = None
    """Relative to the programme level; null when silent."""
    track: TrackView | None = None
    next_track: str | None = None
    next_in_s: float | None = None
    """Until the next track's crossfade begins."""
    next_why: str | None = None
    """"the track ends" or "the phase turns"."""
    playlist: str | None = None
    playlists: tuple[str, ...] = ()
    """Those of this session, as its phases come to them."""
    volume_db: float = 0.0
    """The therapist's."""
    talking: bool = False
    silenced: bool = False


@dataclass(frozen=True, slots=True)
class LampView:
    level: float | None
    """0..1: where the lamp should be now; null when it never was told."""
    warmth_k: float | None
    health: str = "unknown"
    """ok | lost | unknown"""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class ReminderView:
    says: str
    due_in_s: float
    """Negative once it is due."""


@dataclass(frozen=True, slots=True)
class NoteView:
    text: str
    since_dose_s: float | None
    wall: str
    """The wall clock when it was written, HH:MM."""
    age_s: float
    saved: bool


@dataclass(frozen=True, slots=True)
class HealthView:
    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class LightsView:
    """Which hand is on the lamps as a whole."""

    step: str | None = None
    """soft | safe | full while lights up is on."""
    arm: bool = False
    walk: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentView:
    code: str | None
    """The code word of who is expected; never a name."""
    scene: str
    at: str
    """On the clock of this room, ISO 8601 with its offset."""
    in_s: float
    """Negative once its time has come."""
    path: str
    """The scene's file, as `start` takes it."""
    therapist: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppointmentsView:
    next: AppointmentView | None = None
    """Null as well while the clock of this computer is not known to be right."""
    expected: AppointmentView | None = None
    """Whom the room is ready for, while it waits for them."""
    says: str | None = None
    """What a therapist should know: one that was missed, or is kept waiting."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    protocol: int = PROTOCOL
    session: SessionView = field(default_factory=SessionView)
    phase: PhaseView | None = None
    phases: tuple[StripView, ...] = ()
    proposal: ProposalView | None = None
    coming: ComingView | None = None
    doses: tuple[DoseView, ...] = ()
    """In the order in which they were entered."""
    sound: SoundView = field(default_factory=SoundView)
    lights: Mapping[str, LampView] = field(default_factory=dict)
    lighting: LightsView = field(default_factory=LightsView)
    reminders: tuple[ReminderView, ...] = ()
    """Those that are due, the oldest first; then those that come soon."""
    not_done: tuple[ReminderView, ...] = ()
    """Reminders that went quiet by themselves, oldest first."""
    health: Mapping[str, HealthView] = field(default_factory=dict)
    notes: int = 0
    last_notes: tuple[NoteView, ...] = ()
    pids: Mapping[str, int | None] = field(default_factory=dict)
    appointments: AppointmentsView = field(default_factory=AppointmentsView)
