"""The things under a therapist's hand, and what each press of them means.

A control is found by a name or listened to on a topic; what it does is kept as the
words of a command. Nothing in here knows which words there are: one spelling of each
command serves the keys, a script and a pedal alike, and lives with the commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

VOLUME: Final = "volume"
"""The word of a fader: the volume itself, and no step of it."""

NOTHING: Final = "nothing"
"""What a press does that a ready-made map gives a meaning to, and a room does not."""


class Gesture(StrEnum):
    """How one control is pressed."""

    PRESS = "press"
    LONG = "long"
    DOUBLE = "double"


class Kind(StrEnum):
    """What a MIDI device says when one of its controls is touched."""

    NOTE = "note"
    CC = "cc"
    PROGRAM = "program"
    PEDAL = "pedal"
    """A control change as well, and by its number alone the same one."""


@dataclass(frozen=True, slots=True, order=True)
class Touch:
    """One control of a MIDI device."""

    kind: Kind
    number: int
    """0 to 127."""
    channel: int | None = None
    """1 to 16, as devices print them; None is any."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One press of one control of a MIDI device, and the command it means."""

    touch: Touch
    gesture: Gesture
    words: tuple[str, ...]
    key: str
    """The press as it was written, to tell of it."""
    is_ready_made: bool = False
    """It comes with the map, and does not stand in the room file."""

    @property
    def is_fader(self) -> bool:
        return self.words == (VOLUME,)


class Shows(StrEnum):
    """What the light under a pad may say."""

    SILENT = "silent"
    HELD = "held"
    GROUNDED = "grounded"
    TALKING = "talking"
    AWAY = "away"
    LIT = "lights up"
    REMINDER = "reminder"
    """One is due, or a question waits for its answer."""
    PHASE = "phase"
    """Its number follows: the pad of the phase that is now."""


@dataclass(frozen=True, slots=True)
class PadLight:
    """What one pad's light says."""

    touch: Touch
    shows: Shows
    phase: int = 0
    """From 1; 0 where it shows something else."""


@dataclass(frozen=True, slots=True)
class Glow:
    """How a device is told to light a pad, and to put it out."""

    lit: int = 1
    unlit: int = 0


@dataclass(frozen=True, slots=True)
class MidiControl:
    """A pad box, a pedal or a row of faders."""

    name: str
    """As the room file calls it."""
    port: str
    """How the name of its port begins."""
    does: tuple[Binding, ...] = ()
    lights: tuple[PadLight, ...] = ()
    glow: Glow = Glow()
    map_name: str | None = None
    """The ready-made map it was taken from."""


@dataclass(frozen=True, slots=True)
class SaidAs:
    """One thing that a button says on its topic, and the command it means."""

    says: str
    """What stands in the payload, or in its field: `single`."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MqttButton:
    """A button, a remote or anything else that speaks on a topic."""

    name: str
    topic: str
    field: str | None = None
    """Which field of a JSON payload says it, as in `action` or `Button1.Action`; None
    takes the usual ones."""
    does: tuple[SaidAs, ...] = ()


Control = MidiControl | MqttButton
