"""What the lamps should be: one light, and a look of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kap_room.plan.shapes import level_between
from kap_room.plan.units import Kelvin, Level

ALL: Final = "all"
"""The name that means every lamp of the room."""


@dataclass(frozen=True, slots=True)
class Light:
    """What one lamp should be."""

    level: Level | None = None
    """None leaves the level as it is."""
    warmth: Kelvin | None = None
    """None leaves the warmth as it is."""

    def over(self, below: Light) -> Light:
        """This light where it says something, the other where it does not."""
        return Light(
            below.level if self.level is None else self.level,
            below.warmth if self.warmth is None else self.warmth,
        )


Look = Mapping[str, Light]
"""Light by lamp name, group name or `ALL`; the more particular name wins."""


def light_of(
    lamp: str, look: Look, groups: Mapping[str, tuple[str, ...]] | None = None
) -> Light:
    """What a look says of one lamp: its own entry over its groups' over `ALL`."""
    light = look.get(ALL, Light())
    for group, members in (groups or {}).items():
        if lamp in members and group in look:
            light = look[group].over(light)
    return look[lamp].over(light) if lamp in look else light


def light_between(start: Light, end: Light, part: float) -> Light:
    """Part (0..1) of the way: level by even ratio, warmth even in mired.

    Mired (a million over kelvin) is the scale on which equal steps look equal.
    """
    level = end.level
    if start.level is not None and end.level is not None:
        level = level_between(start.level, end.level, part)
    warmth = end.warmth
    if start.warmth is not None and end.warmth is not None:
        part = min(1.0, max(0.0, part))
        mired = 1 / start.warmth + (1 / end.warmth - 1 / start.warmth) * part
        warmth = Kelvin(1 / mired)
    return Light(level, warmth)
