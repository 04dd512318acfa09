"""The controls of a room as a screen shows them, with whatever is doubtful beside."""

from __future__ import annotations

from collections.abc import Iterator

from kap_room.adapters.controls.listening import is_there
from kap_room.adapters.controls.names import begins_like
from kap_room.exchange.learning import ControlRow, Named, PressRow
from kap_room.library.shelves import Shelves
from kap_room.link.places import Places
from kap_room.plan.controls import Binding, Control, MidiControl
from kap_room.plan.room import Room
from kap_room.wiring.control_doubts import doubted
from kap_room.wiring.control_pressed import device_of, pressed_by
from kap_room.wiring.control_words import wrong_in
from kap_room.wiring.loading import shelves_of

Doubts = dict[tuple[str, str], str]


def rows_of(
    room: Room, ports: tuple[str, ...] | None, places: Places
) -> tuple[ControlRow, ...]:
    """`ports` are those of MIDI that are there; None where nobody knows."""
    doubts = {(each.control, each.press): each.says for each in wrong_in(room, places)}
    return tuple(_row(each, ports, doubts) for each in room.controls)


def strangers_of(room: Room, ports: tuple[str, ...] | None) -> tuple[str, ...]:
    """Devices that no control names."""
    midi = [each for each in room.controls if isinstance(each, MidiControl)]
    strange = (
        device_of(port)
        for port in ports or ()
        if not any(begins_like(port, each.port) for each in midi)
    )
    return tuple(dict.fromkeys(strange))


def named_in(room: Room, places: Places) -> Named:
    """What a command may name."""
    lamps = (*(lamp.name for lamp in room.lamps), *room.groups)
    shelves: Shelves = shelves_of(places)
    return Named(lamps, tuple(shelves.playlists()), tuple(shelves.scenes()))


def _row(control: Control, ports: tuple[str, ...] | None, doubts: Doubts) -> ControlRow:
    presses = tuple(_presses(control, doubts))
    if not isinstance(control, MidiControl):
        return ControlRow(control.name, control.topic, is_midi=False, presses=presses)
    there = None if ports is None else is_there(control.port, ports)
    where, its_map = control.port, control.map_name
    return ControlRow(control.name, where, True, its_map, there, presses)  # noqa: FBT003 (it is MIDI)


def _presses(control: Control, doubts: Doubts) -> Iterator[PressRow]:
    great = doubted(control)
    for each in control.does:
        pressed = pressed_by(control, each)
        press = pressed.press
        doubt = doubts.get((control.name, press)) or great.get(press, "")
        is_ready_made = isinstance(each, Binding) and each.is_ready_made
        yield PressRow(pressed, " ".join(each.words), is_ready_made, doubt)
