"""A proposal as lines of a room file, which its strict reader takes as they are.

What a stranger wrote stands in quotes unless it is plain, and in a remark it can hold
nothing that a terminal would obey.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from kap_room.adapters.lamps.discovery.proposal import (
    Proposal,
    ProposedGroup,
    ProposedLamp,
)
from kap_room.library.problems import quoted
from kap_room.plan.room import Ability, Lamp

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*", re.ASCII)
_WORDS_OF_YAML: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


def lines_of(proposal: Proposal) -> tuple[str, ...]:
    return tuple(_lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    new = [one for one in proposal.lamps if not one.is_known]
    if any(one.is_lamp for one in new):
        yield "lights:"
    for one in new:
        yield from _lamp_lines(one)
    groups = [one for one in proposal.groups if not one.is_known]
    if any(one.members for one in groups):
        yield "groups:"
    for group in groups:
        yield from _group_lines(group)
    yield from _remarks(proposal)


def _remarks(proposal: Proposal) -> Iterator[str]:
    for one in proposal.lamps:
        if one.is_known:
            yield f"# In the room file already: {quoted(one.lamp.name)}, {_of(one)}"
    for group in proposal.groups:
        if group.is_known:
            yield f"# In the room file already: the group {quoted(group.lamp.name)}"
    for unusable in proposal.unusable:
        yield f"# {quoted(unusable.name)} {unusable.says}"
    if not proposal.is_whole:
        yield "# There is more at this broker than is shown here."


def _lamp_lines(one: ProposedLamp) -> Iterator[str]:
    line = f"{_text(one.lamp.name)}: {{{_reached(one.lamp)}}}"
    if one.is_lamp:
        if one.says:
            yield f"  # {one.says}"
        yield f"  {line}"
    else:
        yield f"# It only switches. If a lamp hangs on it, write under lights: {line}"


def _group_lines(group: ProposedGroup) -> Iterator[str]:
    if not group.members:
        says = "has a member that is no lamp which can be used."
        yield f"# The group {quoted(group.lamp.name)} {says}"
        return
    members = ", ".join(_text(name) for name in group.members)
    reached = f"speaks: {group.lamp.speaks}, topic: {_text(group.lamp.topic)}"
    yield f"  {_text(group.lamp.name)}: {{lamps: [{members}], {reached}}}"


def _of(one: ProposedLamp) -> str:
    return f"{one.lamp.speaks} at {quoted(one.lamp.topic)}"


def _reached(lamp: Lamp) -> str:
    words = [f"speaks: {lamp.speaks}"]
    if lamp.command_topic is None:
        words.append(f"topic: {_text(lamp.topic)}")
    else:
        words.append(f"command topic: {_text(lamp.command_topic)}")
        words.append(f"state topic: {_text(lamp.topic)}")
    if lamp.availability_topic is not None:
        words.append(f"availability topic: {_text(lamp.availability_topic)}")
    if lamp.can is not Ability.WARMTH:
        words.append(f"can: {lamp.can}")
    return ", ".join(words)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)  # YAML reads JSON's quotes
