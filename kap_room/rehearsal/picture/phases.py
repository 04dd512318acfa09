"""The phases as a strip, each with its name and how long it was on."""

from __future__ import annotations

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.canvas import (
    Frame,
    Panel,
    box,
    shortened,
    words,
)
from kap_room.rehearsal.sheet import RunSheet

HIGH = 40.0


def phases(sheet: RunSheet, frame: Frame) -> Panel:
    over = (*(turn.at_s for turn in sheet.turns[1:]), sheet.length_s)
    parts: list[str] = []
    for number, (turn, until) in enumerate(zip(sheet.turns, over, strict=True)):
        left, right = frame.x(turn.at_s), frame.x(until)
        size = (right - left - 1, HIGH)
        parts.append(box((left, 0), size, f"phase{number % 2}", round_by=3))
        name = shortened(turn.phase, right - left - 10)
        lasts = clock_words(Seconds(until - turn.at_s))
        parts.append(words(left + 7, 17, name, style="name"))
        parts.append(
            words(left + 7, 32, shortened(lasts, right - left - 10), style="soft")
        )
    return Panel("phases", HIGH, tuple(parts))
