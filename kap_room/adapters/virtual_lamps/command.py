"""What a bulb can be told on its `/set` topic, as zigbee2mqtt reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.adapters.lamps.payload import number_in, read_object
from kap_room.plan.units import Seconds

LONGEST: Final = Seconds(6553.0)
"""The radio counts tenths of a second in 16 bits."""


@dataclass(frozen=True, slots=True)
class Command:
    """None leaves as it is."""

    on: bool | None = None
    brightness: int | None = None
    """1 to 254."""
    mired: float | None = None
    transition: Seconds = Seconds(0.0)


def read_command(payload: bytes) -> Command | None:
    """None for what no bulb would do anything about."""
    says = read_object(payload)
    if says is None:
        return None
    state = says.get("state")
    on = (
        {"ON": True, "OFF": False}.get(state.upper())
        if isinstance(state, str)
        else None
    )
    brightness = number_in(says.get("brightness"), 0, 255)
    mired = number_in(says.get("color_temp"), 50, 1000)
    if on is None and brightness is not None:
        on = brightness > 0
    if on is None and mired is None:
        return None
    whole = None if not brightness else max(1, min(254, round(brightness)))
    lasts = number_in(says.get("transition"), 0, LONGEST)
    return Command(on, whole, mired, Seconds(lasts or 0.0))
