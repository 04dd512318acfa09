"""What a payload says of buttons: words that are presses, and contacts that are down.

Pure, and for strangers: anybody on the broker can publish anything on these topics.
Nothing here raises, whatever comes, and what is no press is nothing. Written for
zigbee2mqtt 1 and 2, Tasmota 9 to 14, ESPHome, Shelly of both kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_json
from kap_room.adapters.buttons.spelling import LONGEST, spellings

LARGEST: Final = 4096
"""Bytes. A remote's whole state is a few hundred; more is no press."""

LAST: Final = 1e12
"""Seconds. No clock of a device says more, though it may count milliseconds."""

MOST: Final = 8
"""Presses in one message. A hand has five fingers."""

PARTS: Final = 16
"""Contacts of one device. Four are a large switch; more is somebody's invention."""

NOISE: Final = re.compile(
    r"action.*|event.*|click|button.*|linkquality|last_seen|elapsed|duration|rssi|lqi|"
    r"step_.*|transition_time|from_side|to_side|time|ts|id|src|dst"
)
"""What may differ between two presses that are otherwise alike."""

_USUAL: Final = ("action", "event_type", "event", "click", "button", "gesture")
"""Fields that hold a press, in the order in which they are looked for."""

_CONTACTS: Final[Mapping[str, bool]] = {
    "ON": True,
    "OFF": False,
    "1": True,
    "0": False,
    "true": True,
    "false": False,
}
"""A contact's words. zigbee2mqtt's `on` is small: it is a press, each time."""

_TASMOTA: Final = re.compile(r"(button|switch|power)\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Press:
    """A press that the device itself made out."""

    ways: tuple[str, ...]
    """Its spellings, the most particular one first."""
    mark: str | None = None
    """What tells it from the one before: a counter, or the device's own clock."""
    is_counted: bool = False
    """The mark is a counter, which the device repeats whenever it is asked."""
    is_rough: bool = False
    """The mark is a clock of whole seconds: two presses may share one."""
    part: str = ""
    """Which input of several."""
    time: float | None = None
    """When it was, on the device's own clock, finer than hands are."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that is down or up; what that means is for whoever watches it."""

    down: bool
    part: str = ""

    @property
    def is_relay(self) -> bool:
        """It stays as it is put: each change is a press, and it knows no other."""
        return self.part.lower().startswith("power")


Sign = Press | Contact


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that one message said."""

    payload: bytes = b""
    signs: tuple[Sign, ...] = ()
    rest: tuple[tuple[str, str], ...] = ()
    """The other fields beside the press: by these a state that is only told again is
    known from a press."""


def hear(payload: bytes, field: str | None = None) -> Spoken:
    """What one message says; `field` is where the room file says to look."""
    if len(payload) > LARGEST:
        return Spoken()
    found = read_json(payload)
    if isinstance(found, dict):
        signs = tuple(_of_field(found, field) if field else _of_object(found))
        tells_state = any(isinstance(sign, Press) for sign in signs) and (
            field is not None or any(key in found for key in _USUAL)
        )
        rest = _rest_of(found) if tells_state else ()
        return Spoken(payload, signs[:MOST], rest)
    text = payload.decode("utf-8", errors="replace").strip().strip('"')
    if text.startswith(("[", "{")):
        return Spoken(payload)
    return Spoken(payload, () if field else tuple(_of_text(text)))


def _of_text(value: object, part: str = "") -> Iterator[Sign]:
    """One word: a contact's, or the name of a press. An empty one is no press."""
    if isinstance(value, bool):
        yield Contact(value, part)
    elif isinstance(value, int):
        yield from _of_text(str(value)[:LONGEST], part)
    elif isinstance(value, str):
        if value in _CONTACTS:
            yield Contact(_CONTACTS[value], part)
        elif 0 < len(value) <= LONGEST:
            yield from _named(spellings(value, part))


def _named(
    ways: tuple[str, ...],
    mark: str | None = None,
    part: str = "",
    *,
    is_counted: bool = False,
) -> Iterator[Press]:
    """None where nothing is left of the name, or a terminal would obey it."""
    if ways and ways[0].isprintable():
        yield Press(ways, mark, is_counted=is_counted, part=part)


def _of_field(found: Mapping[str, object], field: str) -> Iterator[Sign]:
    value: object = found
    for key in field.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    yield from _of_text(value)


def _of_object(found: Mapping[str, object]) -> Iterator[Sign]:
    if "method" in found:
        yield from _of_shelly(found)
        return
    if "event_cnt" in found:
        yield from _counted(found)
        return
    for key in _USUAL:
        value = found.get(key)
        if isinstance(value, str):
            seen = found.get("last_seen")
            mark = str(seen)[:LONGEST] if seen is not None else None
            yield from (_marked(sign, mark) for sign in _of_text(value))
            return
    yield from _of_tasmota(found)


def _marked(sign: Sign, mark: str | None) -> Sign:
    if not isinstance(sign, Press):
        return sign
    return Press(sign.ways, mark, is_rough=mark is not None)


def _counted(found: Mapping[str, object]) -> Iterator[Sign]:
    """Shelly's first generation: {"event": "S", "event_cnt": 79}."""
    event, count = found.get("event"), found.get("event_cnt")
    if isinstance(event, str) and isinstance(count, int):
        yield from _named(spellings(event), str(count)[:LONGEST], is_counted=True)


def _of_shelly(found: Mapping[str, object]) -> Iterator[Sign]:
    """Its second: a frame that tells of several inputs, each event with its time."""
    params = found.get("params")
    events = params.get("events") if isinstance(params, dict) else None
    if found.get("method") != "NotifyEvent" or not isinstance(events, list):
        return
    for event in events[:MOST]:
        if not isinstance(event, dict):
            continue
        said, part = event.get("event"), str(event.get("component"))[:LONGEST]
        if isinstance(said, str) and part.startswith(("input:", "button:", "bthome")):
            named = _named(spellings(said, part.replace(":", "")), part=part)
            time = number_in(event.get("ts"), 0.0, LAST)
            yield from (replace(press, time=time) for press in named)


def _of_tasmota(found: Mapping[str, object]) -> Iterator[Sign]:
    """{"Button1": {"Action": "SINGLE"}}, {"Switch1": "ON"}, {"POWER": "ON"}."""
    for key, value in found.items():
        if not _TASMOTA.fullmatch(key):
            continue
        said = value.get("Action") if isinstance(value, dict) else value
        if isinstance(said, str):
            yield from _of_text(said, key)


def _rest_of(found: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    kept = ((key, repr(value)) for key, value in found.items())
    return tuple(sorted(pair for pair in kept if not NOISE.fullmatch(pair[0].lower())))
