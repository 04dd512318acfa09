"""Shelly devices that are there: asked what they are, where that can be asked.

The second generation keeps `PREFIX/online` at the broker and answers by RPC which
outputs it has. The first announces itself when all of them are asked to. Neither
question switches anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.broker_line.payload import write
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    group_in,
    named,
    read,
    topic_in,
)
from kap_room.plan.room import Ability, Lamp

FIRST: Final = "shellies"
TOPICS: Final = ("+/online", f"{FIRST}/announce")

OUTPUTS: Final = {
    "light": Ability.DIM,
    "cct": Ability.WARMTH,
    "switch": Ability.SWITCH,
}

FIRST_LAMPS: Final = {
    "SHDM-1": Ability.DIM,
    "SHDM-2": Ability.DIM,
    "SHVIN-1": Ability.DIM,
    "SHBDUO-1": Ability.WARMTH,
}
"""Models of the first generation whose light is `light/0`."""


def announce_yourselves() -> Outgoing:
    return f"{FIRST}/command", b"announce"


def question_to(topic: str, payload: bytes, us: str) -> Outgoing | None:
    """What to ask of a device that has just said that it is online."""
    prefix = topic_in(topic.removesuffix("/online"))
    if prefix is None or not topic.endswith("/online") or payload != b"true":
        return None
    says = {"id": 1, "src": f"{us}/{prefix}", "method": "Shelly.GetStatus"}
    return f"{prefix}/rpc", write(says)


def findings_in(topic: str, payload: bytes, us: str) -> tuple[Finding, ...]:
    if topic == f"{FIRST}/announce":
        return tuple(_first(group_in(read(payload))))
    if topic.startswith(f"{us}/") and topic.endswith("/rpc"):
        prefix = topic.removeprefix(f"{us}/").removesuffix("/rpc")
        return tuple(_outputs(prefix, group_in(read(payload))))
    return ()


def _outputs(prefix: str, answer: dict[str, object]) -> Iterator[Finding]:
    result = group_in(answer.get("result"))
    for kind, can in OUTPUTS.items():
        for number in range(4):
            if f"{kind}:{number}" not in result:
                continue
            is_usual = kind == "light" and number == 0
            output = "" if is_usual else f"/{kind}:{number}"
            topic = topic_in(f"{prefix}{output}")
            if topic is not None:
                lamp = Lamp(named(topic, "lamp"), "shelly", topic, can=can)
                yield Found(lamp, is_lamp=can is not Ability.SWITCH)


def _first(says: dict[str, object]) -> Iterator[Finding]:
    can = FIRST_LAMPS.get(str(says.get("model")))
    topic = topic_in(f"{FIRST}/{says.get('id')}")
    if can is not None and topic is not None:
        yield Found(Lamp(named(says.get("id"), "lamp"), "shelly1", topic, can=can))
