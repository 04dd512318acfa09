"""Lines of `key: value` that come new into a group or go out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kap_room.library.rewriting.blocks import left_of
from kap_room.library.rewriting.nodes import Node, Script
from kap_room.library.rewriting.splices import Awkward, Splice
from kap_room.library.rewriting.words import entry_lines
from kap_room.library.tree import Data


def in_order(known: Sequence[str], wanted: Mapping[str, Data]) -> list[str]:
    """Old keys as they stood, each new one behind the neighbour that it follows."""
    order = [key for key in known if key in wanted]
    before: str | None = None
    for key in wanted:
        if key not in order:
            order.insert(order.index(before) + 1 if before in order else 0, key)
        before = key
    return order


def added_and_gone(
    script: Script, node: Node, wanted: Mapping[str, Data]
) -> list[Splice]:
    splices = [
        _taken_out(script, node, place, wanted)
        for place, key in enumerate(node.keys)
        if key.text not in wanted
    ]
    known = [key.text for key in node.keys]
    behind: dict[int | None, list[str]] = defaultdict(list)
    anchor: int | None = None
    for key in in_order(known, wanted):
        if key in known:
            anchor = known.index(key)
        else:
            behind[anchor] += entry_lines(key, wanted[key], node.column)
    for place, lines in behind.items():
        splices.append(_set_in(script, node, place, lines))
    return splices


def _set_in(
    script: Script, node: Node, place: int | None, lines: Sequence[str]
) -> Splice:
    words = "".join(line + script.newline for line in lines)
    if place is not None:
        end = script.starts[_last(script, node, place) + 1]
        return Splice(end, end, words)
    first = node.keys[0].start - (node.keys[0].column - node.column)
    number = script.line_at(first)
    if script.text[script.starts[number] : first].strip():  # behind a dash
        indent = " " * node.column
        return Splice(first, first, words[node.column :] + indent)
    above = number
    while above > 0 and script.is_comment(above - 1):
        above -= 1
    # comments at the top are about the file, others about the line below them
    at = script.starts[above if above > 0 else number]
    return Splice(at, at, words)


def _last(script: Script, node: Node, place: int) -> int:
    key, value = node.keys[place], node.items[place]
    return script.line_at(max(key.end, value.end) - 1)


def _taken_out(
    script: Script, node: Node, place: int, wanted: Mapping[str, Data]
) -> Splice:
    """Its lines, but for comments and what these stand beside."""
    start = node.keys[place].start - (node.keys[place].column - node.column)
    first, last = script.line_at(start), _last(script, node, place)
    begins = script.starts[first]
    if not script.text[begins:start].strip():
        kept = left_of(script, first, last)
        return Splice(begins, script.starts[last + 1], kept)
    if place + 1 == len(node.keys):
        raise Awkward("nothing is left behind a dash")
    kept = left_of(script, first + 1, last)
    following = node.keys[place + 1]
    if first in script.comments:
        kept = "# " + script.text[start : script.starts[first + 1]] + kept
    elif following.text not in wanted or script.comments_in(start, following.start):
        kept = script.newline + kept
    else:
        return Splice(start, following.start, "")
    return Splice(start, script.starts[last + 1], kept)


def instead(script: Script, key: Node, value: Node, wanted: Data) -> Splice:
    """Another kind of value in the place of one that has no comment."""
    colon = script.text.index(":", key.end)
    end = max(colon + 1, value.end)
    if script.comments_in(colon, end):
        raise Awkward("comments in what goes")
    lines = entry_lines("a", wanted, key.column)
    return Splice(colon + 1, end, script.newline.join(lines)[key.column + 2 :])
