"""Values in the words of a file, so that our own strict reader reads them back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kap_room.library.problems import quoted
from kap_room.library.tree import Data, WrongLine, tree_of

WIDTH: Final = 88
"""A longer line is hard to read beside a screen; a group goes on lines of its own."""

_TAKEN_OTHERWISE: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|~|[-+]?[0-9.][0-9_.:,e+-]*", re.IGNORECASE
)
"""Plain text that another reader of YAML takes for something else than text."""


_SURELY_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w./-]*(?: [\w./-]+)*")
"""Nearly every file and every tag. Others are read back to see, which takes longer."""


class Name(str):
    """Text that is somebody's own word: no reader of YAML shall take it for another."""

    __slots__ = ()


def scalar(text: str, *, inside: bool = False) -> str:
    """Text after a colon or a dash, in quotes only where it needs them.

    `inside` brackets it needs them for a comma too.
    """
    if isinstance(text, Name) and _TAKEN_OTHERWISE.fullmatch(text):
        return in_quotes(text)
    return text if _is_read_back(text, text, inside=inside) else in_quotes(text)


def in_quotes(text: str, sign: str = '"') -> str:
    """In these quotes where nothing has to be escaped for them, else in the others."""
    ways = (f'"{text}"', "'" + text.replace("'", "''") + "'")
    for words in ways if sign == '"' else reversed(ways):
        if _is_read_back(words, text, inside=True):
            return words
    raise ValueError(f"{quoted(text)} cannot be written in a file.")


@lru_cache(maxsize=1024)  # the same few tags and trims, track after track
def _is_read_back(words: str, text: str, *, inside: bool) -> bool:
    """Wherever it is put: before a comment, behind a dash, in brackets, in braces."""
    if words == text and _SURELY_PLAIN.fullmatch(text):
        return text.lower() != "null"
    try:
        line = tree_of(f"a: {words} # b\nc:\n  - {words}\n")
        if line.problems or line.data != {"a": text, "c": [text]}:
            return False
        group = tree_of(f"[{words}, {{d: {words}}}]" if inside else "[]")
    except WrongLine:
        return False
    return not inside or group.data == [text, {"d": text}]


def flow(value: Data, *, inside: bool = True) -> str:
    """On one line, as in `{speaks: wled, topic: shelf}`."""
    match value:
        case dict():
            return "{" + ", ".join(pair(key, value[key]) for key in value) + "}"
        case list():
            return "[" + ", ".join(flow(inner) for inner in value) + "]"
        case _:
            return scalar(value, inside=inside)


def pair(key: str, value: Data, *, inside: bool = True) -> str:
    return f"{scalar(key, inside=inside)}: {flow(value, inside=inside)}"


def entry_lines(key: str, value: Data, column: int) -> list[str]:
    """`key: value` at a column, on as many lines as a person would give it."""
    line = " " * column + pair(key, value, inside=False)
    if _is_short(value) and len(line) <= WIDTH:
        return [line]
    begins = f"{' ' * column}{scalar(key)}:"
    match value:
        case dict() if value:
            return [begins, *lines_of(value, column + 2)]
        case list() if value:
            items = (item_lines(item, column + 2) for item in value)
            return [begins, *(line for lines in items for line in lines)]
        case _:
            return [line]


def item_lines(value: Data, column: int, step: int = 2) -> list[str]:
    """`- value`; a group has its first key behind the dash, the others below that."""
    dash = " " * column + "-" + " " * (step - 1)
    if isinstance(value, dict) and value:
        lines = lines_of(value, column + step)
        return [dash + lines[0].lstrip(" "), *lines[1:]]
    return [dash + flow(value, inside=False)]


def lines_of(value: dict[str, Data], column: int) -> list[str]:
    return [line for key in value for line in entry_lines(key, value[key], column)]


def _is_short(value: Data) -> bool:
    """Whether it may stand on one line: no group within a list or within a group."""
    if isinstance(value, dict):
        return all(isinstance(inner, str) for inner in value.values())
    if isinstance(value, list):
        return not any(isinstance(inner, dict) for inner in value)
    return True
