"""The inventory of zigbee2mqtt: its devices, what each exposes, and its groups.

Written for zigbee2mqtt 1.17 to 2.x, which keeps both at the broker under its base
topic. What a device can do stands under `definition.exposes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    FoundGroup,
    Unusable,
    ability,
    group_in,
    list_in,
    named,
    read,
    topic_in,
)
from kap_room.plan.room import Ability, Lamp

DEVICES: Final = "/bridge/devices"
GROUPS: Final = "/bridge/groups"
TOPICS: Final = tuple(
    f"{base}{what}" for base in ("+", "+/+") for what in (DEVICES, GROUPS)
)
"""Wherever its base topic is, within reason."""

WARMS: Final = frozenset({"color_temp"})


def findings_in(topic: str, payload: bytes) -> tuple[Finding, ...]:
    if topic.endswith(DEVICES):
        base = topic.removesuffix(DEVICES)
        devices = map(group_in, list_in(read(payload)))
        return tuple(f for device in devices for f in _device(base, device))
    if topic.endswith(GROUPS):
        base = topic.removesuffix(GROUPS)
        groups = map(group_in, list_in(read(payload)))
        return tuple(f for group in groups for f in _group(base, group))
    return ()


def _device(base: str, device: dict[str, object]) -> Iterator[Finding]:
    exposes = [
        group_in(each)
        for each in list_in(group_in(device.get("definition")).get("exposes"))
    ]
    lights = [each for each in exposes if each.get("type") == "light"]
    switches = [each for each in exposes if each.get("type") == "switch"]
    if not lights and not switches:
        return
    name = named(device.get("friendly_name"), "lamp")
    topic = topic_in(f"{base}/{device.get('friendly_name')}")
    if topic is None:
        yield Unusable(name, "cannot be used: its name makes no topic.")
    elif device.get("disabled") is True:
        yield Unusable(name, "is disabled in zigbee2mqtt.")
    elif len(lights or switches) > 1 or "endpoint" in (lights or switches)[0]:
        yield Unusable(name, "cannot be used: it is several in one.")
    else:
        can = _ability(lights[0]) if lights else Ability.SWITCH
        lamp = Lamp(name, "zigbee2mqtt", topic, can=can)
        address = device.get("ieee_address")
        yield Found(
            lamp,
            address if isinstance(address, str) else "",
            is_lamp=bool(lights),
        )


def _ability(light: dict[str, object]) -> Ability:
    features = map(group_in, list_in(light.get("features")))
    names = (feature.get("name") for feature in features)
    words = frozenset(name for name in names if isinstance(name, str))
    return ability(words & {"state", "brightness", "color_temp"}, warms=WARMS)


def _group(base: str, group: dict[str, object]) -> Iterator[Finding]:
    topic = topic_in(f"{base}/{group.get('friendly_name')}")
    members = map(group_in, list_in(group.get("members")))
    addresses = (member.get("ieee_address") for member in members)
    found = tuple(a for a in addresses if isinstance(a, str))
    if topic is not None and found:
        name = named(group.get("friendly_name"), "group")
        yield FoundGroup(Lamp(name, "zigbee2mqtt", topic), tuple(dict.fromkeys(found)))
