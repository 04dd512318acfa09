"""Whether the groups of the room file are those that the lamps' own bridge knows.

A group that the bridge does not know is told everything and nothing happens; one lamp
that is missing in it stays bright while the others go dark. zigbee2mqtt keeps at the
broker which lamps are in which group; no other kind says.
"""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.adapters.broker_line.connection import Connection
from kap_room.adapters.lamps.commands import command_for
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.discovery.found import Found, FoundGroup
from kap_room.adapters.lamps.discovery.zigbee2mqtt import DEVICES, GROUPS, findings_in
from kap_room.library.check import Finding, Verdict
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds

MOST_HEARD: Final = 50


def check_groups(room: Room, wait: Seconds) -> tuple[Finding, ...]:
    """One finding on each group that a bridge is to know, or more where it is wrong."""
    if room.broker is None:
        return ()
    asked = [g for g in room.group_lamps.values() if g.speaks == "zigbee2mqtt"]
    others = [g for g in room.group_lamps.values() if g.speaks != "zigbee2mqtt"]
    known = _ask(room.broker, asked, wait) if asked else _Inventory()
    findings = [f for group in asked for f in _judge(group, room, room.broker, known)]
    return (*findings, *map(_unasked, others))


@dataclass(frozen=True, slots=True)
class _Inventory:
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The topics of its lamps, by the topic of a group."""
    bases: tuple[str, ...] = ()
    """Of the bridges that said which groups they know."""


def _judge(
    group: Lamp, room: Room, broker: Broker, known: _Inventory
) -> Iterator[Finding]:
    about = f"group {group.name}"
    if not known.bases:
        says = "zigbee2mqtt does not say which groups it knows. Does it run?"
        yield Finding(Verdict.DOUBT, about, says)
        return
    if group.topic not in known.groups:
        says = (
            f"zigbee2mqtt knows no group with lamps at {quoted(group.topic)}, so none "
            f"would be told.{did_you_mean(group.topic, known.groups)}"
        )
        yield Finding(Verdict.WRONG, about, says)
        return
    there = known.groups[group.topic]
    ours = [lamp for lamp in room.lamps if lamp.name in room.groups[group.name]]
    missing = [lamp for lamp in ours if lamp.topic not in there]
    for lamp in missing:
        says = f"{quoted(lamp.name)} is not in it, and would not be told."
        mends = (command_for(broker, m) for m in _joining(group, lamp, known.bases))
        yield Finding(Verdict.WRONG, about, says, tuple(mends))
    if strange := [topic for topic in there if topic not in {o.topic for o in ours}]:
        says = f"zigbee2mqtt has more in it: {one_of(map(quoted, strange[:5]))}."
        yield Finding(Verdict.DOUBT, about, says.replace(" or ", " and "))
    elif not missing:
        yield Finding(Verdict.OK, about, "zigbee2mqtt knows it, with the same lamps.")


def _unasked(group: Lamp) -> Finding:
    says = f"It cannot be asked. Try it once: kap-room lights try {group.name} 20%"
    return Finding(Verdict.OK, f"group {group.name}", says)


def _joining(group: Lamp, lamp: Lamp, bases: tuple[str, ...]) -> Iterator[Outgoing]:
    """Nothing where the lamp is another bridge's: then no message can."""
    for base in bases:
        root = f"{base}/"
        if group.topic.startswith(root) and lamp.topic.startswith(root):
            says = {
                "group": group.topic.removeprefix(root),
                "device": lamp.topic.removeprefix(root),
            }
            topic = f"{base}/bridge/request/group/members/add"
            yield topic, json.dumps(says, ensure_ascii=False).encode()


def _bases(group: Lamp) -> tuple[str, ...]:
    parts = group.topic.split("/")
    return tuple("/".join(parts[:count]) for count in range(1, len(parts)))


def _ask(broker: Broker, groups: Iterable[Lamp], wait: Seconds) -> _Inventory:
    bases = dict.fromkeys(base for group in groups for base in _bases(group))
    ear = _Ear()
    topics = tuple(f"{base}{what}" for base in bases for what in (DEVICES, GROUPS))
    connection = Connection(broker, topics, ear)
    connection.start()
    try:
        return _listen(ear, wait)
    finally:
        connection.close()


def _listen(ear: _Ear, wait: Seconds) -> _Inventory:
    """Until both inventories of one bridge are there, or the time is up."""
    until = time.monotonic() + wait
    heard: dict[str, bytes] = {}
    while not _has_both(heard):
        try:
            topic, payload = ear.came.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            break
        heard[topic] = payload
    found = [f for topic, payload in heard.items() for f in findings_in(topic, payload)]
    lamps = {f.address: f.lamp.topic for f in found if isinstance(f, Found)}
    groups = {
        f.lamp.topic: tuple(lamps.get(a, a) for a in f.members)
        for f in found
        if isinstance(f, FoundGroup)
    }
    bases = (topic.removesuffix(GROUPS) for topic in heard if topic.endswith(GROUPS))
    return _Inventory(groups, tuple(bases))


def _has_both(heard: Mapping[str, bytes]) -> bool:
    bases = {topic.removesuffix(GROUPS) for topic in heard if topic.endswith(GROUPS)}
    return any(f"{base}{DEVICES}" in heard for base in bases)


@dataclass(frozen=True, slots=True)
class _Ear:
    came: queue.Queue[Outgoing] = field(default_factory=lambda: queue.Queue(MOST_HEARD))

    def found(self) -> None: ...

    def lost(self, says: str) -> None: ...

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:  # noqa: ARG002 (an inventory is what the broker keeps)
        if not self.came.full():
            self.came.put_nowait((topic, payload))
