"""The controls of a room as a screen shows them, with whatever is doubtful beside."""

from __future__ import annotations

from collections.abc import Iterator

from kap_room.adapters.controls.listening import is_there
from kap_room.adapters.controls.names import begins_like
from kap_room.exchange.learning import ControlRow, Named, PressRow
from kap_room.library.shelves import Shelves
from kap_room.link.places import Places
from kap_room.plan.controls import Control, MidiControl
from kap_room.plan.room import Room
from kap_room.wiring.control_doubts import doubts_in
from kap_room.wiring.control_list import NO_MIDI
from kap_room.wiring.control_pressed import device_of, pressed_by
from kap_room.wiring.control_words import wrong_in
from kap_room.wiring.loading import shelves_of

Doubts = dict[tuple[str, str], str]

__all__ = ["NO_MIDI", "named_in", "rows_of", "strangers_of"]


def rows_of(
    room: Room, ports: tuple[str, ...] | None, places: Places
) -> tuple[ControlRow, ...]:
    """`ports` are those of MIDI that are there; None where nobody knows."""
    doubts = {(each.control, each.press): each.says for each in wrong_in(room, places)}
    return tuple(_row(each, room, ports, doubts) for each in room.controls)


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


def _row(
    control: Control, room: Room, ports: tuple[str, ...] | None, doubts: Doubts
) -> ControlRow:
    presses = tuple(_presses(control, room, doubts))
    if not isinstance(control, MidiControl):
        return ControlRow(control.name, control.topic, is_midi=False, presses=presses)
    there = None if ports is None else is_there(control.port, ports)
    where, its_map = control.port, control.map_name
    return ControlRow(control.name, where, True, its_map, there, presses)  # noqa: FBT003 (it is MIDI)


def _presses(control: Control, room: Room, doubts: Doubts) -> Iterator[PressRow]:
    about = f"control {control.name}"
    great = [doubt.says for doubt in doubts_in(room) if doubt.about == about]
    for each in control.does:
        pressed = pressed_by(control, each)
        meant = (says for says in great if says.startswith(f"One {pressed.press} is "))
        doubt = doubts.get((control.name, pressed.press)) or next(meant, "")
        is_ready_made = getattr(each, "is_ready_made", False)
        yield PressRow(pressed, " ".join(each.words), is_ready_made, doubt)
