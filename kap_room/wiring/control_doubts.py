"""What is doubted of a room's presses, though nothing in them is wrong.

A knee on a pad, a cat on a button: whatever ends a session, begins one or jumps to its
return should take more than one touch. Nor should a change of the room file take away
silence, ground or lights up, or give a press a meaning, without a word about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.adapters.buttons.spelling import DOUBLE, HOLD, TRIPLE, plain, spelt
from kap_room.exchange.words import EMERGENCY, verb_of
from kap_room.library.check import Finding, Verdict
from kap_room.library.controls import at_heart
from kap_room.plan.controls import Binding, Control, Gesture, MidiControl, Touch
from kap_room.plan.room import Room

GREAT: Final = frozenset(("end", "start", "land"))
"""Commands that are asked about first where there is a screen."""

MEANT: Final = frozenset((HOLD, DOUBLE, TRIPLE))


def doubts_in(room: Room) -> list[Finding]:
    return [
        Finding(Verdict.DOUBT, f"control {control.name}", says)
        for control in room.controls
        for says in doubted(control).values()
    ]


def doubted(control: Control) -> dict[str, str]:
    """Its doubtful presses, and why they are."""
    return {
        press: f"One {press} is {word}, and nobody asks first. Write it for a press "
        f"that is meant, as in {instead}: {word}."
        for press, word, instead in _great(control)
    }


def doubts_between(before: Room, after: Room) -> tuple[str, ...]:
    """What should be known before a room file is changed so."""
    known = {doubt.says for doubt in doubts_in(before)}
    new = (doubt.says for doubt in doubts_in(after) if doubt.says not in known)
    return (*new, *_from_a_map(before, after), *_lost(before, after))


def _great(control: Control) -> Iterator[tuple[str, str, str]]:
    if isinstance(control, MidiControl):
        for binding in control.does:
            word = verb_of(binding.words)
            if word in GREAT and binding.gesture is Gesture.PRESS:
                yield binding.key, word, f"{binding.key} long"
        return
    for said in control.does:
        word = verb_of(said.words)
        if word in GREAT and not _is_meant(said.says):
            yield said.says, word, "hold"


def _from_a_map(before: Room, after: Room) -> Iterator[str]:
    """What a press does again, once the word is gone that went before its map."""
    own = {key for key, each in _bindings(before).items() if not each.is_ready_made}
    for key, each in _bindings(after).items():
        if each.is_ready_made and key in own:
            yield f"{each.key} is {' '.join(each.words)} then, by its ready-made map."


def _lost(before: Room, after: Room) -> Iterator[str]:
    """The keys of the console are left, and a hand two metres away has none."""
    for word in sorted(_urgent(before) - _urgent(after)):
        yield f"{word} is under no pad, pedal or button any more, only on its key."


def _bindings(room: Room) -> dict[tuple[str, Touch, Gesture], Binding]:
    return {
        (control.name, at_heart(each.touch), each.gesture): each
        for control in room.controls
        if isinstance(control, MidiControl)
        for each in control.does
    }


def _urgent(room: Room) -> frozenset[str]:
    meant = (verb_of(each.words) for control in room.controls for each in control.does)
    return EMERGENCY.intersection(meant)


def _is_meant(says: str) -> bool:
    words = spelt(says).split()
    ends = (" ".join(words[first:]) for first in range(len(words)))
    return any(plain(end) in MEANT for end in ends)
