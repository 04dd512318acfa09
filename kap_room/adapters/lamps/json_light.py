"""The JSON that Home Assistant gave MQTT lights, and that ESPHome speaks too.

Brightness is 0..255, warmth in mired, `state` ON or OFF, `color_mode` the name of what
is shown. Only what both agree about stands here.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.lamps.dialect import Glows, Step
from kap_room.adapters.lamps.scale import glow_of, kelvin_in_mired, mired_of
from kap_room.adapters.lamps.telling import telling
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Seconds

BRIGHTEST: Final = 255


def says_of(lamp: Lamp, step: Step) -> tuple[dict[str, object], Seconds | None] | None:
    """What to say, and how long it may take: None for a lamp that only switches."""
    told = telling(lamp, step, BRIGHTEST)
    if told is None:
        return None
    says: dict[str, object] = {}
    # A warmth goes alone: a lamp that somebody has just turned off stays off.
    if told.on is not None:
        says["state"] = "ON" if told.on else "OFF"
    if told.steps is not None:
        says["brightness"] = told.steps
    if told.warmth is not None:
        says["color_temp"] = mired_of(told.warmth)
    return says, None if lamp.can is Ability.SWITCH else told.over


def light_in(lamp: Lamp, payload: bytes) -> Glows | None:
    says = read_object(payload)
    if says is None:
        return None
    state, mode = says.get("state"), says.get("color_mode")
    return glow_of(
        lamp,
        BRIGHTEST,
        on=_ON.get(state) if isinstance(state, str) else None,
        steps=number_in(says.get("brightness"), 0, BRIGHTEST),
        warmth=kelvin_in_mired(says.get("color_temp")),
        coloured=isinstance(mode, str) and mode in _COLOURS,
    )


_ON: Final = {"ON": True, "OFF": False}
_COLOURS: Final = frozenset({"hs", "xy", "rgb", "rgbw", "rgbct", "rgbww"})
