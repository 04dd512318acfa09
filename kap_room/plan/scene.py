"""A scene: a whole session as planned, its phases, music and light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kap_room.plan.look import Look
from kap_room.plan.units import Decibels, Seconds


class Route(StrEnum):
    """How the dose is taken. It gives default lengths and reminders."""

    SUBLINGUAL = "sublingual"
    IM = "im"
    IV = "iv"
    INTRANASAL = "intranasal"
    ESKETAMINE = "esketamine"
    ORAL = "oral"


class Turn(StrEnum):
    """What happens at a phase's planned end."""

    AUTOMATIC = "automatic"
    ASK = "ask"
    """The screen proposes; the music goes on until the therapist says so."""


WAITS: Final = Seconds(600.0)
"""How long a proposed turn waits for the therapist before it comes by itself."""


class Mark(StrEnum):
    """What was given or seen. The plan re-anchors on these."""

    DOSE = "dose"
    BOOSTER = "booster"
    ONSET = "onset"
    PEAK = "peak"
    RETURNING = "returning"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to say silently, on the screen, at a moment."""

    says: str
    after_dose: Seconds | None = None
    """On the body clock; None when `at` is given."""
    at: Seconds | None = None
    """Within the phase."""
    each_dose: bool = False
    """Whether every dose and booster has one of its own, as a lozenge has."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A named stretch of a session."""

    name: str
    lasts: Seconds | None
    """None while the phase waits for the therapist (`open`)."""
    ends_on: Mark | None = None
    """This mark ends the phase, whichever comes first beside its length."""
    playlist: str | None = None
    """None is a phase without music."""
    volume: Decibels = Decibels(0.0)
    """Relative to the room's reference level."""
    look: str | None = None
    """None leaves the lamps where they are."""
    ramp: Seconds | None = None
    """How long the lamps take to the look; None is 0.5 % a second."""
    crossfade: Seconds | None = None
    """None is the usual crossfade."""
    arm_light: bool = False
    """Whether the arm light is on while the phase lasts."""
    reminders: tuple[Reminder, ...] = ()
    turn: Turn = Turn.AUTOMATIC
    waits: Seconds | None = WAITS
    """With `Turn.ASK`: None waits for the therapist for ever."""
    finish_track: Seconds = Seconds(0.0)
    """How long a turn may wait for the track that sounds to end by itself."""


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    phases: tuple[Phase, ...]
    route: Route | None = None
    looks: Mapping[str, Look] = field(default_factory=dict)
    at_least: Seconds | None = None
    """From the last dose on, a session is never planned to be over sooner."""

    def length(self, open_counts: Seconds) -> Seconds:
        """The whole plan, with every open phase counted as given."""
        lengths = (open_counts if p.lasts is None else p.lasts for p in self.phases)
        return Seconds(sum(lengths))
