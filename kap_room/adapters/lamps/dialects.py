"""Which dialects there are. A new one is one file, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from kap_room.adapters.lamps.dialect import Dialect
from kap_room.adapters.lamps.esphome import BETWEEN, ESPHOME
from kap_room.adapters.lamps.homeassistant import HOMEASSISTANT
from kap_room.adapters.lamps.shelly import SHELLY
from kap_room.adapters.lamps.shelly1 import SHELLY1
from kap_room.adapters.lamps.tasmota import TASMOTA
from kap_room.adapters.lamps.wled import WLED
from kap_room.adapters.lamps.zigbee2mqtt import ZIGBEE2MQTT
from kap_room.plan.room import Lamp

DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {
        "zigbee2mqtt": ZIGBEE2MQTT,
        "tasmota": TASMOTA,
        "wled": WLED,
        "homeassistant": HOMEASSISTANT,
        "esphome": ESPHOME,
        "shelly": SHELLY,
        "shelly1": SHELLY1,
    }
)


LONGEST_TOPIC: Final = 1000
"""Far beyond any lamp's name, and below what MQTT can carry."""

_EXAMPLES: Final[Mapping[str, str]] = {
    "zigbee2mqtt": "zigbee2mqtt/ceiling",
    "tasmota": "floorlamp",
    "wled": "wled/shelf",
    "homeassistant": "room/bed",
    "esphome": "kap/light/desk",
    "shelly": "shellyplusdimmer-a1b2",
    "shelly1": "shellies/shellydimmer2-a1b2",
}


class LampError(ValueError):
    """A lamp of the room file that nobody could speak to, in a sentence."""


def can_speak(name: str) -> str | None:
    """None, or a sentence that says why not."""
    if name in DIALECTS:
        return None
    near = get_close_matches(name, DIALECTS, n=1)
    if near:
        return f'Nothing here speaks "{name}". Did you mean "{near[0]}"?'
    return f'Nothing here speaks "{name}". What can be spoken: {", ".join(DIALECTS)}.'


def problem_with(lamp: Lamp) -> str | None:
    """A sentence on why this lamp could not be reached, whatever the broker does."""
    says = can_speak(lamp.speaks)
    if says is not None:
        return f'The lamp "{lamp.name}": {says}'
    example = _EXAMPLES[lamp.speaks]
    topics = (lamp.topic, lamp.command_topic, lamp.availability_topic)
    for topic in topics:
        if topic is not None and not _is_plain_topic(topic):
            return (
                f'The lamp "{lamp.name}": "{topic}" cannot be the topic of one lamp. '
                f"Write it as in {example}, without #, + or an empty part."
            )
    if lamp.speaks == "homeassistant" and lamp.command_topic is None:
        return f'The lamp "{lamp.name}" has no command topic: nobody could tell it.'
    if lamp.speaks == "esphome" and not all(lamp.topic.rpartition(BETWEEN)):
        return (
            f'The lamp "{lamp.name}": "{lamp.topic}" is no topic of an ESPHome light. '
            f"Write its node's prefix, light and its name, as in {example}."
        )
    return None


def dialect_of(lamp: Lamp) -> Dialect:
    says = problem_with(lamp)
    if says is not None:
        raise LampError(says)
    return DIALECTS[lamp.speaks]


def _is_plain_topic(topic: str) -> bool:
    is_sound = topic.isprintable() and len(topic) <= LONGEST_TOPIC
    return is_sound and all(topic.split("/")) and not set(topic) & set("#+$")
