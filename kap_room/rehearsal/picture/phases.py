"""The phases as a strip, each with its name and how long it was on."""

from __future__ import annotations

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.canvas import (
    Frame,
    Panel,
    box,
    shortened,
    width_of,
    words,
)
from kap_room.rehearsal.sheet import RunSheet

HIGH = 40.0
BOLD = 1.1
"""Bold letters are so much wider."""
SMALLER = 0.8


def phases(sheet: RunSheet, frame: Frame) -> Panel:
    over = (*(turn.at_s for turn in sheet.turns[1:]), sheet.length_s)
    parts: list[str] = []
    for number, (turn, until) in enumerate(zip(sheet.turns, over, strict=True)):
        left, right = frame.x(turn.at_s), frame.x(until)
        size = (right - left - 1, HIGH)
        parts.append(box((left, 0), size, f"phase{number % 2}", round_by=3))
        room = right - left - 10
        lasts = clock_words(Seconds(until - turn.at_s))
        parts.append(_name(left + 7, turn.phase, room))
        parts.append(words(left + 7, 32, shortened(lasts, room), style="soft"))
    return Panel("phases", HIGH, tuple(parts))


def _name(x: float, name: str, room: float) -> str:
    """In smaller letters where only those have room for all of it."""
    room = room / BOLD
    if room < width_of(name) <= room / SMALLER:
        return words(x, 17, name, style="name small")
    return words(x, 17, shortened(name, room), style="name")
