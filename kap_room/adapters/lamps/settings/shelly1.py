"""How a Shelly of the first generation is set up: it tells its address and no more.

Asked to announce itself it says where its web page is; what it does when power comes
back (`default_state`) is read and written only there. That page is opened by whoever
mends it, never by us: the address came over a broker that anybody may write to.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from kap_room.adapters.broker_line.payload import read_object
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.settings.setting import (
    Facts,
    Remark,
    Return,
    Settings,
    of_return,
)
from kap_room.adapters.lamps.shelly1 import get_message
from kap_room.plan.room import Lamp

_CANNOT_SAY: Final = (
    "It cannot be asked over MQTT what it does after a power cut: it may return at "
    "full. Its web page knows."
)


def questions(lamp: Lamp, _us: str) -> tuple[Outgoing, ...]:
    return ((f"{_device(lamp)}/command", b"announce"),)


def topics(lamp: Lamp, _us: str) -> tuple[str, ...]:
    root, _, _ = _device(lamp).rpartition("/")
    return (f"{_device(lamp)}/announce", f"{root or 'shellies'}/announce")


def learn(lamp: Lamp, payload: bytes) -> Facts:
    says = read_object(payload) or {}
    ip = says.get("ip")
    name = _device(lamp).rpartition("/")[2]
    if says.get("id") != name or not isinstance(ip, str):
        return {}
    try:
        return {"address": str(ipaddress.IPv4Address(ip))}
    except ValueError:
        return {}


def judge(lamp: Lamp, facts: Facts) -> tuple[Remark, ...]:
    address = facts.get("address", "ADDRESS")
    output = lamp.topic.removeprefix(_device(lamp)).strip("/") or "light/0"
    mend = f"curl 'http://{address}/settings/{output}?default_state=last'"
    return (of_return(lamp, Return.UNKNOWN, (mend,), _CANNOT_SAY),)


def _device(lamp: Lamp) -> str:
    return get_message(lamp)[0].removesuffix("/command")


SHELLY1: Final = Settings(questions, topics, learn, frozenset({"address"}), judge)
