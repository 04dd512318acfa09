"""How a lamp behind zigbee2mqtt is told, asked and understood; a group likewise.

Written for zigbee2mqtt 2.x, and 1.x where it differs (plain `online`). Brightness is
0..254, warmth in mired, `transition` in seconds. A transition that runs cannot be
stopped on some bulbs, so none is longer than a step; brightness 0 is never sent,
because bulbs differ in what it means. State comes at once as commanded, then in
between, then as it ended; it is reported as it comes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kap_room.adapters.broker_line.payload import (
    ONLINE,
    number_in,
    plain_length,
    read_object,
    read_word,
    write,
)
from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Dialect,
    Glows,
    Joined,
    Outgoing,
    Step,
    Word,
)
from kap_room.adapters.lamps.scale import glow_of, kelvin_in_mired, mired_of
from kap_room.adapters.lamps.telling import telling
from kap_room.plan.room import Ability, Lamp

BRIGHTEST: Final = 254


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    """One step, or None when the light says nothing."""
    told = telling(lamp, step, BRIGHTEST)
    if told is None:
        return None
    says: dict[str, object] = {}
    if told.on is not None:
        says["state"] = "ON" if told.on else "OFF"
    if told.steps is not None:
        says["brightness"] = told.steps
    if told.warmth is not None:
        says["color_temp"] = mired_of(told.warmth)
    if lamp.can is not Ability.SWITCH:
        says["transition"] = plain_length(told.over)
    return f"{lamp.topic}/set", write(says)


def get_message(lamp: Lamp) -> Outgoing:
    asks = {"state": ""} if lamp.can is Ability.SWITCH else _ASKS
    return f"{lamp.topic}/get", write(asks)


def topics(lamp: Lamp) -> tuple[str, ...]:
    return (*bridge(lamp), f"{lamp.topic}/availability", lamp.topic)


def bridge(lamp: Lamp) -> tuple[str, ...]:
    return tuple(f"{base}/bridge/{what}" for base in _bases(lamp) for what in _BRIDGE)


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == lamp.topic:
        return _light_in(lamp, payload)
    if topic == f"{lamp.topic}/availability":
        yes = read_word(payload, ONLINE)
        return None if yes is None else Answers(yes)
    if topic.endswith("/bridge/state"):
        yes = _is_there(payload)
        return None if yes is None else BridgeAnswers(yes)
    if topic.endswith("/bridge/event"):
        name = _announced(payload)
        base = topic.removesuffix("/bridge/event")
        return Joined() if name and lamp.topic == f"{base}/{name}" else None
    return None


_BRIDGE: Final = ("state", "event")
_ANNOUNCE: Final = "device_announce"
_LONGEST_ANNOUNCE: Final = 1_000
"""Bytes. It holds a name and an address; what else a bridge tells may be long."""

_ASKS: Final = {"state": "", "brightness": ""}
_ON: Final = {"ON": True, "OFF": False}
_COLOURS: Final = frozenset({"xy", "hs", "rgb"})


def _bases(lamp: Lamp) -> tuple[str, ...]:
    # A lamp's own name may hold a slash, and so may the bridge's base topic: where
    # the one ends and the other begins is not to be seen.
    parts = lamp.topic.split("/")
    return tuple("/".join(parts[:count]) for count in range(1, len(parts)))


def _light_in(lamp: Lamp, payload: bytes) -> Glows | None:
    says = read_object(payload)
    if says is None:
        return None
    state, mode = says.get("state"), says.get("color_mode")
    return glow_of(
        lamp,
        BRIGHTEST,
        on=_ON.get(state) if isinstance(state, str) else None,
        # Older devices count to 255.
        steps=number_in(says.get("brightness"), 0, BRIGHTEST + 1),
        # A lamp that shows a colour still reports the warmth it had before.
        warmth=kelvin_in_mired(says.get("color_temp")),
        coloured=isinstance(mode, str) and mode in _COLOURS,
    )


# Each lamp of a bridge is handed the same payload: it is read for the first of them.
@lru_cache(maxsize=1)
def _is_there(payload: bytes) -> bool | None:
    return read_word(payload, ONLINE)


@lru_cache(maxsize=1)
def _announced(payload: bytes) -> str | None:
    """The name of a device that has just come to power."""
    if len(payload) > _LONGEST_ANNOUNCE or _ANNOUNCE.encode() not in payload:
        return None
    says = read_object(payload)
    data = says.get("data") if says and says.get("type") == _ANNOUNCE else None
    name = data.get("friendly_name") if isinstance(data, dict) else None
    return name if isinstance(name, str) else None


ZIGBEE2MQTT: Final = Dialect(
    BRIGHTEST, set_message, get_message, topics, hear, bridge=bridge
)
