"""Where buttons usually speak, and which of what is said there is a hand's press.

For learning alone: nobody knows yet on which topic the button is. A broker carries much
else, so a word counts only in the shape in which a maker's buttons say it. Pure, and
for strangers: nothing here raises, whatever comes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.buttons.hearing import Contact, Press, Sign, Spoken
from kap_room.adapters.buttons.spelling import DOWN, RELEASE, UP, plain
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Room

BRIDGE: Final = "zigbee2mqtt"
"""As it calls itself where nobody has given it another name; and its dialect."""

USUAL: Final = (
    "stat/+/RESULT",
    "shellies/+/input_event/+",
    "+/events/rpc",
    "+/binary_sensor/+/state",
    "+/event/+/state",
)

_OF_A_LAMP: Final = (b'"Dimmer"', b'"Color"', b'"CT"', b'"HSBColor"', b'"Channel"')
"""Beside these a Tasmota tells of its light, and not of a button."""

_OF_A_BUTTON: Final = (b'"action"', b'"click"')
_NO_BUTTONS: Final = frozenset(("bridge", "availability", "set", "get"))


@dataclass(frozen=True, slots=True)
class Spoke:
    """Something new was said on a topic."""

    topic: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class BrokerIs:
    says: str = ""
    """Why it does not answer; nothing where it does."""


def bridges_of(room: Room) -> frozenset[str]:
    """How the zigbee2mqtt bridges of this room are called."""
    lamps = (lamp.topic for lamp in room.lamps if lamp.speaks == BRIDGE)
    return frozenset((BRIDGE, *(topic.partition("/")[0] for topic in lamps)))


def topics_of(room: Room) -> tuple[str, ...]:
    """Everywhere where a button of this room may speak."""
    bridges = bridges_of(room)
    own = {each.topic for each in room.controls if isinstance(each, MqttButton)}
    apart = (topic for topic in sorted(own) if topic.partition("/")[0] not in bridges)
    whole = (f"{bridge}/#" for bridge in sorted(bridges))
    return (*whole, *USUAL, *(topic for topic in apart if not _is_usual(topic)))


def is_of_a_hand(topic: str, spoken: Spoken, bridges: Collection[str]) -> bool:
    """Whether a message has the shape in which this kind of device tells a press."""
    parts, payload = topic.split("/"), spoken.payload
    if not spoken.signs:
        return False
    if parts[0] in bridges:
        if parts[-1] in _NO_BUTTONS or parts[1:2] == ["bridge"]:
            return False
        if payload.lstrip().startswith(b"{"):
            return any(field in payload for field in _OF_A_BUTTON)
        return parts[-1] == "action"
    return parts[0] != "stat" or not any(field in payload for field in _OF_A_LAMP)


def device_on(topic: str) -> str:
    """What a person would call it: `couch` of `shellies/couch/input_event/0`."""
    parts = [part for part in topic.split("/") if part]
    match parts:
        case [*_, "binary_sensor" | "event", name, "state"]:
            return name
        case ["stat" | "tele" | "shellies", name, *_]:
            return name
        case [*_, name, "events", "rpc"] | [*_, name, "action"]:
            return name
        case _:
            return parts[-1] if parts else topic


def says_of(press: Press) -> str | None:
    """What a room file calls it; None where a finger only goes down or up."""
    last = press.ways[-1]
    is_half = last in {DOWN, UP} or plain(last) == RELEASE
    return None if is_half else press.ways[0]


def is_relay(contact: Contact) -> bool:
    """It stays as it is put, so that each change is a press and it knows no other."""
    return contact.part.lower().startswith("power")


def _is_usual(topic: str) -> bool:
    parts = topic.split("/")
    return any(
        len(parts) == len(usual)
        and all(mine in {"+", part} for mine, part in zip(usual, parts, strict=True))
        for usual in (each.split("/") for each in USUAL)
    )
