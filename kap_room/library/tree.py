"""YAML as text with line numbers, and nothing more of YAML than that.

YAML 1.1 reads `no` as false, `0:12` as twelve and `1_0` as ten, and can build objects.
Here a scalar stays the text that was written, and our own readers say what it means.
Aliases and tags are refused: nobody needs them for a playlist, and ten lines of aliases
can stand for a billion. Nothing here recurses deeper than `DEEPEST`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from kap_room.library.tidings import in_plain_words

Data = str | list["Data"] | dict[str, "Data"]
Place = tuple[str | int, ...]
"""The way from the root to a value: keys, and positions in lists from 0."""

DEEPEST: Final = 12
"""Our deepest file has five levels."""

MOST_VALUES: Final = 50_000

LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where libyaml is there; only its events are used."""


class WrongLine(Exception):  # noqa: N818 (it is what the line is)
    """What keeps the text from being YAML, and where."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line = line
        self.says = says


@dataclass(slots=True)
class Tree:
    """What a file says, each value's line, and what was wrong on the way."""

    data: Data = ""
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[tuple[Place, str]] = field(default_factory=list)
    empty: set[Place] = field(default_factory=set)
    """What was written without a value."""
    twice: list[tuple[Place, int, str]] = field(default_factory=list)
    """Keys that stand a second time, with the line of that."""

    def at(self, place: Place) -> Data | None:
        """What the file says at a place; None where it says nothing."""
        data: Data | None = self.data
        for part in place:
            match data, part:
                case dict(), str():
                    data = data.get(part)
                case list(), int() if part < len(data):
                    data = data[part]
                case _:
                    return None
        return data

    def line_of(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def tree_of(text: str, loader: Any = LOADER) -> Tree:  # noqa: ANN401 (two unlike classes)
    """Raise `WrongLine` where it is not YAML at all."""
    builder = _Builder(yaml.parse(text, Loader=loader))
    try:
        return builder.build()
    except yaml.YAMLError as wrong:
        raise WrongLine(*in_plain_words(wrong, text)) from None


class _Builder:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._tree = Tree()
        self._values = 0

    def build(self) -> Tree:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            return self._tree
        first = next(self._events)
        self._tree.lines[()] = _line(first)
        self._tree.data = self._value(first, ())
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise WrongLine(
                    _line(event),
                    "A second document begins here. Write one file for each, and no "
                    "line of three dashes.",
                )
        return self._tree

    def _value(self, event: Any, place: Place) -> Data:  # noqa: ANN401 (untyped)
        self._refuse(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        return str(event.value)

    def _refuse(self, event: Any, place: Place) -> None:  # noqa: ANN401 (untyped)
        self._values += 1
        if self._values > MOST_VALUES:
            raise WrongLine(_line(event), "There are too many values in this file.")
        if len(place) > DEEPEST:
            raise WrongLine(_line(event), "This is nested too deeply.")
        if isinstance(event, yaml.AliasEvent):
            raise WrongLine(
                _line(event),
                f"Aliases such as *{event.anchor} are not read here. Write the value "
                "out, or put quotes around it.",
            )
        if getattr(event, "tag", None):
            raise WrongLine(
                _line(event),
                "A tag (a word after !) is not read here. Remove it, or put quotes "
                "around the value.",
            )

    def _list(self, place: Place) -> list[Data]:
        items: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*place, len(items))
            self._tree.lines[here] = _line(event)
            items.append(self._value(event, here))
            if _is_empty(event):
                self._nothing_at(here, "It is empty. Write it, or remove the dash.")
        return items

    def _mapping(self, place: Place) -> dict[str, Data]:
        entries: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, place)
            here = (*place, key)
            first = self._tree.lines.get(here)
            if first is None:
                self._tree.lines[here] = _line(event)
            self._entry(key, here, entries, first, _line(event))
        return entries

    def _entry(
        self,
        key: str,
        here: Place,
        entries: dict[str, Data],
        first: int | None,
        line: int,
    ) -> None:
        event = next(self._events)
        if first is not None:
            again = Tree()
            mine, self._tree = self._tree, again  # what it says is not heard
            self._value(event, here)
            self._tree = mine
            says = f"It is written twice; the first is on line {first}. Keep one."
            self._tree.twice.append((here, line, says))
            return
        entries[key] = self._value(event, here)
        if _is_empty(event):
            says = "It is empty. Write a value after it, or remove the line."
            self._nothing_at(here, says)

    def _key(self, event: Any, place: Place) -> str:  # noqa: ANN401 (untyped)
        self._refuse(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        raise WrongLine(
            _line(event),
            "A list or a group stands where a key should be. Write `key: value`; "
            "text that begins with a bracket or a brace needs quotes.",
        )

    def _nothing_at(self, place: Place, says: str) -> None:
        self._tree.empty.add(place)
        self._tree.problems.append((place, says))


def _is_empty(event: Any) -> bool:  # noqa: ANN401 (untyped)
    """Nothing written, nothing in quotes, or one of YAML's words for nothing."""
    if not isinstance(event, yaml.ScalarEvent):
        return False
    nothing = {""} if event.style else {"", "~", "null"}
    return event.value.strip().lower() in nothing


def _line(event: Any) -> int:  # noqa: ANN401 (untyped)
    return int(event.start_mark.line) + 1
