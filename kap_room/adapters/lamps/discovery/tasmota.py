"""What Tasmota devices announce of themselves, retained, at tasmota/discovery.

Written for Tasmota 9.2 to 14: `rl` says for each output whether it is a relay (1) or a
light (2), `lt_st` which kind of light: 1 one white, 2 warm and cold white, 3 colour,
4 colour and white, 5 colour, warm and cold white.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    Unusable,
    group_in,
    list_in,
    named,
    read,
    topic_in,
)
from kap_room.plan.room import Ability, Lamp

TOPICS: Final = ("tasmota/discovery/+/config",)

RELAY: Final = 1
LIGHT: Final = 2
OUTPUTS: Final = (RELAY, LIGHT)
"""No set: a stranger's value may have no hash."""

WARMS: Final = (2, 5)

USUAL_ORDER: Final = "%prefix%/%topic%/"
USUAL_PREFIXES: Final = ["cmnd", "stat", "tele"]


def findings_in(topic: str, payload: bytes) -> tuple[Finding, ...]:
    if not topic.startswith("tasmota/discovery/"):
        return ()
    return tuple(_device(group_in(read(payload))))


def _device(says: dict[str, object]) -> Iterator[Finding]:
    outputs = [out for out in list_in(says.get("rl")) if out in OUTPUTS]
    if not outputs:
        return
    topic = topic_in(says.get("t"))
    friendly = next(iter(list_in(says.get("fn"))), None)
    name = named(friendly or says.get("dn"), "lamp")
    options = group_in(says.get("so"))
    if topic is None or "/" in topic:
        yield Unusable(name, "cannot be used: its Topic is not one word.")
    elif says.get("ft") != USUAL_ORDER or says.get("tp") != USUAL_PREFIXES:
        yield Unusable(
            name,
            f"cannot be used: its FullTopic is not {USUAL_ORDER}, or its prefixes "
            "are not cmnd, stat and tele.",
        )
    elif len(outputs) > 1 or options.get("68") == 1:
        yield Unusable(name, "cannot be used: it has several outputs.")
    elif outputs == [RELAY]:
        lamp = Lamp(name, "tasmota", topic, can=Ability.SWITCH)
        yield Found(lamp, is_lamp=False)
    else:
        can = Ability.WARMTH if says.get("lt_st") in WARMS else Ability.DIM
        yield Found(Lamp(name, "tasmota", topic, can=can))
