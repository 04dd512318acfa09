"""How commands end: one sentence on stderr and the exit code that goes with it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

FINE: Final = 0
REFUSED: Final = 1
WRONG: Final = 2
UNREACHED: Final = 3
INTERRUPTED: Final = 130


def complain(says: str, code: int) -> int:
    print(shown(says), file=sys.stderr)
    return code


def shown(says: str) -> str:
    """For a terminal, whatever the names in it hold; its lines stay lines."""
    from kap_room.library.problems import plain

    return "\n".join(plain(line) for line in says.split("\n"))


def complain_of(problems: Iterable[object]) -> int:
    """Every problem of every file, a line each, unwrapped."""
    for problem in problems:
        print(shown(str(problem)), file=sys.stderr)
    return WRONG
