"""What a Tasmota lamp does when power comes back, and how it takes what it is told.

A command without a payload asks; the answer comes on stat/TOPIC/RESULT. PowerOnState 3
is as it was, 0 off; 1, 2 and 5 may light it, 4 lights it and takes no command after.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.lamps.dialect import Outgoing
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

OPTIONS: Final = {
    "SetOption20": (
        "SetOption20 is on: a level leaves it dark until it is turned on as well."
    ),
    "SetOption117": (
        "SetOption117 is on: its fades take as long for a short way as for a long one, "
        "and would lag behind."
    ),
}
"""Those that must be off, and why."""


def questions(lamp: Lamp, _us: str) -> tuple[Outgoing, ...]:
    asked = ("PowerOnState", *OPTIONS)
    return tuple(_tell(lamp, command, b"") for command in asked)


def topics(lamp: Lamp, _us: str) -> tuple[str, ...]:
    return (f"stat/{lamp.topic}/RESULT",)


def learn(_lamp: Lamp, payload: bytes) -> Facts:
    says = read_object(payload) or {}
    facts: dict[str, str] = {}
    state = number_in(says.get("PowerOnState"), 0, HIGHEST)
    if state is not None and state.is_integer():
        facts["returns"] = str(int(state))
    for option in OPTIONS:
        word = says.get(option)
        if isinstance(word, str) and word in {"ON", "OFF"}:
            facts[option] = word
    return facts


def judge(lamp: Lamp, facts: Facts) -> tuple[Remark, ...]:
    said = facts.get("returns")
    returns = Return.UNKNOWN if said is None else RETURNS.get(said, Return.ON)
    remarks = [of_return(lamp, returns, (_tell(lamp, "PowerOnState", b"3"),))]
    for option, says in OPTIONS.items():
        if facts.get(option) == "ON":
            mend = _tell(lamp, option, b"0")
            remarks.append(Remark(ok=False, says=says, mends=(mend,)))
    return tuple(remarks)


def _tell(lamp: Lamp, command: str, payload: bytes) -> Outgoing:
    return f"cmnd/{lamp.topic}/{command}", payload


TASMOTA: Final = Settings(
    questions, topics, learn, frozenset({"returns", *OPTIONS}), judge
)
