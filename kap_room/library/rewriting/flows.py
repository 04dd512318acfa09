"""Groups in brackets or braces: `[strings, wordless]`, `{file: a.flac, trim: -2 dB}`.

Where such a group goes over several lines with comments among them, each of its parts
gets a line, and every comment stays with its part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kap_room.library.rewriting.nodes import Node, Script
from kap_room.library.rewriting.splices import Splice

_FIRST_BREAK: Final = re.compile("[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the group as it shall be."""

    words: str
    old: int | None = None
    """The place that it had; None is new."""


@dataclass(slots=True)
class _Around:
    """The comments that belong to an old part."""

    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def relaid(
    script: Script,
    node: Node,
    old: Sequence[tuple[int, int]],
    wanted: Sequence[Part],
) -> Splice:
    """The group with these parts; `old` says from where to where each one stood."""
    kept = {part.old for part in wanted}
    gone = [span for place, span in enumerate(old) if place not in kept]
    outside = len(script.comments_in(node.start, node.end)) - sum(
        len(script.comments_in(*span)) for span in old
    )
    if outside or any(script.comments_in(*span) for span in gone):
        words = _on_lines(script, node, old, wanted)
    else:
        words = _in_a_row(script, node, old, wanted)
    return Splice(node.start, node.end, words)


def _in_a_row(
    script: Script,
    node: Node,
    old: Sequence[tuple[int, int]],
    wanted: Sequence[Part],
) -> str:
    """With the spaces that stood between them, lines ends among these."""
    opens, closes = script.text[node.start], script.text[node.end - 1]
    if not wanted or not old:
        return opens + ", ".join(part.words for part in wanted) + closes
    before = {
        place: script.text[one[1] : other[0]]
        for place, (one, other) in enumerate(pairwise(old), 1)
    }
    usual = min(before.values(), key=_FIRST_BREAK.findall, default=", ")
    row = [script.text[node.start + 1 : old[0][0]]]
    for number, part in enumerate(wanted):
        if number:
            row.append(before.get(part.old or 0, usual))
        row.append(part.words)
    return opens + "".join(row) + script.text[old[-1][1] : node.end - 1] + closes


def _on_lines(
    script: Script,
    node: Node,
    old: Sequence[tuple[int, int]],
    wanted: Sequence[Part],
) -> str:
    head, around, last = _comments_around(script, node, old)
    indent = " " * _column(script, node, old)
    lines = [script.text[node.start] + "".join(f"  {each}" for each in head)]
    kept = {part.old for part in wanted}
    for place, (start, end) in enumerate(old):
        if place not in kept:
            lines += _left(script, around[place], start, end, indent)
    for number, part in enumerate(wanted):
        mine = _Around() if part.old is None else around[part.old]
        lines += (indent + each for each in mine.above)
        comma = "," if number + 1 < len(wanted) else ""
        beside = "".join(f"  {each}" for each in mine.beside)
        lines.append(f"{indent}{part.words}{comma}{beside}")
    lines += (indent + each for each in last)
    number = script.line_at(node.end - 1)
    closing = script.text[script.starts[number] : node.end]
    if closing.strip() not in {"]", "}"}:
        closing = indent + script.text[node.end - 1]
    return script.newline.join([*lines, closing])


def _left(
    script: Script, around: _Around, start: int, end: int, indent: str
) -> list[str]:
    """What stays of a part that goes: its comments, and what they were about."""
    inside = [words for _, words in script.comments_in(start, end)]
    if not (around.above or around.beside or inside):
        return []
    about = _FIRST_BREAK.split(script.text[start:end])[0]
    own = "".join(f"  {each}" for each in around.beside)
    further = [each for each in inside if each not in about]
    return [indent + each for each in (*around.above, f"# {about}{own}", *further)]


def _comments_around(
    script: Script, node: Node, old: Sequence[tuple[int, int]]
) -> tuple[list[str], list[_Around], list[str]]:
    """Behind the opening bracket, around each part, and before the closing one."""
    head: list[str] = []
    around = [_Around() for _ in old]
    last: list[str] = []
    starts = [node.start + 1, *(end for _, end in old)]
    ends = [*(start for start, _ in old), node.end]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        here = script.line_at(start)
        above = around[place].above if place < len(old) else last
        beside = around[place - 1].beside if place else head
        for index, words in script.comments_in(start, end):
            (beside if script.line_at(index) == here else above).append(words)
    return head, around, last


def _column(script: Script, node: Node, old: Sequence[tuple[int, int]]) -> int:
    """Where a part begins its line already, else a step in from the group's line."""
    for start, _ in old:
        begins = script.starts[script.line_at(start)]
        if start > node.start and not script.text[begins:start].strip():
            return start - begins
    line = script.line(script.line_at(node.start))
    return len(line) - len(line.lstrip(" ")) + 4
