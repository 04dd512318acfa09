"""The whole of a running session as one frozen value. A checkpoint is it, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kap_room.exchange.events import Event
from kap_room.plan.look import Light
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Room
from kap_room.plan.scene import Mark, Scene
from kap_room.plan.units import Decibels, Level, Seconds
from kap_room.timeline.course import Began, Course, Visit
from kap_room.timeline.gains import Layers
from kap_room.timeline.lamps import LampCourse, Ramp
from kap_room.timeline.programme import Programme, Shelf, Sounding
from kap_room.timeline.transport import Transport


class Mode(StrEnum):
    RUNNING = "running"
    HELD = "held"
    GROUNDED = "grounded"
    AWAY = "away"
    ENDED = "ended"


SOUNDING: Final = (Mode.RUNNING, Mode.HELD, Mode.AWAY)
"""In these music is wanted."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, as handed in: the monotonic reading and what the wall clock says."""

    reading: Seconds
    wall: str = ""
    """ISO 8601; written down, never counted on."""


@dataclass(frozen=True, slots=True)
class Marked:
    mark: Mark
    reading: Seconds
    """When it was, not when the key was pressed."""
    position: Seconds | None = None
    """Where the plan was then."""
    longer: Seconds = Seconds(0.0)
    """How much longer it made the peak, if it is a booster."""
    amount: str | None = None
    """How much was given, as somebody wrote it."""


@dataclass(frozen=True, slots=True)
class Woken:
    """What was known when the computer came back, until the plan is taken up."""

    reading: Seconds
    since_dose: Seconds | None
    """The least that it can be."""
    visits: int
    """How many phases were behind us, and where the present one began."""
    begins: Seconds
    missing: Seconds = Seconds(0.0)
    """For how long the computer was away, as far as somebody has said."""


@dataclass(frozen=True, slots=True)
class NoteTaken:
    text: str
    reading: Seconds
    wall: str


@dataclass(frozen=True, slots=True)
class Lighting:
    """The hands that are on the lamps."""

    step: int = 0
    """Lights up: 0 not, 1 soft, 2 safe, 3 full."""
    arm: bool = False
    walk: bool = False
    grounded: bool = False
    closing: bool = False
    low: bool = False
    """After the computer was away: no brighter than soft, until the plan goes on."""
    by_hand: Mapping[str, Level] = field(default_factory=dict)
    """What the therapist asked of single lamps."""
    over: bool = False
    """The session is, and its closing light too: the room is given back."""


@dataclass(frozen=True, slots=True)
class PlanWas:
    transport: Transport
    index: int
    begins: Seconds
    lengths: tuple[Seconds | None, ...]
    mode: Mode
    was_held: bool
    away_since: Seconds | None
    grounded_at: Seconds | None
    sounded_at_ground: Sounding | None
    woken: Woken | None = None
    began: Began = Began.START
    behind: tuple[Visit, ...] = ()


@dataclass(frozen=True, slots=True)
class FadesWere:
    """Where each layer was or was going; None where it was not moved."""

    volume: Decibels | None
    talk: Decibels | None
    away: Decibels | None
    quiet: Decibels | None
    silenced: Seconds | None
    talking: bool


@dataclass(frozen=True, slots=True)
class MusicWas:
    lead: Sounding | None
    place: Seconds | None
    """Where in its file the lead was left."""
    playlist: str | None
    barred: tuple[str, ...]
    kept: bool
    asked: Track | None


@dataclass(frozen=True, slots=True)
class LightWas:
    lighting: Lighting
    ramps: Mapping[str, Ramp]
    """The plan's, by lamp."""


@dataclass(frozen=True, slots=True)
class WordsWere:
    marks: tuple[Marked, ...]
    reminders_done: tuple[str, ...]
    code: str | None
    asks: str | None


@dataclass(frozen=True, slots=True)
class Undo:
    """What `take back` takes back: how it was before, and only what was changed."""

    says: str
    plan: PlanWas | None
    fades: FadesWere | None
    music: MusicWas | None
    light: LightWas | None
    words: WordsWere | None


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    scene: Scene
    playlists: Mapping[str, Playlist]
    transport: Transport
    course: Course
    code: str | None = None
    therapist: str | None = None
    without: tuple[str, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    """Absolute paths of tracks outside the room's music folder, by file."""
    mode: Mode = Mode.RUNNING
    marks: tuple[Marked, ...] = ()
    layers: Layers = field(default_factory=Layers)
    silenced: Seconds | None = None
    """The reading of the first press of silence; None while music is wanted."""
    talking: bool = False
    was_held: bool = False
    """Whether the plan was held before `away` or `ground`."""
    away_since: Seconds | None = None
    grounded_at: Seconds | None = None
    sounded_at_ground: Sounding | None = None
    programme: Programme = field(default_factory=Programme)
    lamps: Mapping[str, LampCourse] = field(default_factory=dict)
    lighting: Lighting = field(default_factory=Lighting)
    hands: Mapping[str, Light] = field(default_factory=dict)
    """What a hand at the wall, or another app, has of a lamp, and left it at. What is
    None there is still the plan's."""
    before: Mapping[str, Light] = field(default_factory=dict)
    """What the lamps were before the session, where the room wants that back."""
    gives_back_at: Seconds | None = None
    """The reading at which they go back to it."""
    reminders_done: tuple[str, ...] = ()
    notes: tuple[NoteTaken, ...] = ()
    asks: str | None = None
    """A question that the plan waits for."""
    woken: Woken | None = None
    proposed: Seconds | None = None
    """The position of the proposal that was told last."""
    undo: tuple[Undo, ...] = ()
    """Newest last."""

    def position_at(self, reading: Seconds) -> Seconds:
        return self.transport.position_at(reading)

    @property
    def dose(self) -> Seconds | None:
        """The reading of the first dose; the body clock counts from it."""
        doses = [m.reading for m in self.marks if m.mark is Mark.DOSE]
        return doses[0] if doses else None

    @property
    def given(self) -> tuple[Marked, ...]:
        """The doses and boosters, in the order in which they were entered."""
        return tuple(m for m in self.marks if m.mark in (Mark.DOSE, Mark.BOOSTER))

    def since_dose_at(self, reading: Seconds) -> Seconds | None:
        return None if self.dose is None else Seconds(reading - self.dose)

    def is_asked_at(self, reading: Seconds) -> bool:
        """Whether by then the plan waits for a word, as it is laid now."""
        position = self.position_at(reading)
        return self.mode is Mode.RUNNING and self.course.proposes(position)

    def shelf(self, room: Room, measures: Mapping[str, Measure]) -> Shelf:
        return Shelf(room, self.playlists, measures, self.without, self.homes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A session after something, and what happened on the way."""

    session: Session
    events: tuple[Event, ...] = ()
    says: str = ""

    def then(self, other: Outcome) -> Outcome:
        events = (*self.events, *other.events)
        return Outcome(other.session, events, other.says or self.says)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The command was understood and cannot be done now; the sentence says why."""
