"""What a Tasmota lamp does when power comes back, and when it is told while off.

A command without a payload asks; the answer comes on stat/TOPIC/RESULT. PowerOnState 3
is as it was, 0 off; 1, 2 and 5 may light it, 4 lights it and takes no command after.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.payload import number_in, read_object
from kap_room.adapters.lamps.settings.setting import (
    Facts,
    Remark,
    Return,
    Settings,
    of_return,
)
from kap_room.plan.room import Lamp

RETURNS: Final = {"0": Return.OFF, "3": Return.AS_IT_WAS}

HIGHEST: Final = 5
"""PowerOnState knows no more."""

_STAYS_DARK: Final = (
    "SetOption20 is on: told a level while it is off, it would stay dark."
)


def questions(lamp: Lamp, _us: str) -> tuple[Outgoing, ...]:
    return (_tell(lamp, "PowerOnState", b""), _tell(lamp, "SetOption20", b""))


def topics(lamp: Lamp, _us: str) -> tuple[str, ...]:
    return (f"stat/{lamp.topic}/RESULT",)


def learn(_lamp: Lamp, payload: bytes) -> Facts:
    says = read_object(payload) or {}
    facts: dict[str, str] = {}
    state = number_in(says.get("PowerOnState"), 0, HIGHEST)
    if state is not None and state.is_integer():
        facts["returns"] = str(int(state))
    option = says.get("SetOption20")
    if isinstance(option, str) and option in {"ON", "OFF"}:
        facts["stays dark"] = option
    return facts


def judge(lamp: Lamp, facts: Facts) -> tuple[Remark, ...]:
    said = facts.get("returns")
    returns = Return.UNKNOWN if said is None else RETURNS.get(said, Return.ON)
    remark = of_return(lamp, returns, (_tell(lamp, "PowerOnState", b"3"),))
    if facts.get("stays dark") != "ON":
        return (remark,)
    mend = _tell(lamp, "SetOption20", b"0")
    return (remark, Remark(ok=False, says=_STAYS_DARK, mends=(mend,)))


def _tell(lamp: Lamp, command: str, payload: bytes) -> Outgoing:
    return f"cmnd/{lamp.topic}/{command}", payload


TASMOTA: Final = Settings(
    questions, topics, learn, frozenset({"returns", "stays dark"}), judge
)
