"""What is seen of a room's controls from one moment to the next: heard, and read.

The clock is handed in. Between two looks at the room file some time passes; a press is
taken in at once.
"""

from __future__ import annotations

from typing import Final, Protocol

from kap_room.adapters.buttons.anywhere import BrokerIs, Spoke
from kap_room.adapters.controls.lines import Heard, Listed
from kap_room.exchange.learning import ControlsView, Named, Pressed, Touch
from kap_room.library.session_files import read_room_to_write
from kap_room.link.places import Places
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.wiring.control_ears import Ears, NoMidi, Said
from kap_room.wiring.control_hearing import Hearing, Meant
from kap_room.wiring.control_list import NO_MIDI
from kap_room.wiring.control_pressed import (
    control_at,
    is_same,
    pressed_by,
    pressed_of,
)
from kap_room.wiring.control_rows import named_in, rows_of, strangers_of

LOOKED_EVERY: Final = 0.5
"""Seconds between two looks at the room file."""

WAITS: Final = Seconds(0.1)
"""For something to be said: so long a finger's meaning may be late."""


class Hears(Protocol):
    def open(self, room: Room) -> None: ...
    def room_is(self, room: Room) -> None: ...
    def next(self, within: Seconds) -> Said | None: ...
    def close(self) -> None: ...


class Attending:
    def __init__(self, places: Places, ears: Hears | None = None) -> None:
        self._places = places
        self._ears = ears or Ears()
        self._hearing = Hearing()
        self._room: Room | None = None
        self._problems: tuple[str, ...] = ()
        self._stamp: object = None
        self._looked_at = float("-inf")
        self._ports: tuple[str, ...] | None = None
        self._named = Named()
        self._midi, self._broker = "", ""
        self._touch: Touch | None = None
        self._view = ControlsView(hears=False)

    def next(self, now: float) -> ControlsView:
        """As it is after the next thing said, or after a moment without one."""
        is_other = self._look(now)
        said = self._ears.next(WAITS)
        reading = Seconds(now)
        meant = (*self._hearing.due(reading), *self._take(said, reading))
        if meant:
            self._pressed(meant[-1], reading)
        is_told = isinstance(said, Listed | NoMidi | BrokerIs)
        if is_other or is_told or meant:
            self._view = self._seen()
        return self._view

    def close(self) -> None:
        self._ears.close()

    def _take(self, said: Said | None, reading: Seconds) -> tuple[Meant, ...]:
        match said:
            case Heard():
                return self._hearing.heard(said, reading)
            case Spoke(topic, signs):
                return self._hearing.spoke(topic, signs, reading)
            case Listed(ports):
                self._ports, self._midi = ports, ""
                self._hearing.only_these(ports)
            case NoMidi():
                self._ports, self._midi = None, NO_MIDI
            case BrokerIs(says):
                self._broker = says
            case None:
                pass
        return ()

    def _pressed(self, meant: Meant, reading: Seconds) -> None:
        if self._room is not None:
            self._touch = Touch(reading, self._as_it_stands(meant, self._room))

    def _as_it_stands(self, meant: Meant, room: Room) -> Pressed:
        """In the words of the room file, where it has this press."""
        pressed = pressed_of(meant, room)
        control = control_at(pressed.key, pressed.where, room)
        if control is None:
            return pressed
        for does in control.does:
            written = pressed_by(control, does)
            if is_same(pressed.key, written.press, pressed.press):
                return written
        return pressed

    def _look(self, now: float) -> bool:
        """Whether the room file says something else by now."""
        if now - self._looked_at < LOOKED_EVERY:
            return False
        self._looked_at = now
        stamp = _stamp(self._places)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        page = read_room_to_write(self._places.room_file)
        self._problems = tuple(map(str, page.problems))
        if page.value is None:
            return True
        is_first, self._room = self._room is None, page.value
        self._named = named_in(page.value, self._places)
        if is_first:
            self._ears.open(page.value)
        else:
            self._ears.room_is(page.value)
        if self._touch is not None:
            self._touch = None  # what it does was learnt, or is another by now
        return True

    def _seen(self) -> ControlsView:
        room = self._room
        if room is None:
            return ControlsView(problems=self._problems, hears=False)
        return ControlsView(
            rows_of(room, self._ports, self._places),
            strangers_of(room, self._ports),
            tuple(filter(None, (self._midi, self._broker))),
            self._problems,
            self._touch,
            named=self._named,
            hears=self._ports is not None or bool(self._midi),
        )


def _stamp(places: Places) -> object:
    try:
        found = places.room_file.stat()
    except OSError:
        return "none"
    return found.st_mtime_ns, found.st_size, found.st_ino
