"""What the YAML library complains of, in a therapist's words.

The library speaks of tokens, block mappings and simple keys. The common slips are few,
so each has its own sentence; whatever is left is said to be a line nobody can read.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

_OUT_OF_LINE: Final = (
    "This line does not fit the ones above. Check its indentation, its commas and its "
    "quotes."
)
_SECOND_COLON: Final = (
    "There is a second colon in this line, or the line above is indented differently. "
    "Text that holds a colon needs quotes."
)
_NO_COLON: Final = (
    "A colon is missing: write `key: value`, with a space after the colon."
)
_SLIPS: Final = (
    ("mapping values are not allowed", _SECOND_COLON),
    (
        "did not find expected '-' indicator",
        "This line does not fit the list above. Check its indentation.",
    ),
    ("did not find expected key", _OUT_OF_LINE),
    ("expected <block end>", _OUT_OF_LINE),
    ("unknown escape character", "A \\ in double quotes. Use single quotes."),
    ("undefined alias", "Aliases (a star before a name) are not read here."),
)
_OPENED: Final = (
    ("could not find expected ':'", _NO_COLON),
    (
        "expected ',' or ']'",
        "A comma or the closing ] is missing, or text in this list needs quotes.",
    ),
    (
        "expected ',' or '}'",
        "A comma or the closing } is missing, or text that holds a colon needs quotes.",
    ),
    ("unexpected end of stream", "A closing quote is missing."),
)
"""Slips that are noticed lines later than they were made."""

_NOBODY_CAN_READ_IT: Final = (
    "This line cannot be read. Check its indentation, its colon and its quotes."
)
_SPECIAL: Final = re.compile(r"(?:^|[:,\[{\-] )[ ]*([@`%!&*|>])")
_TAB: Final = re.compile(r"^ *\t")


def in_plain_words(wrong: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line, and the sentence."""
    lines = text.split("\n")
    noticed = _line(getattr(wrong, "problem_mark", None), lines)
    began = _line(getattr(wrong, "context_mark", None), lines) or noticed or 1
    line = noticed or began
    if tab := _tab_near(lines, line):
        return tab, "A tab stands here. YAML is indented with spaces: use two spaces."
    complaint = f"{getattr(wrong, 'problem', '')}"
    if "mapping values" in complaint and _is_bare(lines, line - 1):
        return line - 1, _NO_COLON
    for slips, place in ((_SLIPS, line), (_OPENED, began)):
        for words, says in slips:
            if words in complaint:
                return place, says
    if "cannot start any token" in complaint and _SPECIAL.search(lines[line - 1]):
        return line, "A value that begins with a sign such as @ or % needs quotes."
    return line, _NOBODY_CAN_READ_IT


def _line(mark: yaml.Mark | None, lines: list[str]) -> int | None:
    return min(int(mark.line) + 1, len(lines)) if mark else None


def _is_bare(lines: list[str], line: int) -> bool:
    """A line of words without a colon swallows the key that follows it."""
    words = lines[line - 1].strip() if line > 0 else ""
    return bool(words) and ":" not in words and not words.startswith(("#", "-"))


def _tab_near(lines: list[str], line: int) -> int | None:
    """A tab in the indentation is complained of on its own line or a neighbour's."""
    near = range(max(1, line - 1), min(len(lines), line + 1) + 1)
    return next((n for n in near if _TAB.match(lines[n - 1])), None)
