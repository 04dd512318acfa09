"""A proposal as text for a person, or as plain values for another program."""

from __future__ import annotations

from typing import Any, Final

from kap_room.adapters.lamps.discovery.proposal import Proposal
from kap_room.adapters.lamps.discovery.writing import lines_of
from kap_room.plan.room import Lamp

NOTHING: Final = (
    "# This broker knows of no lamp. zigbee2mqtt, Tasmota and what announces itself to "
    "Home\n# Assistant are found; docs/lamps.md says how each is set up."
)


def as_text(proposal: Proposal) -> str:
    return "\n".join(lines_of(proposal)) or NOTHING


def as_plain(proposal: Proposal) -> dict[str, Any]:
    lamps = [
        {
            **_reached(one.lamp),
            "in_room_file": one.is_known,
            "is_lamp": one.is_lamp,
            "says": one.says or None,
        }
        for one in proposal.lamps
    ]
    groups = [
        {
            **_reached(one.lamp),
            "in_room_file": one.is_known,
            "lamps": list(one.members),
        }
        for one in proposal.groups
    ]
    unusable = [{"name": one.name, "says": one.says} for one in proposal.unusable]
    return {
        "lamps": lamps,
        "groups": groups,
        "unusable": unusable,
        "is_whole": proposal.is_whole,
    }


def _reached(lamp: Lamp) -> dict[str, Any]:
    return {
        "name": lamp.name,
        "speaks": lamp.speaks,
        "topic": lamp.topic,
        "command_topic": lamp.command_topic,
        "availability_topic": lamp.availability_topic,
        "can": lamp.can.value,
    }
