"""A text made to say something else, by changing no more of it than says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.library.rewriting import blocks, entries, flows
from kap_room.library.rewriting.matching import first_words, matched, sameness
from kap_room.library.rewriting.nodes import BREAKS, Kind, Node, Script, script_of
from kap_room.library.rewriting.splices import Awkward, Splice, spliced
from kap_room.library.rewriting.words import flow, in_quotes, item_lines, pair, scalar
from kap_room.library.tree import Data


def changed(text: str, wanted: Data) -> str:
    """Raise `Awkward` where it is laid out as nobody foresaw."""
    if not text.endswith(BREAKS):
        newline = script_of(text).newline
        return changed(text + newline, wanted).removesuffix(newline)
    script = script_of(text)
    splices = Changing(script).of(script.root, wanted)
    return spliced(script.text, splices, 0, len(script.text))


@dataclass(frozen=True, slots=True)
class Changing:
    script: Script

    def of(self, node: Node, wanted: Data) -> list[Splice]:
        if value_of(node) == wanted:
            return []
        match node.kind, wanted:
            case Kind.SCALAR, str():
                return [self.said_by(node, wanted)]
            case Kind.LIST, list():
                return self._list(node, wanted)
            case Kind.MAPPING, dict():
                if node.is_flow:
                    return self._braces(node, wanted)
                return self._lines(node, wanted)
            case _:
                raise Awkward("another kind of value")

    def said_by(self, node: Node, wanted: str) -> Splice:
        """Other text in the place of some, in the quotes that it had."""
        if node.style in {"'", '"'}:
            words = in_quotes(wanted, node.style)
        else:
            words = scalar(wanted, inside=node.inside)
        beside = ""
        if comments := self.script.comments_in(node.start, node.end):
            beside = f"  {comments[0][1]}"  # behind the sign of a block of text
        return Splice(node.start, node.end, words + beside)

    def _list(self, node: Node, wanted: list[Data]) -> list[Splice]:
        old = [value_of(item) for item in node.items]
        places = matched(old, wanted, sameness, first_words)
        pairs = list(zip(places, wanted, strict=True))
        if places == tuple(range(len(old))):
            return [
                splice
                for item, value in zip(node.items, wanted, strict=True)
                for splice in self.of(item, value)
            ]
        if node.is_flow:
            return [self._brackets(node, pairs)]
        if not wanted:
            raise Awkward("a list without items")
        segments = blocks.segments_of(self.script, node)
        items = [
            self._new_item(node, value)
            if place is None
            else self._old_item(node.items[place], segments[place], place, value)
            for place, value in pairs
        ]
        return [blocks.relaid(self.script, segments, items)]

    def _old_item(
        self, node: Node, segment: blocks.Segment, place: int, value: Data
    ) -> blocks.Item:
        starts = self.script.starts
        start, end = starts[segment.lead], starts[segment.last + 1]
        return blocks.Item(self._inside(node, start, end, value), place)

    def _new_item(self, node: Node, value: Data) -> blocks.Item:
        """Written as the others are: in braces, or on lines of its own."""
        step = max(2, node.items[0].column - node.column)
        if all(item.is_flow for item in node.items):
            lines = [" " * node.column + "-" + " " * (step - 1) + flow(value)]
        else:
            lines = item_lines(value, node.column, step)
        return blocks.Item("".join(line + self.script.newline for line in lines))

    def _brackets(self, node: Node, wanted: list[tuple[int | None, Data]]) -> Splice:
        spans = [(item.start, item.end) for item in node.items]
        parts = [
            flows.Part(flow(value))
            if place is None
            else flows.Part(
                self._inside(node.items[place], *spans[place], value), place
            )
            for place, value in wanted
        ]
        return flows.relaid(self.script, node, spans, parts)

    def _braces(self, node: Node, wanted: dict[str, Data]) -> list[Splice]:
        if not node.items and not node.inside:
            raise Awkward("braces that wait to be filled")
        known = {key.text: place for place, key in enumerate(node.keys)}
        spans = [
            (key.start, max(key.end, value.end))
            for key, value in zip(node.keys, node.items, strict=True)
        ]
        if known.keys() == wanted.keys():
            return [
                s for key in known for s in self.of(node.items[known[key]], wanted[key])
            ]
        parts = [
            flows.Part(pair(key, wanted[key]))
            if key not in known
            else flows.Part(
                self._inside(node.items[known[key]], *spans[known[key]], wanted[key]),
                known[key],
            )
            for key in entries.in_order(list(known), wanted)
        ]
        return [flows.relaid(self.script, node, spans, parts)]

    def _inside(self, node: Node, start: int, end: int, value: Data) -> str:
        return spliced(self.script.text, self.of(node, value), start, end)

    def _lines(self, node: Node, wanted: dict[str, Data]) -> list[Splice]:
        splices = entries.added_and_gone(self.script, node, wanted)
        for key, value in zip(node.keys, node.items, strict=True):
            if key.text not in wanted:
                continue
            try:
                splices += self.of(value, wanted[key.text])
            except Awkward:
                splices.append(
                    entries.instead(self.script, key, value, wanted[key.text])
                )
        return splices


def value_of(node: Node) -> Data:
    match node.kind:
        case Kind.LIST:
            return [value_of(item) for item in node.items]
        case Kind.MAPPING:
            pairs = zip(node.keys, node.items, strict=True)
            return {key.text: value_of(value) for key, value in pairs}
        case Kind.SCALAR:
            return node.text
