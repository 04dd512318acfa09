"""What a lamp behind zigbee2mqtt does when power comes back.

Written for zigbee2mqtt 2.x: `power_on_behavior` is read by /get and answered among the
lamp's state. A bulb that does not know it answers nothing. Some bulbs return at full
whatever they were told; that shows only when one switches them off at the wall.
"""

from __future__ import annotations

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
from kap_room.plan.room import Lamp

RETURNS: Final = {
    "off": Return.OFF,
    "previous": Return.AS_IT_WAS,
    "on": Return.ON,
    "toggle": Return.ON,
}


def questions(lamp: Lamp, _us: str) -> tuple[Outgoing, ...]:
    return ((f"{lamp.topic}/get", b'{"power_on_behavior":""}'),)


def topics(lamp: Lamp, _us: str) -> tuple[str, ...]:
    return (lamp.topic,)


def learn(_lamp: Lamp, payload: bytes) -> Facts:
    says = (read_object(payload) or {}).get("power_on_behavior")
    return {"returns": says} if isinstance(says, str) and says in RETURNS else {}


def judge(lamp: Lamp, facts: Facts) -> tuple[Remark, ...]:
    returns = RETURNS.get(facts.get("returns", ""), Return.UNKNOWN)
    mend = f"{lamp.topic}/set", b'{"power_on_behavior":"previous"}'
    return (of_return(lamp, returns, (mend,)),)


ZIGBEE2MQTT: Final = Settings(questions, topics, learn, frozenset({"returns"}), judge)
