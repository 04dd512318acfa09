"""What announces itself to Home Assistant as a light, by MQTT discovery.

Written for the discovery of 2021 to 2025: retained JSON at `homeassistant/light/.../
config`, its keys long or abbreviated, with `~` for a base topic. Only `schema: json`
has transitions. A node of ESPHome announces itself here too and is better reached in
its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    Unusable,
    ability,
    group_in,
    list_in,
    named,
    read,
    topic_in,
)
from kap_room.plan.room import Ability, Lamp

TOPICS: Final = ("homeassistant/light/+/config", "homeassistant/light/+/+/config")

LONG: Final = {
    "cmd_t": "command_topic",
    "stat_t": "state_topic",
    "avty": "availability",
    "avty_t": "availability_topic",
    "pl_avail": "payload_available",
    "pl_not_avail": "payload_not_available",
    "bri_scl": "brightness_scale",
    "clr_temp_k": "color_temp_kelvin",
    "sup_clrm": "supported_color_modes",
    "dev": "device",
    "t": "topic",
}

SCALES: Final = (None, 254, 255)
"""To which brightness counts; one more or less makes no difference to an eye."""

USUAL: Final = ((None, None), ("online", "offline"))
"""What it says of being there. No set: a stranger's value may have no hash."""

WARMS: Final = frozenset({"color_temp"})


def findings_in(topic: str, payload: bytes) -> tuple[Finding, ...]:
    says = read(payload)
    if not isinstance(says, dict) or not topic.startswith("homeassistant/light/"):
        return ()
    config = _in_full(says)
    object_id = topic.split("/")[-2]
    name = named(
        config.get("name") or group_in(config.get("device")).get("name"), object_id
    )
    return tuple(_light(name, config))


def _light(name: str, config: dict[str, object]) -> Iterator[Finding]:
    command = topic_in(config.get("command_topic"))
    state = topic_in(config.get("state_topic"))
    if config.get("schema") != "json":
        yield Unusable(
            name, "cannot be used: it knows no fades (its schema is not json)."
        )
    elif command is None or state is None:
        yield Unusable(name, "cannot be used: it names no topic to tell or to hear it.")
    elif config.get("brightness_scale") not in SCALES:
        yield Unusable(name, "cannot be used: its brightness does not count to 255.")
    else:
        yield Found(_lamp(name, command, state, config))


def _lamp(name: str, command: str, state: str, config: dict[str, object]) -> Lamp:
    can = _ability(config)
    stem = state.removesuffix("/state")
    if "/light/" in stem and command == f"{stem}/command":
        return Lamp(name, "esphome", stem, can=can)
    available = _availability(config)
    return Lamp(
        name,
        "homeassistant",
        state,
        command_topic=command,
        availability_topic=available,
        can=can,
    )


def _ability(config: dict[str, object]) -> Ability:
    modes = list_in(config.get("supported_color_modes"))
    words = frozenset(mode for mode in modes if isinstance(mode, str))
    older = ("brightness", "color_temp")
    words |= {key for key in older if config.get(key) is True}
    can = ability(words, warms=WARMS)
    # Told in kelvin it would take our mired for a red that no lamp has.
    in_kelvin = config.get("color_temp_kelvin") is True
    return Ability.DIM if can is Ability.WARMTH and in_kelvin else can


def _availability(config: dict[str, object]) -> str | None:
    """Where it says whether it is there, in the usual words; None elsewhere."""
    among = config.get("availability")
    listed = [group_in(each) for each in list_in(among)] or [group_in(among)]
    one = _in_full(listed[0]) if listed[0] else config
    words = one.get("payload_available"), one.get("payload_not_available")
    if words not in USUAL:
        return None
    return topic_in(_whole(one.get("topic", one.get("availability_topic")), config))


def _in_full(says: dict[str, object]) -> dict[str, object]:
    config = {LONG.get(key, key): value for key, value in says.items()}
    for key in ("command_topic", "state_topic", "availability_topic"):
        if key in config:
            config[key] = _whole(config[key], says)
    return config


def _whole(topic: object, says: dict[str, object]) -> object:
    """With the base topic, where `~` stands for it at either end."""
    base = says.get("~")
    if not isinstance(topic, str) or not isinstance(base, str):
        return topic
    if topic.startswith("~"):
        return base + topic[1:]
    return topic[:-1] + base if topic.endswith("~") else topic
