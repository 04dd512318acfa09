"""A room: its music folder, sound output, broker and lamps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kap_room.plan.controls import Control
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.look import ALL, Light, Look
from kap_room.plan.units import Decibels, Kelvin, Level


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the MQTT broker is. The password stays in its file."""

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password_file: Path | None = None
    tls: bool = False
    ca_file: Path | None = None
    """None trusts the system's certificates."""
    certificate_file: Path | None = None
    """Ours, for a broker that asks who we are; it goes with `key_file`."""
    key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """One of several outputs of a room, as speakers beside headphones."""

    name: str
    sink: str = "auto"
    """As `Sound.output`."""
    volume: Decibels = Decibels(0.0)
    """Its own, on top of everything else."""
    ceiling: Decibels | None = None
    """Its own; None is that of the room."""


@dataclass(frozen=True, slots=True)
class Sound:
    output: str = "auto"
    """`auto`, or the name of a sink of the sound server. With several outputs it is
    the first one's."""
    ceiling: Decibels = Decibels(-3.0)
    """A true peak at the output that nothing passes (S2)."""
    reference: Decibels = Decibels(-23.0)
    """The loudness, in LUFS, that a phase volume of 0 dB comes out at."""
    outputs: tuple[Output, ...] = ()
    """Where the room file names several; otherwise empty."""


class Dimming(StrEnum):
    """How much light a lamp gives for what it is told."""

    LINEAR = "linear"
    """Half is half the light."""
    SQUARE = "square"
    """Half is a quarter of the light: its maker bent the scale for the eye."""


class Ability(StrEnum):
    """What a lamp can be told; each can what the one before it can."""

    SWITCH = "switch"
    DIM = "dim"
    WARMTH = "warmth"


class Afterwards(StrEnum):
    """What becomes of the lamps when the session is over."""

    LEAVE = "leave"
    AS_IT_WAS = "as it was"
    """They go back to what they were before it."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """One lamp, or a group that the lamps' own bridge knows as one."""

    name: str
    speaks: str
    """zigbee2mqtt, tasmota, wled, homeassistant, esphome, shelly or shelly1."""
    topic: str
    """As its dialect understands one; homeassistant's is its state topic."""
    minimum: Level = Level(0.0)
    """Never below this while it is on; 0 allows dark."""
    command_topic: str | None = None
    """Where homeassistant is told; the other dialects know theirs."""
    availability_topic: str | None = None
    dimming: Dimming = Dimming.LINEAR
    can: Ability = Ability.WARMTH
    never_dark: bool = False
    """It is never told to go off; dark is then its `minimum`, or a trace of light."""
    full_is_accepted: bool = False
    """Somebody has taken upon them that it may return at full after a power cut."""


def _safe_look() -> Look:
    return {ALL: Light(Level(0.4), Kelvin(2700.0))}


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    music: Path
    broker: Broker | None = None
    """None: a room without lamps that the program could reach."""
    sound: Sound = field(default_factory=Sound)
    lamps: tuple[Lamp, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group_lamps: Mapping[str, Lamp] = field(default_factory=dict)
    """The groups that their bridge knows as one, by name: one message reaches all."""
    controls: tuple[Control, ...] = ()
    """What is under a therapist's hand beside the keys."""
    home_assistant: HomeAssistant | None = None
    """None: nothing is announced and nothing let in."""
    safe_look: Look = field(default_factory=_safe_look)
    arm_light: Look = field(default_factory=dict)
    walk_light: Look = field(default_factory=dict)
    afterwards: Afterwards = Afterwards.LEAVE
    therapists: tuple[str, ...] = ()
    leaving_rule: str | None = None
