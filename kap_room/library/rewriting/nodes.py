"""What stands where in a text: every value with its place, every comment with its line.

The parser says where a value begins and ends; all that lies between, and so every
comment and blank line, is left for those who change the text around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

import yaml

from kap_room.library.tree import LOADER

BREAKS: Final = ("\n", "\r", "\x85", "\u2028", "\u2029")
"""What ends a line for the parser; Python counts others too."""

_BREAK: Final = re.compile(f"\r\n|[{''.join(BREAKS)}]")

_NEWLINE: Final = re.compile("\r\n|[\r\n]")
"""What ends a line for every editor."""

_NAME: Final = re.compile(r"&\S+(?:\s|#[^\r\n\x85\u2028\u2029]*)*")
"""What a group may be called, with whatever stands between that and the group."""


class Kind(Enum):
    SCALAR = auto()
    LIST = auto()
    MAPPING = auto()


@dataclass(frozen=True, slots=True)
class Node:
    kind: Kind
    start: int
    end: int
    """Behind its last character; what follows it, such as a comment, is not its own."""
    column: int
    style: str
    """Of text its quotes, `|`, `>` or nothing; of a group a bracket, or nothing."""
    text: str = ""
    items: tuple[Node, ...] = ()
    """Of a mapping the values, one for each key."""
    keys: tuple[Node, ...] = ()
    inside: bool = False
    """Whether a group in brackets is around it."""

    @property
    def is_flow(self) -> bool:
        return self.style in {"[", "{"}


@dataclass(frozen=True, slots=True)
class Script:
    text: str
    root: Node
    starts: tuple[int, ...]
    """Of every line, and of the nothing behind the last."""
    comments: dict[int, int]
    """By line, where its comment begins."""

    @property
    def newline(self) -> str:
        return newline_of(self.text)

    def line_at(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1

    def line(self, number: int) -> str:
        """With its end."""
        return self.text[self.starts[number] : self.starts[number + 1]]

    def lines_between(self, first: int, last: int) -> str:
        """Both with them."""
        return self.text[self.starts[first] : self.starts[last + 1]]

    def is_blank(self, number: int) -> bool:
        return not self.line(number).strip()

    def is_comment(self, number: int) -> bool:
        """Whether nothing but a comment stands on the line."""
        begins = self.comments.get(number)
        return (
            begins is not None and not self.text[self.starts[number] : begins].strip()
        )

    def comment_column(self, number: int) -> int:
        return self.comments[number] - self.starts[number]

    def comments_in(self, start: int, end: int) -> list[tuple[int, str]]:
        """Where each begins, and its words."""
        first, last = self.line_at(start), self.line_at(end)
        return [
            (
                self.comments[n],
                self.text[self.comments[n] : self.starts[n + 1]].rstrip(),
            )
            for n in range(first, last + 1)
            if n in self.comments and start <= self.comments[n] < end
        ]


def newline_of(text: str) -> str:
    """How its lines end, as the first of them does."""
    found = _NEWLINE.search(text)
    return found[0] if found else "\n"


def script_of(text: str) -> Script:
    """Of a text that was found to be YAML."""
    events = yaml.parse(text, Loader=LOADER)
    scalars: list[tuple[int, int]] = []
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            break
    root = _Reader(text, events, scalars).node(next(events), inside=False)
    ends = [found.end() for found in _BREAK.finditer(text)]
    starts = (0, *ends) if text and ends[-1:] == [len(text)] else (0, *ends, len(text))
    return Script(text, root, starts, _comments(text, starts, scalars))


def comments_of(text: str) -> list[str]:
    script = script_of(text)
    return [words for _, words in script.comments_in(0, len(text))]


def keeps_comments(text: str, new: str) -> bool:
    """A line that was commented out holds the comment that stood beside it."""
    there = "\n".join(comments_of(f"{new}\n"))
    counted = Counter(comments_of(f"{text}\n"))
    return all(there.count(words) >= count for words, count in counted.items())


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    events: Iterator[Any]
    scalars: list[tuple[int, int]]
    """Where text stands in which a sign # is no comment."""

    def node(self, event: Any, *, inside: bool) -> Node:  # noqa: ANN401 (untyped)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, inside=inside)
        start, column = self._begins(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        over: Any = yaml.SequenceEndEvent if is_list else yaml.MappingEndEvent
        parts: list[Node] = []
        end = event.end_mark.index
        for inner in self.events:
            if isinstance(inner, over):
                # a block's end is told at what follows it, behind comments
                last = parts[-1].end if parts else end
                end = inner.end_mark.index if event.flow_style else max(end, last)
                break
            parts.append(self.node(inner, inside=inside or bool(event.flow_style)))
        bracket = self.text[start] if event.flow_style else ""
        keys, items = ((), tuple(parts)) if is_list else (parts[::2], parts[1::2])
        kind = Kind.LIST if is_list else Kind.MAPPING
        return Node(
            kind, start, end, column, bracket, "", tuple(items), tuple(keys), inside
        )

    def _begins(self, event: Any) -> tuple[int, int]:  # noqa: ANN401 (untyped)
        """Where a group does, behind the name that it may have."""
        start, column = event.start_mark.index, event.start_mark.column
        name = _NAME.match(self.text, start) if event.anchor else None
        if name is None:
            return start, column
        ends = [found.end() for found in _BREAK.finditer(self.text, 0, name.end())]
        return name.end(), name.end() - max(ends, default=0)

    def _scalar(self, event: Any, *, inside: bool) -> Node:  # noqa: ANN401 (untyped)
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style if event.style in {"'", '"', "|", ">"} else ""
        words = start
        if style in {"|", ">"}:
            # a comment may stand behind the sign, and blank lines behind the text
            end = start + len(self.text[start:end].rstrip())
            head = _BREAK.search(self.text, start, end)
            words = head.end() if head else end
        self.scalars.append((words, end))
        column = event.start_mark.column
        value = str(event.value)
        return Node(Kind.SCALAR, start, end, column, style, value, inside=inside)


def _comments(
    text: str, starts: tuple[int, ...], scalars: list[tuple[int, int]]
) -> dict[int, int]:
    """A sign # outside of every value begins one, up to the end of its line."""
    found: dict[int, int] = {}
    scalars.sort()
    here, next_scalar = text.find("#"), 0
    while here >= 0:
        while next_scalar < len(scalars) and scalars[next_scalar][1] <= here:
            next_scalar += 1
        if next_scalar < len(scalars) and scalars[next_scalar][0] <= here:
            here = text.find("#", scalars[next_scalar][1])
            continue
        number = bisect_right(starts, here) - 1
        found[number] = here
        if number + 1 >= len(starts):
            break
        here = text.find("#", starts[number + 1])
    return found
