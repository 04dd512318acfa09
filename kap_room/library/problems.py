"""What is wrong with a file, as values, so that all of it can be told at once.

Whoever mends a file should not have to try again after every line: readers collect
problems and go on. Nothing here raises, and a problem never holds words of a library
or a character that a terminal would obey.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from typing_extensions import override

MOST: Final = 100
"""Problems told of one file. A file wrong in more places is another kind of file."""

LONGEST_QUOTE: Final = 60
"""Characters of a person's text that are repeated in a sentence about it."""

_OBEYED: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, ends of lines and paragraphs."""

_WRITTEN_BACKWARDS: Final = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068"
)
"""Characters that make a terminal show text in another order than it is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file, and what to write instead."""

    file: Path
    line: int
    """From 1. The first line when the file as a whole is meant."""
    key: str
    """Where in the file, as in `phases[2].lasts`; `file` for the file as a whole."""
    says: str

    @override
    def __str__(self) -> str:
        return f"{plain(str(self.file))}:{self.line}: {self.key}: {self.says}"


@dataclass(slots=True)
class Problems:
    """Collects while files are read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: Path, line: int, key: str, says: str) -> None:
        self.found.append(Problem(file, line, key, says))

    def in_order(self) -> tuple[Problem, ...]:
        """File by file as they were met, each from its top, and no file at length."""
        files = dict.fromkeys(problem.file for problem in self.found)
        return tuple(told for file in files for told in self._told_of(file))

    def _told_of(self, file: Path) -> Iterable[Problem]:
        mine = sorted(
            (problem for problem in self.found if problem.file == file),
            key=lambda problem: problem.line,
        )
        yield from dict.fromkeys(mine[:MOST])
        if len(mine) > MOST:
            last = mine[MOST - 1]
            more = len(mine) - MOST
            yield Problem(file, last.line, "file", f"and {more} more problems.")


def is_plain(text: str) -> bool:
    """Whether a terminal shows this text as it is: no escapes, no line ends."""
    return not any(
        unicodedata.category(letter) in _OBEYED or letter in _WRITTEN_BACKWARDS
        for letter in text
    )


def plain(text: str) -> str:
    """The text with everything replaced that a terminal would obey."""
    if is_plain(text):
        return text
    return "".join(letter if is_plain(letter) else "\ufffd" for letter in text)


def quoted(text: str) -> str:
    """A person's words inside one of our sentences, however long they are."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return f'"{plain(short)}"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: the nearest known word, or nothing at all."""
    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word[:LONGEST_QUOTE].lower(), by_lower, n=1)
    return f" Did you mean {quoted(by_lower[near[0]])}?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """A choice as it is read aloud: `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def all_of(words: Iterable[str]) -> str:
    """As it is read aloud: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
