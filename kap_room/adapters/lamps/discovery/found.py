"""What was found at a broker, before anybody has decided to use it.

Every word of it was written by a stranger. Names and topics are taken only where the
room file could hold them; nothing else of a stranger's text goes any further.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from kap_room.library.entries import LONGEST_NAME, name_of, topic_of
from kap_room.plan.room import Ability, Lamp

LARGEST: Final = 4_000_000
"""Bytes. An inventory of two hundred devices, with all they expose, is half of it."""

MOST: Final = 500
"""Devices of one inventory that are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A device that could be a lamp of the room."""

    lamp: Lamp
    """Named as it calls itself."""
    address: str = ""
    """By which a group of its bridge names it."""
    says: str = ""
    """What to know before it is used."""
    is_lamp: bool = True
    """False for what only switches: whether a lamp hangs on it, nobody says."""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    lamp: Lamp
    """Its name and its topic."""
    members: tuple[str, ...]
    """The addresses of what is in it."""


@dataclass(frozen=True, slots=True)
class Unusable:
    name: str
    says: str
    """Why, from its second word on: `cannot be used, because ...`."""


Finding = Found | FoundGroup | Unusable


def named(name: object, otherwise: str) -> str:
    """A name that a room file may hold."""
    for text in (name, otherwise):
        if isinstance(text, str) and text.isprintable():
            try:
                return name_of(text[:LONGEST_NAME])
            except ValueError:
                continue
    return "lamp"


def topic_in(text: object) -> str | None:
    """A topic that a room file may hold, or None."""
    if not isinstance(text, str) or not text.isprintable() or text != text.strip():
        return None
    try:
        return topic_of(text) if all(text.split("/")) else None
    except ValueError:
        return None


def read(payload: bytes) -> object:
    """The JSON in a payload, or None. Never an error, however it is nested."""
    if len(payload) > LARGEST:
        return None
    try:
        found: object = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return found


def group_in(value: object) -> dict[str, object]:
    """What should be an object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def list_in(value: object) -> list[object]:
    """What should be a list, and no longer than anybody's is."""
    return value[:MOST] if isinstance(value, list) else []


def ability(words: frozenset[str], *, warms: frozenset[str]) -> Ability:
    """By the features that a device names."""
    if words & warms:
        return Ability.WARMTH
    return Ability.DIM if words - {"state", "onoff"} else Ability.SWITCH
