"""How a Shelly of the second generation or later is set up, asked by RPC.

It answers on the topic of ours that the question names. `status_ntf` and
`enable_control` are off when it comes out of its box: it connects, looks healthy, and
whoever speaks to it in plain topics is passed over. We speak RPC, and hear of a hand at
the wall by its notices (`rpc_ntf`, on out of the box). What is set counts after it was
started again.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import read_object, write
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.settings.setting import (
    Facts,
    Mend,
    Remark,
    Return,
    Settings,
    of_return,
)
from kap_room.adapters.lamps.shelly import Part, part_of
from kap_room.plan.room import Lamp

RETURNS: Final = {
    "off": Return.OFF,
    "restore_last": Return.AS_IT_WAS,
    "on": Return.ON,
    "match_input": Return.ON,
}

_SILENT: Final = (
    "It says nothing of a hand at the wall: status_ntf and rpc_ntf are both off."
)
_NOTICES: Final = "It tells of a hand at the wall by RPC notices; status_ntf is off."
_RPC: Final = "It is told by RPC; plain commands it passes over: enable_control is off."


def questions(lamp: Lamp, us: str) -> tuple[Outgoing, ...]:
    part = part_of(lamp)
    return (
        _call(part, f"{part.method}.GetConfig", {"id": part.number}, us),
        _call(part, "Mqtt.GetConfig", {}, us),
    )


def topics(_lamp: Lamp, us: str) -> tuple[str, ...]:
    return (f"{us}/rpc",)


def learn(_lamp: Lamp, payload: bytes) -> Facts:
    result = (read_object(payload) or {}).get("result")
    if not isinstance(result, dict):
        return {}
    facts: dict[str, str] = {}
    returns = result.get("initial_state")
    if isinstance(returns, str) and returns in RETURNS:
        facts["returns"] = returns
    for key in ("status_ntf", "rpc_ntf", "enable_control"):
        if isinstance(said := result.get(key), bool):
            facts[key] = "yes" if said else "no"
    return facts


def judge(lamp: Lamp, facts: Facts) -> tuple[Remark, ...]:
    returns = RETURNS.get(facts.get("returns", ""), Return.UNKNOWN)
    part = part_of(lamp)
    keeps = {"id": part.number, "config": {"initial_state": "restore_last"}}
    mend = _call(part, f"{part.method}.SetConfig", keeps)
    remarks = [of_return(lamp, returns, (mend,))]
    if facts.get("status_ntf") == "no":
        ok = facts.get("rpc_ntf") == "yes"
        mends = _turning_on(part, "status_ntf")
        remarks.append(Remark(ok, _NOTICES if ok else _SILENT, mends))
    if facts.get("enable_control") == "no":
        mends = _turning_on(part, "enable_control")
        remarks.append(Remark(ok=True, says=_RPC, mends=mends))
    return tuple(remarks)


def _turning_on(part: Part, key: str) -> tuple[Mend, ...]:
    on = _call(part, "Mqtt.SetConfig", {"config": {key: True}})
    return (on, _call(part, "Shelly.Reboot", {}))


def _call(
    part: Part, method: str, parameters: dict[str, object], us: str = "kap-room"
) -> Outgoing:
    says: dict[str, object] = {"id": 1, "src": us, "method": method}
    if parameters:
        says["params"] = parameters
    return f"{part.prefix}/rpc", write(says)


SHELLY: Final = Settings(
    questions,
    topics,
    learn,
    frozenset({"returns", "status_ntf", "enable_control"}),
    judge,
)
