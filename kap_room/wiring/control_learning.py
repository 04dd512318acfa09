"""`kap-room controls learn`: what was pressed, written into the room file.

Comments and order stay as a person left them, and a file that would not read any more
is not written at all.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kap_room.adapters.controls.lines import Heard
from kap_room.adapters.controls.listening import listened, touched
from kap_room.adapters.controls.names import bare, begins_like
from kap_room.exchange.words import WordsWrong
from kap_room.library.control_forms import press_words
from kap_room.library.page import read_room
from kap_room.library.rewriting import CannotSave, as_read, with_entry
from kap_room.library.session_files import read_room_or_none
from kap_room.library.text import Unreadable
from kap_room.link.places import Places
from kap_room.plan.controls import (
    VOLUME,
    Gesture,
    Kind,
    MidiControl,
    MqttButton,
    Touch,
)
from kap_room.plan.room import Broker, Room
from kap_room.plan.units import Seconds
from kap_room.wiring.control_words import command_of, problems_in
from kap_room.wiring.loading import FilesWrong


@dataclass(frozen=True, slots=True)
class Where:
    """How a room file says where a control is."""

    key: str
    """midi or topic"""
    value: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a hand has just pressed."""

    called: str
    """As a person would call the device."""
    known: str | None
    """As the room file calls it already."""
    where: Where
    says: str
    touch: Touch | None = None
    """None of a button, which makes out itself how it was pressed."""

    def key(self, gesture: Gesture) -> str:
        """As it stands in a room file. Raise `WordsWrong`."""
        if self.touch is not None:
            return press_words(self.touch, gesture)
        if gesture is not Gesture.PRESS:
            raise WordsWrong(f"Press it {gesture} itself: a button says how it was.")
        return self.says


def at_midi(room: Room, within: Seconds) -> Touched | None:
    """The control of any MIDI device that is touched next; None where none is."""
    before: dict[tuple[Kind, int], int] = {}
    with listened(within) as lines:
        for line in lines:
            if isinstance(line, Heard) and (touch := touched(line, before)):
                device = device_of(line.port)
                known = name_for(line.port, room)
                says = press_words(touch, Gesture.PRESS)
                return Touched(device, known, Where("midi", device), says, touch)
    return None


def on_topic(room: Room, topic: str, within: Seconds) -> Touched | None:
    """What a button says on its topic next; None where it says nothing."""
    from kap_room.adapters.controls.topics import said_on

    says = said_on(room.broker or Broker(), topic, within)
    if says is None:
        return None
    known = (
        control.name
        for control in room.controls
        if isinstance(control, MqttButton) and control.topic == topic
    )
    called = topic.rpartition("/")[2] or topic
    return Touched(called, next(known, None), Where("topic", topic), says)


def device_of(port: str) -> str:
    """What a person would call it: `FS-1`, of `FS-1:FS-1 MIDI 1 24:0`."""
    client, colon, rest = port.partition(":")
    name = (
        rest if colon and bare(client) in {"a2j", "midi-bridge", "system"} else client
    )
    return name.partition("[")[0].strip() or port


def name_for(port: str, room: Room) -> str | None:
    """The control of the room file whose device it is."""
    for control in room.controls:
        if isinstance(control, MidiControl) and begins_like(port, control.port):
            return control.name
    return None


def read_does(text: str, places: Places) -> tuple[Gesture, str]:
    """As in `talk`, `long end` or `volume`. Raise `WordsWrong` with a sentence."""
    gesture, rest = Gesture.PRESS, text.split()
    if rest[1:] and rest[0] in {Gesture.LONG, Gesture.DOUBLE}:
        gesture, rest = Gesture(rest[0]), rest[1:]
    if rest != [VOLUME]:
        command_of(tuple(rest) or ("",), places)
    return gesture, " ".join(rest)


def room_now(places: Places) -> Room:
    """Raises `FilesWrong`."""
    page = read_room_or_none(places.room_file)
    if page.value is None:
        raise FilesWrong(page.problems)
    return page.value


def write(places: Places, name: str, where: Where, key: str, does: str) -> str:
    """The line as it now stands. Raise `CannotSave`; then the file is as it was."""
    file = places.room_file
    try:
        text = as_read(file) if file.exists() else ""
    except Unreadable as unreadable:
        raise CannotSave(unreadable.says) from None
    if not any(control.name == name for control in room_now(places).controls):
        text = with_entry(text, ("controls", name, where.key), where.value)
    text = with_entry(text, ("controls", name, "does", key), does)
    _replace(file, text, places)
    return f"{key}: {does}"


def _replace(file: Path, text: str, places: Places) -> None:
    """All of it or nothing, once it was read and nothing is wrong with it."""
    home = Path(os.path.realpath(file))
    home.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=home.parent, suffix=".yaml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        page = read_room(Path(beside))
        problems = (*page.problems, *problems_in(page, places))
        if problems:
            raise CannotSave(f"{problems[0].key}: {problems[0].says}")
        if home.exists():
            Path(beside).chmod(home.stat().st_mode & 0o777)
        Path(beside).replace(home)
    except OSError as wrong:
        raise CannotSave(f"{file}: {wrong.strerror or wrong}.") from None
    finally:
        with suppress(OSError):
            Path(beside).unlink()


__all__ = [
    "CannotSave",
    "Touched",
    "WordsWrong",
    "at_midi",
    "on_topic",
    "read_does",
    "room_now",
    "write",
]
