"""What can be asked of the room, in the imperative. One frozen value per button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kap_room.plan.music import Track
from kap_room.plan.scene import Mark
from kap_room.plan.units import Decibels, Level, Seconds


class Button(StrEnum):
    """The commands that are a word and nothing more."""

    SILENCE = "silence"
    MUSIC = "music"
    TALK = "talk"
    HOLD = "hold"
    LIGHTS_UP = "lights-up"
    LIGHTS_DOWN = "lights-down"
    ARM_LIGHT = "arm-light"
    WALK_LIGHT = "walk-light"
    BACK_TO_PLAN = "back-to-plan"
    GROUND = "ground"
    AWAY = "away"
    LAND = "land"
    NEXT_PHASE = "next-phase"
    PREVIOUS_PHASE = "previous-phase"
    NEXT_TRACK = "next-track"
    PREVIOUS_TRACK = "previous-track"
    RESTART_TRACK = "restart-track"
    KEEP_TRACK = "keep-track"
    SOFTER = "softer"
    DEEPER = "deeper"
    LOUDER = "louder"
    QUIETER = "quieter"
    REMINDER_DONE = "reminder-done"
    TAKE_BACK = "take-back"
    END = "end"


class Way(StrEnum):
    """The four ways back in after ground."""

    SOFTER = "softer"
    PLAN = "plan"
    LEFT = "left"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Press:
    """One of the plain buttons."""

    button: Button


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a session of the scene in this file."""

    scene: str
    """The path of the scene file, absolute."""
    code: str | None = None
    therapist: str | None = None
    without: tuple[str, ...] = ()
    """Tags or files that must not be heard in this session."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A mark: what was given or seen, and how long ago."""

    mark: Mark
    ago: Seconds = Seconds(0.0)


@dataclass(frozen=True, slots=True)
class MoveMark:
    """The last mark was later by so much; negative is `earlier`."""

    by: Seconds


@dataclass(frozen=True, slots=True)
class Amount:
    """How much the last dose was, for the monitoring record."""

    text: str


@dataclass(frozen=True, slots=True)
class GoBackIn:
    way: Way = Way.SOFTER


@dataclass(frozen=True, slots=True)
class Extend:
    """Make the phase that is now longer; negative is `shorten`."""

    by: Seconds


@dataclass(frozen=True, slots=True)
class PlayFrom:
    """Take the programme from another playlist."""

    playlist: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the music folder, as it was found where files may be looked at."""

    track: Track
    path: str
    """Absolute, with every link followed."""
    also: tuple[str, ...] = ()
    """What else in the library holds the same sound, by other names."""


@dataclass(frozen=True, slots=True)
class PlayNext:
    """Let this file come next."""

    file: str
    found: FoundFile | None = None
    """Filled in on the way to the decision, and never by who asks."""


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The therapist's volume, for a hand on a fader; louder and quieter move it."""

    gain: Decibels


@dataclass(frozen=True, slots=True)
class SetLight:
    """Put one lamp or group to a level, by hand."""

    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Release:
    """Give a lamp back to the plan; None gives back every one."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Words for the record."""

    text: str


@dataclass(frozen=True, slots=True)
class MarkMoment:
    """A moment worth finding again, without words."""

    tag: str | None = None


@dataclass(frozen=True, slots=True)
class SinceDose:
    """The answer after a reboot: how long ago the dose was."""

    length: Seconds


@dataclass(frozen=True, slots=True)
class Code:
    """The code word of the session."""

    word: str


Command = (
    Press
    | Start
    | Seen
    | MoveMark
    | Amount
    | GoBackIn
    | Extend
    | PlayFrom
    | PlayNext
    | SetVolume
    | SetLight
    | Release
    | Note
    | MarkMoment
    | SinceDose
    | Code
)
