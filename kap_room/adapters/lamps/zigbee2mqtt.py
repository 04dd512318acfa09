"""How a lamp behind zigbee2mqtt is told, asked and understood.

Written for zigbee2mqtt 2.x, and 1.x where it differs (plain `online`). Brightness is
0..254, warmth in mired, `transition` in seconds. A transition that runs cannot be
stopped on some bulbs, so none is longer than a step; brightness 0 is never sent,
because bulbs differ in what it means. State comes at once as commanded, then in
between, then as it ended; it is reported as it comes.
"""

from __future__ import annotations

import json
from typing import Final

from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Dialect,
    Glows,
    Joined,
    Outgoing,
    Word,
    bounded_light,
    bounded_step,
)
from kap_room.adapters.lamps.payload import number_in, read_json, read_object
from kap_room.plan.look import Light
from kap_room.plan.room import Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

BRIGHTEST: Final = 254
MIRED: Final = 1_000_000.0


def set_message(lamp: Lamp, light: Light, over: Seconds) -> Outgoing | None:
    """One step, or None when the light says nothing."""
    light = bounded_light(lamp, light)
    says: dict[str, object] = {}
    if light.level == 0.0:
        says["state"] = "OFF"
    elif light.level is not None:
        says["state"] = "ON"
        says["brightness"] = max(1, round(light.level * BRIGHTEST))
    # A bulb that is told to go off and to be warm may go on to be warm.
    if light.warmth is not None and light.level != 0.0:
        says["color_temp"] = round(MIRED / light.warmth)
    if not says:
        return None
    says["transition"] = bounded_step(over)
    return f"{lamp.topic}/set", _bytes(says)


def get_message(lamp: Lamp) -> Outgoing:
    return f"{lamp.topic}/get", _bytes({"state": "", "brightness": ""})


def topics(lamp: Lamp) -> tuple[str, ...]:
    bridge = [f"{base}/bridge/{what}" for base in _bases(lamp) for what in _BRIDGE]
    return (lamp.topic, f"{lamp.topic}/availability", *bridge)


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == lamp.topic:
        return _light_in(payload)
    if topic == f"{lamp.topic}/availability":
        yes = _is_online(payload)
        return None if yes is None else Answers(yes)
    if topic.endswith("/bridge/state"):
        yes = _is_online(payload)
        return None if yes is None else BridgeAnswers(yes)
    if topic.endswith("/bridge/event") and _announces(lamp, topic, payload):
        return Joined()
    return None


_BRIDGE: Final = ("state", "event")


def _bytes(says: dict[str, object]) -> bytes:
    return json.dumps(says, allow_nan=False, separators=(",", ":")).encode()


def _bases(lamp: Lamp) -> tuple[str, ...]:
    # A lamp's own name may hold a slash, and so may the bridge's base topic: where
    # the one ends and the other begins is not to be seen.
    parts = lamp.topic.split("/")
    return tuple("/".join(parts[:count]) for count in range(1, len(parts)))


def _light_in(payload: bytes) -> Glows | None:
    says = read_object(payload)
    if says is None:
        return None
    level = _level_in(says)
    warmth = _warmth_in(says)
    return None if level is None and warmth is None else Glows(level, warmth)


def _level_in(says: dict[str, object]) -> Level | None:
    if says.get("state") == "OFF":
        return Level(0.0)
    # Older devices count to 255.
    brightness = number_in(says.get("brightness"), 0, BRIGHTEST + 1)
    if brightness is None:
        return None
    return Level(min(1.0, brightness / BRIGHTEST))


def _warmth_in(says: dict[str, object]) -> Kelvin | None:
    # A lamp that shows a colour still reports the warmth it had before.
    if says.get("color_mode") not in {None, "color_temp"}:
        return None
    mired = number_in(says.get("color_temp"), 50, 1000)
    return None if mired is None else Kelvin(MIRED / mired)


def _is_online(payload: bytes) -> bool | None:
    if payload in _ONLINE:
        return _ONLINE[payload]
    says = read_json(payload)
    word = says.get("state") if isinstance(says, dict) else says
    return _ONLINE.get(word.encode()) if isinstance(word, str) else None


_ONLINE: Final = {b"online": True, b"offline": False}


def _announces(lamp: Lamp, topic: str, payload: bytes) -> bool:
    says = read_object(payload)
    if says is None or says.get("type") != "device_announce":
        return False
    data = says.get("data")
    name = data.get("friendly_name") if isinstance(data, dict) else None
    return lamp.topic == f"{topic.removesuffix('/bridge/event')}/{name}"


ZIGBEE2MQTT: Final = Dialect(set_message, get_message, topics, hear)
