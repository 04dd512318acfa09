"""Groups on lines of their own: `- item` and `key: value`.

A comment directly above an item goes where the item goes; one that has a blank line
below it heads what follows and stays where it is. A line that goes leaves its comment
behind, with the line itself, as somebody would comment it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kap_room.library.rewriting.nodes import Node, Script
from kap_room.library.rewriting.splices import Awkward, Splice


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it shall be, on whole lines."""

    lines: str
    old: int | None = None
    """The place that it had; None is new."""


@dataclass(frozen=True, slots=True)
class Segment:
    """An old item with the lines around it, by their numbers."""

    gap: int
    """The first of what stands apart above it: blank lines, and headings."""
    lead: int
    """The first comment that is its own."""
    first: int
    """The line of its dash."""
    last: int

    @property
    def is_apart(self) -> bool:
        return self.gap < self.lead


def segments_of(script: Script, node: Node) -> tuple[Segment, ...]:
    found: list[Segment] = []
    before = -1
    for item in node.items:
        first = _dash_of(script, node, item)
        last = _last_line(script, node, item)
        above = before + 1
        lead = first
        while lead > above and script.is_comment(lead - 1):
            lead -= 1
        gap = above if found else lead  # what heads the whole list is not touched
        if first < above:
            raise Awkward("two items share a line")
        found.append(Segment(gap, lead, first, last))
        before = last
    return tuple(found)


def _dash_of(script: Script, node: Node, item: Node) -> int:
    for number in range(script.line_at(item.start), -1, -1):
        line = script.line(number)
        if line[: node.column].strip():
            break
        if line[node.column :].startswith("-"):
            return number
    raise Awkward("a dash does not begin its line")


def _last_line(script: Script, node: Node, item: Node) -> int:
    """With the comments below it that are set in farther than its dash."""
    last = script.line_at(max(item.end - 1, item.start))
    while (
        last + 2 < len(script.starts)
        and script.is_comment(last + 1)
        and script.comment_column(last + 1) > node.column
    ):
        last += 1
    return last


def relaid(
    script: Script, segments: Sequence[Segment], wanted: Sequence[Item]
) -> Splice:
    """The list with these items in this order."""
    kept = {item.old for item in wanted}
    spaced = len(segments) > 1 and all(
        segment.is_apart and script.is_blank(segment.gap) for segment in segments[1:]
    )
    gaps = _gaps(script, segments, kept)
    parts: list[str] = []
    slot = 0
    for item in wanted:
        if item.old is None:
            parts += (script.newline if spaced and parts else "", item.lines)
            continue
        gap = gaps[slot]
        slot += 1
        if not gap.strip():
            gap = "" if not parts else gap or (script.newline if spaced else "")
        parts += (gap, item.lines)
    parts += gaps[slot:]
    start = script.starts[segments[0].gap]
    end = script.starts[segments[-1].last + 1]
    return Splice(start, end, "".join(parts))


def _gaps(
    script: Script, segments: Sequence[Segment], kept: set[int | None]
) -> list[str]:
    """What stands apart above each item that is kept, and after the last of them.

    What is left of an item that goes stands above the next one that stays.
    """
    gaps: list[str] = []
    waiting = ""
    for place, segment in enumerate(segments):
        apart = _lines(script, segment.gap, segment.lead)
        if place in kept:
            gaps.append(waiting + apart if waiting.strip() else apart or waiting)
            waiting = ""
            continue
        left = _lines(script, segment.lead, segment.first)
        left += left_of(script, segment.first, segment.last, told=bool(left))
        if left or apart.strip():
            waiting += apart + left
        else:
            waiting = waiting or apart
    return [*gaps, waiting if waiting.strip() else ""]


def _lines(script: Script, first: int, before: int) -> str:
    return script.text[script.starts[first] : script.starts[before]]


def left_of(script: Script, first: int, last: int, *, told: bool = False) -> str:
    """What stays of lines that go: comments, and the lines that they stood beside.

    `told` is whether the first line stays in any case, for what is said above it.
    """
    numbers = range(first, last + 1)
    told = told or any(number in script.comments for number in numbers)
    kept: list[str] = []
    for number in numbers:
        line = script.line(number)
        if script.is_comment(number):
            kept.append(line)
        elif number in script.comments or (told and number == first):
            bare = line.lstrip(" ")
            kept.append(" " * (len(line) - len(bare)) + "# " + bare)
    return "".join(kept)
