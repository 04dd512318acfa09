"""What the engine and the process at the MIDI ports say to each other: lines of JSON.

The process is ours, but it speaks for strange devices and may be killed in the middle
of a line: what is not one of these values is passed over. Standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kap_room.adapters.controls.fingers import Meaning, Said
from kap_room.plan.controls import Gesture, Kind, MidiControl, Touch


@dataclass(frozen=True, slots=True)
class Wanted:
    """One control, as far as its process has to know it."""

    number: int
    """Its own: one that is written anew has another one, and is another control."""
    port: str
    meanings: tuple[Meaning, ...]
    lights: tuple[Touch, ...] = ()
    lit: int = 1
    unlit: int = 0


@dataclass(frozen=True, slots=True)
class AllWanted:
    """What the process is told first, and again when the room file is changed."""

    controls: tuple[Wanted, ...]
    all_ports: bool = False
    """It tells of everything."""


@dataclass(frozen=True, slots=True)
class Alive:
    """It goes round, and has looked at the ports just now."""


@dataclass(frozen=True, slots=True)
class There:
    """A control's device was found, or is gone."""

    control: int
    is_there: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    control: int
    binding: int
    at: float
    """The monotonic reading, which is one clock for all processes."""


@dataclass(frozen=True, slots=True)
class Slid:
    """A fader is at this place, 0 to 1."""

    control: int
    binding: int
    place: float


@dataclass(frozen=True, slots=True)
class Heard:
    """Anything at all, where somebody wants to learn what a device says."""

    port: str
    said: Said


@dataclass(frozen=True, slots=True)
class Listed:
    """The names of the inputs."""

    ports: tuple[str, ...]


Line = Alive | There | Pressed | Slid | Heard | Listed


def line_of(line: Line) -> bytes:
    match line:
        case Alive():
            said: list[object] = ["alive"]
        case There(control, is_there):
            said = ["there", control, is_there]
        case Pressed(control, binding, at):
            said = ["pressed", control, binding, at]
        case Slid(control, binding, place):
            said = ["slid", control, binding, place]
        case Heard(port, heard):
            where = heard.kind.value, heard.number, heard.channel, heard.value
            said = ["heard", port, *where]
        case Listed(ports):
            said = ["listed", *ports]
    return json.dumps(said).encode() + b"\n"


def read_line(text: bytes) -> Line | None:
    """None for what is no line of this process."""
    line: Line | None = None
    with suppress(ValueError):
        match json.loads(text):
            case ["alive"]:
                line = Alive()
            case ["there", int(control), bool(is_there)]:
                line = There(control, is_there)
            case ["pressed", int(control), int(binding), float(at)]:
                line = Pressed(control, binding, at)
            case ["slid", int(control), int(binding), float(place)]:
                line = Slid(control, binding, place)
            case ["heard", str(port), str(kind), int(number), int(channel), int(value)]:
                line = Heard(port, Said(Kind(kind), number, channel, value))
            case ["listed", *names]:
                line = Listed(tuple(str(name) for name in names))
            case _:
                """Half a line, of a process that was killed."""
    return line


def wanted_of(number: int, control: MidiControl, urgent: Sequence[int]) -> Wanted:
    """`urgent`: the places of the bindings that act on the edge."""
    meanings = tuple(
        Meaning(each.touch, each.gesture, place in urgent, each.is_fader)
        for place, each in enumerate(control.does)
    )
    lights = tuple(each.touch for each in control.lights)
    glow = control.glow
    return Wanted(number, control.port, meanings, lights, glow.lit, glow.unlit)


def wanted_line(wanted: Sequence[Wanted], *, all_ports: bool = False) -> bytes:
    said = {
        "all ports": all_ports,
        "controls": [
            {
                "number": each.number,
                "port": each.port,
                "meanings": [
                    [*_plain(m.touch), m.gesture.value, m.is_urgent, m.is_fader]
                    for m in each.meanings
                ],
                "lights": [_plain(touch) for touch in each.lights],
                "glow": [each.lit, each.unlit],
            }
            for each in wanted
        ],
    }
    return json.dumps(said).encode() + b"\n"


def read_wanted(text: bytes) -> AllWanted | None:
    """None for half a line, of an engine that was killed, and for any other."""
    with suppress(KeyError, TypeError, ValueError):
        said = json.loads(text)
        controls = tuple(map(_wanted_in, said["controls"]))
        return AllWanted(controls, said["all ports"])
    return None


def lights_line(control: int, lit: Sequence[bool]) -> bytes:
    return json.dumps([control, list(lit)]).encode() + b"\n"


def read_lights(text: bytes) -> tuple[int, tuple[bool, ...]] | None:
    try:
        control, lit = json.loads(text)
        return int(control), tuple(bool(each) for each in lit)
    except (TypeError, ValueError):
        return None


def _wanted_in(said: Mapping[str, Any]) -> Wanted:
    meanings = tuple(
        Meaning(_touch(*touch), Gesture(gesture), urgent, fader)
        for *touch, gesture, urgent, fader in said["meanings"]
    )
    lights = tuple(_touch(*touch) for touch in said["lights"])
    return Wanted(said["number"], said["port"], meanings, lights, *said["glow"])


def _plain(touch: Touch) -> list[object]:
    return [touch.kind.value, touch.number, touch.channel]


def _touch(kind: str, number: int, channel: int | None) -> Touch:
    return Touch(Kind(kind), number, channel)
