"""A press as the room file says it or would, heard or written there. Pure."""

from __future__ import annotations

from itertools import count, takewhile
from typing import Final

from kap_room.adapters.buttons.anywhere import device_on
from kap_room.adapters.buttons.spelling import written_as
from kap_room.adapters.controls.names import bare, begins_like
from kap_room.exchange.learning import Pressed
from kap_room.exchange.words import WordsWrong
from kap_room.library.control_forms import press_of, press_words
from kap_room.library.controls import overlap
from kap_room.library.entries import LONGEST_NAME, name_of
from kap_room.plan.controls import (
    Binding,
    Control,
    Gesture,
    Kind,
    MidiControl,
    MqttButton,
    SaidAs,
    Touch,
)
from kap_room.plan.room import Room
from kap_room.wiring.control_hearing import AtPort, Meant

BRIDGING: Final = frozenset(("a2j", "midi-bridge", "system"))
"""Clients that hold the ports of others."""


def pressed_of(meant: Meant, room: Room) -> Pressed:
    """What was heard."""
    if isinstance(meant, AtPort):
        device = device_of(meant.port)
        known = name_for(meant.port, room)
        control = _control_named(known, room)
        where = control.port if isinstance(control, MidiControl) else device
        press = press_words(meant.touch, meant.gesture)
        others = () if meant.slides else _ways(meant.touch)
        name = known or free_name(device, room)
        is_known = known is not None
        slides = meant.slides or meant.touch.kind in {Kind.CC, Kind.PEDAL}
        return Pressed(name, device, "midi", where, press, is_known, slides, others)
    device = device_on(meant.topic)
    control = control_at("topic", meant.topic, room)
    name = free_name(device, room) if control is None else control.name
    is_known = control is not None
    return Pressed(name, device, "topic", meant.topic, meant.says, is_known)


def pressed_by(control: Control, does: Binding | SaidAs) -> Pressed:
    """What stands in the room file, or comes with a map."""
    name = control.name
    if isinstance(control, MidiControl) and isinstance(does, Binding):
        touch = does.touch
        slides = touch.kind in {Kind.CC, Kind.PEDAL}
        ways = _ways(touch)
        where = control.port
        return Pressed(name, where, "midi", where, does.key, True, slides, ways)  # noqa: FBT003 (it is known)
    topic = control.topic if isinstance(control, MqttButton) else ""
    says = does.says if isinstance(does, SaidAs) else does.key
    return Pressed(name, device_on(topic), "topic", topic, says, is_known=True)


def pressed_as(pressed: Pressed, gesture: Gesture) -> str:
    """The same thing pressed so. Raise `WordsWrong`."""
    if gesture is Gesture.PRESS and not pressed.others:
        return pressed.press
    if not pressed.others:
        raise WordsWrong(f"Press it {gesture} itself: a button says how it was.")
    touch, _ = press_of(pressed.press)
    return press_words(touch, gesture)


def is_same(key: str, one: str, other: str) -> bool:
    """Whether two ways of writing mean one press of one control."""
    if key == "topic":
        return written_as(one)[-1] == written_as(other)[-1]
    try:
        (touch, gesture), (same, as_well) = press_of(one), press_of(other)
    except ValueError:
        return one == other
    return gesture is as_well and overlap(touch, same)


def control_at(key: str, where: str, room: Room) -> Control | None:
    """The control of the room file that is this device, or on this topic."""
    for control in room.controls:
        at = control.port if isinstance(control, MidiControl) else control.topic
        if (key == "midi") == isinstance(control, MidiControl) and at == where:
            return control
    return None


def device_of(port: str) -> str:
    """What a person would call it: `FS-1`, of `FS-1:FS-1 MIDI 1 24:0`."""
    client, colon, rest = port.partition(":")
    name = rest if colon and bare(client) in BRIDGING else client
    legible = "".join(takewhile(str.isprintable, name.strip()))
    return legible.partition("[")[0].strip() or port


def name_for(port: str, room: Room) -> str | None:
    """The control of the room file whose device it is; the longer name knows best."""
    midi = (each for each in room.controls if isinstance(each, MidiControl))
    fitting = [each for each in midi if begins_like(port, each.port)]
    return max(fitting, key=lambda each: len(each.port)).name if fitting else None


def free_name(device: str, room: Room) -> str:
    """One that no control of the room has."""
    try:
        begun = name_of(device)
    except ValueError:
        begun = "button"
    begun = begun[: LONGEST_NAME - 4].strip()
    taken = {control.name for control in room.controls}
    names = (begun if n == 1 else f"{begun} {n}" for n in count(1))
    return next(name for name in names if name not in taken)


def _control_named(name: str | None, room: Room) -> Control | None:
    return next((each for each in room.controls if each.name == name), None)


def _ways(touch: Touch) -> tuple[str, ...]:
    return tuple(press_words(touch, gesture) for gesture in Gesture)
