"""How much of a flood is looked at: what may be urgent always, of the rest a little.

A device that has lost its mind says ten thousand things a second on the topic of the
button that means silence. Reading them all would take a small computer longer than they
take to come, and the press would stand in line behind them. Time is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from kap_room.adapters.buttons.spelling import DOWN, SINGLE, names_of
from kap_room.plan.units import Seconds

NO: Final = rb"(?!)"
"""Nothing is like this."""

WINDOW: Final = Seconds(0.1)

CALM: Final = 20
"""Messages in a window that are read, whatever they say: a hand makes one or two."""

SAME: Final = 5
"""Urgent messages alike in a window, beyond those."""

_CONTACT: Final = ("on", "off", "1", "0", "true", "false", "toggle")
"""By these a contact says that it went down; to be heard it must be known to be up."""


class Gate:
    """One for each button."""

    def __init__(self, urgent: Collection[str]) -> None:
        """`urgent` are the presses that mean an emergency, as they are written."""
        names = {name for way in urgent for name in names_of(way) if name}
        if SINGLE in names:
            names |= {DOWN, *_CONTACT}
        words = "|".join(sorted(map(_as_said, names), key=len, reverse=True))
        self._urgent = re.compile(f"(?:{words})(?![a-z0-9])".encode() if words else NO)
        self._began = Seconds(0.0)
        self._count = 0
        self._alike: dict[bytes, int] = {}

    def lets_in(self, payload: bytes, now: Seconds) -> bool:
        if now - self._began >= WINDOW:
            self._began, self._count = now, 0
            self._alike.clear()
        self._count += 1
        return self._count <= CALM or self._is_urgent(payload)

    def _is_urgent(self, payload: bytes) -> bool:
        """One of its words is, of which there were not too many yet."""
        for word in self._urgent.findall(payload.lower()):
            count = self._alike.get(word, 0)
            if count < SAME:
                self._alike[word] = count + 1
                return True
        return False


def _as_said(word: str) -> str:
    """A device may write `_` or `-` between the words, or nothing before a number.

    That nothing stands before it is asked behind its first word: asked before, it would
    be asked at every letter, and a flood be read at a tenth of the speed.
    """
    first, *others = map(re.escape, word.split())
    return "[ _-]+".join((f"{first}(?<![a-z0-9]{first})", *others))
