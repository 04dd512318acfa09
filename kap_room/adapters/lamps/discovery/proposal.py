"""What was found, against the room file: what is new, what is there, what cannot be.

One device is often found twice, as zigbee2mqtt tells Home Assistant of each of its
lamps: the words of its own bridge win. Every proposed lamp has a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.lamps.discovery.found import (
    Finding,
    Found,
    FoundGroup,
    Unusable,
)
from kap_room.plan.look import ALL
from kap_room.plan.room import Ability, Lamp, Room

MOST: Final = 200
"""Lamps of a proposal. A room that has more has them in groups."""


@dataclass(frozen=True, slots=True)
class ProposedLamp:
    lamp: Lamp
    """Under the name of the room file where that has it, else under a free one."""
    is_known: bool
    is_lamp: bool
    says: str


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    lamp: Lamp
    members: tuple[str, ...]
    """By the names of their lamps; empty where a member is none."""
    is_known: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    lamps: tuple[ProposedLamp, ...]
    groups: tuple[ProposedGroup, ...]
    unusable: tuple[Unusable, ...]
    is_whole: bool = True


def proposal_of(
    findings: Iterable[Finding], room: Room | None, *, is_whole: bool = True
) -> Proposal:
    """The room is None where its file cannot be read yet."""
    every = tuple(findings)
    groups = _groups(every)
    found = _lamps(every, {one.lamp.topic for one in groups})
    names = _Names(room)
    lamps = tuple(
        ProposedLamp(names.for_lamp(f.lamp), names.knows(f.lamp), f.is_lamp, f.says)
        for f in found[:MOST]
    )
    addresses = {f.address: p.lamp for f, p in zip(found, lamps, strict=False)}
    reachable = {p.lamp.name for p in lamps if p.is_lamp or p.is_known}
    return Proposal(
        lamps,
        tuple(_group(one, addresses, reachable, names) for one in groups[:MOST]),
        tuple(dict.fromkeys(f for f in every if isinstance(f, Unusable)))[:MOST],
        is_whole=is_whole and len(found) <= MOST,
    )


def _lamps(findings: tuple[Finding, ...], groups: set[str]) -> tuple[Found, ...]:
    """Each device once, in the words of its own make where it has them."""
    found = [f for f in findings if isinstance(f, Found) and f.lamp.topic not in groups]
    found.sort(key=lambda one: one.lamp.speaks == "homeassistant")  # stable
    once: dict[str, Found] = {}
    for one in found:
        once.setdefault(_place(one.lamp), one)
    return tuple(once.values())


def _groups(findings: tuple[Finding, ...]) -> tuple[FoundGroup, ...]:
    once = {f.lamp.topic: f for f in findings if isinstance(f, FoundGroup)}
    return tuple(once.values())


def _place(lamp: Lamp) -> str:
    """Where it is reached; Tasmota's topics lie in a tree of their own."""
    return f"cmnd/{lamp.topic}" if lamp.speaks == "tasmota" else lamp.topic


def _group(
    group: FoundGroup,
    addresses: Mapping[str, Lamp],
    reachable: set[str],
    names: _Names,
) -> ProposedGroup:
    members = [addresses[a] for a in group.members if a in addresses]
    is_whole = len(members) == len(group.members)
    is_whole &= all(lamp.name in reachable for lamp in members)
    can = min((lamp.can for lamp in members), key=list(Ability).index, default=None)
    lamp = replace(names.for_lamp(group.lamp), can=can or Ability.WARMTH)
    inside = tuple(one.name for one in members) if is_whole else ()
    return ProposedGroup(lamp, inside, names.knows(group.lamp))


class _Names:
    """Names that are taken, and those of what the room file has already."""

    def __init__(self, room: Room | None) -> None:
        lamps = () if room is None else (*room.lamps, *room.group_lamps.values())
        self._known = {place: lamp.name for lamp in lamps for place in _places(lamp)}
        groups = () if room is None else room.groups
        self._taken = {ALL, *self._known.values(), *groups}

    def knows(self, lamp: Lamp) -> bool:
        return any(place in self._known for place in _places(lamp))

    def for_lamp(self, lamp: Lamp) -> Lamp:
        for place in _places(lamp):
            if place in self._known:
                return replace(lamp, name=self._known[place])
        name = next(name for name in _tries(lamp.name) if name not in self._taken)
        self._taken.add(name)
        return replace(lamp, name=name)


def _places(lamp: Lamp) -> tuple[str, ...]:
    told = (lamp.command_topic,) if lamp.command_topic else ()
    return (_place(lamp), *told)


def _tries(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name[:70]} {number}"
        number += 1
