"""What is wrong with a lamp: switches that can be thrown together.

Each is a fault that somebody has met in real lamps, or a habit of their makers that a
room has to live with. A lamp without any of them would prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Vice(StrEnum):
    """The value is its name where a lamp is described: `floor:tasmota:late+twice`."""

    OPTIMISTIC = "optimistic"
    INTERIM = "interim"
    BUSY = "busy"
    BUSY_WARMING = "busy-warming"
    RESUMES = "resumes"
    FULL = "full"
    OFF = "off"
    SILENT = "silent"
    CURT = "curt"
    FROZEN = "frozen"
    PLAIN = "plain"
    UNWATCHED = "unwatched"
    ANNOUNCED = "announced"
    GARBAGE = "garbage"
    LATE = "late"
    TWICE = "twice"
    STALE = "stale"
    STAYS_OFF = "stays-off"
    FIXED = "fixed"
    CONTROLLED = "controlled"
    NOTIFIES = "notifies"
    COLOURLESS = "colourless"
    SWITCH = "switch"


WHAT: Final[Mapping[Vice, str]] = MappingProxyType(
    {
        Vice.OPTIMISTIC: "says at once that it is what it was told to become",
        Vice.INTERIM: "says about once a second how far a glide is",
        Vice.BUSY: "obeys nothing while a glide runs",
        Vice.BUSY_WARMING: "obeys nothing while its warmth glides",
        Vice.RESUMES: "shows a command during a glide for a moment, then glides on",
        Vice.FULL: "comes back at full after a power cut",
        Vice.OFF: "comes back dark after a power cut",
        Vice.SILENT: "says nothing of itself, not even when asked, though online",
        Vice.CURT: "says what it is only when it is asked",
        Vice.FROZEN: "neither obeys nor speaks, though online",
        Vice.PLAIN: "availability as a bare word, as before zigbee2mqtt 2",
        Vice.UNWATCHED: "no availability at all, as zigbee2mqtt unless told otherwise",
        Vice.ANNOUNCED: "the bridge announces a device that comes to power",
        Vice.GARBAGE: "something unreadable before everything that it says",
        Vice.LATE: "everything that it says comes up to two seconds late",
        Vice.TWICE: "everything that it says comes twice",
        Vice.STALE: "answers the first question after a command with what was before",
        Vice.STAYS_OFF: "a level alone does not turn it on: SetOption20 of Tasmota",
        Vice.FIXED: "speed is the length of any fade: SetOption117 of Tasmota",
        Vice.CONTROLLED: "has enable_control, which a Shelly comes without",
        Vice.NOTIFIES: "has status_ntf, which a Shelly comes without",
        Vice.COLOURLESS: "has one warmth only, and says nothing of it",
        Vice.SWITCH: "can be on or off and nothing between",
    }
)

Vices = frozenset[Vice]

NONE: Final[Vices] = frozenset()


class ViceError(ValueError):
    """A vice that no lamp here has, in a sentence."""


def vices_named(names: Iterable[str]) -> Vices:
    return frozenset(_named(name) for name in names)


def _named(name: str) -> Vice:
    try:
        return Vice(name)
    except ValueError:
        near = get_close_matches(name, list(Vice), n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(Vice)}."
        raise ViceError(f'No lamp here has the vice "{name}". {hint}') from None
