"""One message instead of many, and many that do not all speak at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kap_room.engine.steps import Told
from kap_room.plan.room import Lamp, Room
from kap_room.plan.units import Seconds

SPREAD: Final = Seconds(4.0)
"""Over how much of a step a room's lamps are spread."""

SLOT: Final = Seconds(0.2)
"""Lamps that speak together: an engine that woke for each would do little else."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group that its bridge knows as one."""

    name: str
    lamp: Lamp
    members: tuple[str, ...]

    def shared(self, told: Mapping[str, Told]) -> Told | None:
        """What all its members are to be told, if it is the same."""
        steps = [told[name] for name in self.members if name in told]
        if len(steps) < len(self.members):
            return None
        first = steps[0]
        same = all(
            each.is_like(first.light) and abs(each.over - first.over) < SLOT / 2
            for each in steps
        )
        return first if same else None


def bundles_of(room: Room) -> tuple[Bundle, ...]:
    """The largest first, of two lamps or more."""
    bundles = [
        Bundle(name, lamp, tuple(dict.fromkeys(room.groups.get(name, ()))))
        for name, lamp in room.group_lamps.items()
    ]
    bundles = [bundle for bundle in bundles if len(bundle.members) > 1]
    return tuple(sorted(bundles, key=lambda bundle: -len(bundle.members)))


def slots_of(room: Room) -> dict[str, Seconds]:
    """How much sooner each lamp's first step ends; a group's members go together."""
    leader = {lamp.name: lamp.name for lamp in room.lamps}
    for bundle in reversed(bundles_of(room)):
        leader.update(dict.fromkeys(bundle.members, bundle.name))
    leaders = list(dict.fromkeys(leader.values()))
    width = SPREAD / max(1, len(leaders))
    places = {
        name: Seconds(round(place * width / SLOT) * SLOT)
        for place, name in enumerate(leaders)
    }
    return {lamp: places[name] for lamp, name in leader.items()}
