"""Lamps that cannot be asked how they are set up: what can be said all the same.

WLED keeps it on its web page; ESPHome in the file that it was built from, where off is
what happens unless something else is written; behind homeassistant anything may stand.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.settings.setting import (
    Facts,
    Mend,
    Remark,
    Return,
    Settings,
    of_return,
)
from kap_room.plan.room import Lamp

_OF_WLED: Final = (
    "WLED cannot be asked over MQTT what it does after a power cut: it may return at "
    "its boot brightness."
)
_MEND_WLED: Final = (
    "curl http://ADDRESS/json/cfg -H 'Content-Type: application/json' "
    """-d '{"def":{"on":false}}'"""
)
_OF_ESPHOME: Final = (
    "After a power cut it stays off, unless restore_mode in its own file says "
    "otherwise."
)
_OF_HOMEASSISTANT: Final = (
    "What stands behind it cannot be asked what it does after a power cut: it may "
    "return at full."
)


def _nothing(_lamp: Lamp, _us: str) -> tuple[Outgoing, ...]:
    return ()


def _nowhere(_lamp: Lamp, _us: str) -> tuple[str, ...]:
    return ()


def _learn(_lamp: Lamp, _payload: bytes) -> Facts:
    return {}


def _unasked(returns: Return, says: str, *mends: Mend) -> Settings:
    def judge(lamp: Lamp, _facts: Facts) -> tuple[Remark, ...]:
        return (of_return(lamp, returns, mends, says),)

    return Settings(_nothing, _nowhere, _learn, frozenset(), judge)


WLED: Final = _unasked(Return.UNKNOWN, _OF_WLED, _MEND_WLED)
ESPHOME: Final = _unasked(Return.OFF, _OF_ESPHOME)
HOMEASSISTANT: Final = _unasked(Return.UNKNOWN, _OF_HOMEASSISTANT)
