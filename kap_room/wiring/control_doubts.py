"""What the check doubts of a room's presses, though nothing in them is wrong.

A knee on a pad, a cat on a button: whatever ends a session, begins one or jumps to its
return should take more than one touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.buttons.spelling import DOUBLE, HOLD, TRIPLE, plain, spelt
from kap_room.library.check import Finding, Verdict
from kap_room.plan.controls import Control, Gesture, MidiControl
from kap_room.plan.room import Room

GREAT: Final = frozenset(("end", "start", "land"))
"""Commands that are asked about first where there is a screen."""

MEANT: Final = frozenset((HOLD, DOUBLE, TRIPLE))


def doubts_in(room: Room) -> list[Finding]:
    return [
        Finding(
            Verdict.DOUBT,
            f"control {control.name}",
            f"One {press} is {word}, and nobody asks first. Write it for a press that "
            f"is meant, as in {instead}: {word}.",
        )
        for control in room.controls
        for press, word, instead in _great(control)
    ]


def _great(control: Control) -> Iterator[tuple[str, str, str]]:
    if isinstance(control, MidiControl):
        for binding in control.does:
            word = _command(binding.words)
            if word in GREAT and binding.gesture is Gesture.PRESS:
                yield binding.key, word, f"{binding.key} long"
        return
    for said in control.does:
        word = _command(said.words)
        if word in GREAT and not _is_meant(said.says):
            yield said.says, word, "hold"


def _command(words: tuple[str, ...]) -> str:
    return words[0].lower() if words else ""


def _is_meant(says: str) -> bool:
    words = spelt(says).split()
    ends = (" ".join(words[first:]) for first in range(len(words)))
    return any(plain(end) in MEANT for end in ends)
