"""`kap-room controls learn`: what was pressed, written into the room file.

Comments and order stay as a person left them, and a file that would not read any more
is not written at all.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
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
    Touch,
)
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.wiring.control_words import command_of, problems_in
from kap_room.wiring.loading import FilesWrong


def pressed(within: Seconds) -> tuple[str, Touch] | None:
    """The port and the control that a hand touches next; None where none does."""
    before: dict[tuple[Kind, int], int] = {}
    with listened(within) as lines:
        for line in lines:
            if isinstance(line, Heard) and (touch := touched(line, before)):
                return line.port, touch
    return None


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


def write(  # noqa: PLR0913, PLR0917 - one line of a room file
    places: Places, name: str, port: str, touch: Touch, gesture: Gesture, does: str
) -> str:
    """The line as it now stands. Raise `CannotSave`; then the file is as it was."""
    file = places.room_file
    key = press_words(touch, gesture)
    try:
        text = as_read(file) if file.exists() else ""
    except Unreadable as unreadable:
        raise CannotSave(unreadable.says) from None
    if not any(control.name == name for control in room_now(places).controls):
        text = with_entry(text, ("controls", name, "midi"), device_of(port))
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
    "WordsWrong",
    "device_of",
    "name_for",
    "pressed",
    "read_does",
    "room_now",
    "write",
]
