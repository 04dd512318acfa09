"""WLED and ESPHome lamps that announce nothing, by what their broker keeps of them.

WLED keeps `wled/NAME/status`, which says nothing of what it can; ESPHome the state of
each light, which names the mode that it is in.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    group_in,
    named,
    read,
    topic_in,
)
from kap_room.plan.room import Ability, Lamp

OF_WLED: Final = "wled/+/status"
OF_ESPHOME: Final = "+/light/+/state"
TOPICS: Final = (OF_WLED, OF_ESPHOME)

UNSURE: Final = "It does not say whether it can do warmth; if so, write can: warmth."

STATES: Final = ("ON", "OFF")
"""No set: a stranger's value may have no hash."""

MODES: Final = {
    "onoff": Ability.SWITCH,
    "brightness": Ability.DIM,
    "white": Ability.DIM,
    "color_temp": Ability.WARMTH,
    "cwww": Ability.WARMTH,
    "rgbct": Ability.WARMTH,
    "rgbww": Ability.WARMTH,
}


def findings_in(topic: str, payload: bytes) -> tuple[Finding, ...]:
    if topic.startswith("wled/") and topic.endswith("/status"):
        lamp = topic_in(topic.removesuffix("/status"))
        if lamp is None or payload not in {b"online", b"offline"}:
            return ()
        name = named(lamp.rpartition("/")[2], "strip")
        return (Found(Lamp(name, "wled", lamp, can=Ability.DIM), says=UNSURE),)
    lamp = topic_in(topic.removesuffix("/state"))
    if lamp is None or lamp == topic or "/light/" not in lamp:
        return ()
    says = group_in(read(payload))
    if says.get("state") not in STATES:
        return ()
    mode = says.get("color_mode")
    can = MODES.get(mode, Ability.DIM) if isinstance(mode, str) else Ability.DIM
    return (
        Found(Lamp(named(lamp.rpartition("/")[2], "lamp"), "esphome", lamp, can=can)),
    )
