"""Learning a control: from what was pressed to what the room file would say.

One way for both of its faces, `kap-room controls learn` and the screen of the console.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from kap_room.adapters.buttons.anywhere import BrokerIs, Spoke
from kap_room.adapters.controls.lines import Heard
from kap_room.adapters.controls.listening import touched
from kap_room.exchange.learning import Pressed, Proposal
from kap_room.exchange.words import EMERGENCY, WordsWrong, verb_of
from kap_room.library.controls import NO_MAP
from kap_room.library.page import Page
from kap_room.library.problems import quoted
from kap_room.library.rewriting import CannotSave, with_entry
from kap_room.library.rewriting.leaving_out import without_entry
from kap_room.library.session_files import read_room_to_write
from kap_room.link.places import Places
from kap_room.plan.controls import (
    NOTHING,
    VOLUME,
    Control,
    Gesture,
    Kind,
    MidiControl,
    MqttButton,
)
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.wiring.control_doubts import doubts_between
from kap_room.wiring.control_ears import Ears, NoMidi, Said
from kap_room.wiring.control_hearing import AtPort, Hearing, Meant
from kap_room.wiring.control_list import NO_MIDI
from kap_room.wiring.control_pressed import (
    control_at,
    is_same,
    pressed_as,
    pressed_of,
)
from kap_room.wiring.control_words import acts_at_once, command_of
from kap_room.wiring.control_writing import (
    judged,
    lines_between,
    take_back,
    text_now,
    write,
)
from kap_room.wiring.loading import FilesWrong

GONE = "It does not stand in the room file any more."

OFTEN = Seconds(0.1)
"""While a finger is down and nobody knows yet what it means."""


def first_press(
    room: Room, within: Seconds, tells: Callable[[str], None], topic: str | None = None
) -> Pressed | None:
    """Whatever is pressed next; None where nothing is. Faults are told once each."""
    ears, hearing, until = Ears(topic), Hearing(), monotonic() + within
    before: dict[tuple[Kind, int], int] = {}
    told: set[str] = set()
    ears.open(room)
    try:
        while (left := until - monotonic()) > 0.0:
            said = ears.next(Seconds(min(left, OFTEN)))
            if (fault := _fault(said)) and fault not in told:
                told.add(fault)
                tells(fault)
            for meant in _meant(said, hearing, before):
                return pressed_of(meant, room)
    finally:
        ears.close()
    return None


def _meant(
    said: Said | None, hearing: Hearing, before: dict[tuple[Kind, int], int]
) -> tuple[Meant, ...]:
    """Here a hand says in words how it was pressed, so that nothing is waited for."""
    now = Seconds(monotonic())
    if isinstance(said, Heard) and (touch := touched(said, before)):
        return (AtPort(said.port, touch, Gesture.PRESS),)
    if isinstance(said, Spoke):
        return hearing.spoke(said.topic, said.signs, now)
    return hearing.due(now)


def _fault(said: Said | None) -> str:
    if isinstance(said, NoMidi):
        return NO_MIDI
    return said.says if isinstance(said, BrokerIs) else ""


def read_does(text: str, places: Places) -> tuple[Gesture, str]:
    """As in `talk`, `long end` or `volume`. Raise `WordsWrong` with a sentence."""
    gesture, rest = Gesture.PRESS, text.split()
    if rest[1:] and rest[0] in {Gesture.LONG, Gesture.DOUBLE}:
        gesture, rest = Gesture(rest[0]), rest[1:]
    if rest not in ([VOLUME], [NOTHING]):
        command_of(tuple(rest) or ("",), places)
    if gesture is not Gesture.PRESS and verb_of(rest) in EMERGENCY:
        raise WordsWrong(acts_at_once(verb_of(rest), gesture))
    return gesture, " ".join(rest)


def read_topic(text: str) -> None:
    """Raise `WordsWrong` where nothing can be said on it."""
    if not text.strip():
        raise WordsWrong(
            "Say on which topic it speaks, as in zigbee2mqtt/couch button."
        )


def room_now(places: Places) -> Room:
    """Raises `FilesWrong`."""
    return _room_of(read_room_to_write(places.room_file))


def proposed(places: Places, pressed: Pressed, does: str) -> Proposal:
    """Raise `CannotSave`, `WordsWrong` or `FilesWrong`."""
    _, words = read_does(does, places)
    before = text_now(places)
    page = read_room_to_write(places.room_file)
    room = _room_of(page)
    control = control_at(pressed.key, pressed.where, room)
    name = pressed.control if control is None else control.name
    text = before or ""
    if control is None:
        _judge_name(name, room)
        text = with_entry(text, ("controls", name, pressed.key), pressed.where)
    stands = _as_it_stands(page, name, pressed)
    text = with_entry(text, ("controls", name, "does", stands), words)
    judged(text, places, about=f"controls.{name}.does.{stands}")
    text = _with_its_map(text, control, places)
    return _proposal(f"{name}, {stands}: {words}", before, text, room, places)


def without(places: Places, name: str, press: str | None) -> Proposal:
    """The same for a press that goes, or with None for the whole control."""
    before = text_now(places)
    page = read_room_to_write(places.room_file)
    room = _room_of(page)
    control = next((each for each in room.controls if each.name == name), None)
    if control is None or before is None:
        raise CannotSave(GONE)
    if press is None or (isinstance(control, MqttButton) and len(control.does) == 1):
        text = without_entry(before, ("controls", name))
        return _proposal(f"{name} is removed", before, text, room, places)
    written = page.tree.at(("controls", name, "does"))
    if isinstance(written, dict) and press in written:
        text = without_entry(before, ("controls", name, "does", press))
    else:  # its map gives it, and only a word can take it away
        text = with_entry(before, ("controls", name, "does", press), NOTHING)
    text = _with_its_map(text, control, places)
    return _proposal(f"{name}, {press} is removed", before, text, room, places)


def _room_of(page: Page[Room]) -> Room:
    if page.value is None:
        raise FilesWrong(page.problems)
    return page.value


def _judge_name(name: str, room: Room) -> None:
    if any(each.name == name for each in room.controls):
        raise CannotSave(
            f"Another control is called {quoted(name)}. Call it something else."
        )


def _as_it_stands(page: Page[Room], name: str, pressed: Pressed) -> str:
    """The press as it is written there already, however that is spelt."""
    written = page.tree.at(("controls", name, "does"))
    for press in written if isinstance(written, dict) else ():
        if is_same(pressed.key, press, pressed.press):
            return press
    return pressed.press


def _with_its_map(text: str, control: Control | None, places: Places) -> str:
    """Its other presses stay as they were: no map goes by itself, and none comes."""
    if not isinstance(control, MidiControl):
        return text
    maps = {
        each.name: each.map_name
        for each in _room_of(judged(text, places)).controls
        if isinstance(each, MidiControl)
    }
    if maps[control.name] == control.map_name:
        return text
    named = control.map_name or NO_MAP
    return with_entry(text, ("controls", control.name, "map"), named)


def _proposal(
    says: str, before: str | None, text: str, room: Room, places: Places
) -> Proposal:
    after = _room_of(judged(text, places))
    lines = lines_between(before, text)
    return Proposal(says, lines, doubts_between(room, after), before, text)


__all__ = [
    "CannotSave",
    "FilesWrong",
    "WordsWrong",
    "first_press",
    "pressed_as",
    "proposed",
    "read_does",
    "read_topic",
    "room_now",
    "take_back",
    "without",
    "write",
]
