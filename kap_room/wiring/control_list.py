"""`kap-room controls list`, and the controls' part of the check."""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.adapters.controls.listening import is_there, ports_there
from kap_room.library.check import Finding, Verdict
from kap_room.library.control_forms import press_words
from kap_room.library.problems import quoted
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places
from kap_room.plan.controls import Control, MidiControl
from kap_room.plan.room import Room
from kap_room.wiring.control_doubts import doubts_in
from kap_room.wiring.control_words import problems_in
from kap_room.wiring.loading import FilesWrong

NO_MIDI = "MIDI could not be asked. Is a sound system with MIDI running here?"


@dataclass(frozen=True, slots=True)
class PressLine:
    press: str
    does: str
    ready_made: bool = False
    """It comes with the map of its device."""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control as `kap-room controls list` shows it."""

    name: str
    midi: str | None
    topic: str | None
    map: str | None
    there: bool | None
    """None where nobody can know: a button that sleeps, a device in the network."""
    does: tuple[PressLine, ...]


def list_controls(places: Places) -> tuple[ControlLine, ...]:
    """Raises `FilesWrong`."""
    page = read_room_or_none(places.room_file)
    problems = (*page.problems, *problems_in(page, places))
    if page.value is None or problems:
        raise FilesWrong(problems)
    controls = page.value.controls
    midi = any(isinstance(each, MidiControl) for each in controls)
    ports = ports_there() if midi else ()
    return tuple(_line(each, ports) for each in controls)


def findings_of_controls(room: Room) -> list[Finding]:
    """Whether each device is plugged in, and no great thing happens by one touch."""
    doubts = doubts_in(room)
    controls = [each for each in room.controls if isinstance(each, MidiControl)]
    if not controls:
        return doubts
    ports = ports_there()
    if ports is None:
        return [Finding(Verdict.WRONG, "controls", NO_MIDI), *doubts]
    return [*(_finding(each, ports) for each in controls), *doubts]


def _finding(control: MidiControl, ports: tuple[str, ...]) -> Finding:
    about = f"control {control.name}"
    there = is_there(control.port, ports)
    if there is None:
        says = "It is in the network: press it and look at kap-room status."
        return Finding(Verdict.DOUBT, about, says)
    if there:
        return Finding(Verdict.OK, about, f"It is there: {control.port}.")
    says = f"No MIDI device here is called {quoted(control.port)}."
    known = ", ".join(quoted(port) for port in ports) or "none"
    return Finding(
        Verdict.WRONG, about, f"{says} Plug it in, or write its name; there is {known}."
    )


def _line(control: Control, ports: tuple[str, ...] | None) -> ControlLine:
    if not isinstance(control, MidiControl):
        said = tuple(
            PressLine(each.says, " ".join(each.words)) for each in control.does
        )
        return ControlLine(control.name, None, control.topic, None, None, said)
    does = tuple(
        PressLine(
            press_words(each.touch, each.gesture),
            " ".join(each.words),
            each.is_ready_made,
        )
        for each in control.does
    )
    there = None if ports is None else is_there(control.port, ports)
    where = control.name, control.port, None, control.map_name
    return ControlLine(*where, there, does)
