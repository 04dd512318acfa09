"""Which makes there are, by the name that the room file has for their dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from kap_room.adapters.virtual_lamps.bulb import PowerOn
from kap_room.adapters.virtual_lamps.esphome import EspHome
from kap_room.adapters.virtual_lamps.homeassistant import HomeAssistant
from kap_room.adapters.virtual_lamps.make import Make
from kap_room.adapters.virtual_lamps.shelly import Shelly
from kap_room.adapters.virtual_lamps.shelly1 import Shelly1
from kap_room.adapters.virtual_lamps.tasmota import Tasmota
from kap_room.adapters.virtual_lamps.tasmota_console import Console
from kap_room.adapters.virtual_lamps.vices import NONE, Vice, Vices, vices_named
from kap_room.adapters.virtual_lamps.wled import Wled
from kap_room.adapters.virtual_lamps.zigbee2mqtt import Zigbee2mqtt

BASE: Final = "zigbee2mqtt"


@dataclass(frozen=True, slots=True)
class Description:
    """A lamp as somebody asks for it."""

    name: str
    speaks: str = "zigbee2mqtt"
    vices: Vices = NONE
    base: str = BASE
    """The base topic of zigbee2mqtt."""
    groups: tuple[str, ...] = ()
    """Names of the groups of zigbee2mqtt that it is in."""
    power_on: PowerOn | None = None
    """None is as its maker has it."""

    @property
    def topics(self) -> Mapping[str, str]:
        """The topics of this lamp, in the keys of a room file."""
        return _TOPICS[self.speaks](self)

    @property
    def make(self) -> Make:
        return _MAKES[self.speaks](self)


class MakeError(ValueError):
    """A lamp that cannot be had here, in a sentence."""


def description_of(text: str, speaks: str, vices: Vices, base: str) -> Description:
    """NAME, NAME:DIALECT or NAME:DIALECT:VICE+VICE; the rest as it is for all."""
    name, _, more = text.partition(":")
    dialect, _, bad = more.partition(":")
    own = vices_named(each for each in bad.split("+") if each)
    dialect = dialect or speaks
    if not name:
        raise MakeError(f'"{text}" names no lamp. Write it as in floor:tasmota:late.')
    if dialect not in _MAKES:
        near = get_close_matches(dialect, _MAKES, n=1)
        hint = (
            f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(MAKES)}."
        )
        raise MakeError(f'No lamp here speaks "{dialect}". {hint}')
    return Description(name, dialect, vices | own, base)


def _zigbee2mqtt(asked: Description) -> Make:
    return Zigbee2mqtt(
        asked.topics["topic"],
        groups=tuple(f"{asked.base}/{group}" for group in asked.groups),
        watched=Vice.UNWATCHED not in asked.vices,
        plain=Vice.PLAIN in asked.vices,
        announced=Vice.ANNOUNCED in asked.vices,
    )


def _tasmota(asked: Description) -> Make:
    stays_off, fixed = Vice.STAYS_OFF in asked.vices, Vice.FIXED in asked.vices
    return Tasmota(asked.topics["topic"], Console(stays_off=stays_off, fixed=fixed))


def _homeassistant(asked: Description) -> Make:
    at = asked.topics
    is_watched = Vice.UNWATCHED not in asked.vices
    available = at["availability topic"] if is_watched else None
    return HomeAssistant(at["state topic"], at["command topic"], available)


def _shelly(asked: Description) -> Make:
    controlled, notifies = Vice.CONTROLLED in asked.vices, Vice.NOTIFIES in asked.vices
    return Shelly(asked.topics["topic"], controlled, notifies)


_MAKES: Final[Mapping[str, Callable[[Description], Make]]] = MappingProxyType(
    {
        "zigbee2mqtt": _zigbee2mqtt,
        "tasmota": _tasmota,
        "wled": lambda asked: Wled(asked.topics["topic"]),
        "homeassistant": _homeassistant,
        "esphome": lambda asked: EspHome(asked.topics["topic"]),
        "shelly": _shelly,
        "shelly1": lambda asked: Shelly1(asked.topics["topic"]),
    }
)

MAKES: Final = tuple(_MAKES)

_TOPICS: Final[Mapping[str, Callable[[Description], Mapping[str, str]]]] = (
    MappingProxyType(
        {
            "zigbee2mqtt": lambda asked: {"topic": f"{asked.base}/{asked.name}"},
            "tasmota": lambda asked: {"topic": asked.name},
            "wled": lambda asked: {"topic": f"wled/{asked.name}"},
            "homeassistant": lambda asked: {
                "command topic": f"room/{asked.name}/set",
                "state topic": f"room/{asked.name}",
                "availability topic": f"room/{asked.name}/available",
            },
            "esphome": lambda asked: {"topic": f"kap/light/{asked.name}"},
            "shelly": lambda asked: {"topic": f"shelly-{asked.name}"},
            "shelly1": lambda asked: {"topic": f"shellies/{asked.name}"},
        }
    )
)
