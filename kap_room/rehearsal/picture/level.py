"""How loud the programme is over time, against a phase volume of 0 dB."""

from __future__ import annotations

from typing import Final

from kap_room.plan.units import Seconds
from kap_room.rehearsal.history import History
from kap_room.rehearsal.picture.canvas import (
    LEFT,
    RIGHT,
    WIDTH,
    Frame,
    Panel,
    Point,
    line,
    shape,
    sparse,
    stroke,
    words,
)

HIGH: Final = 84.0
TOP: Final = 6.0
"""Decibels at the upper edge."""
LOWEST: Final = -40.0
"""Decibels at the lower edge: below it there is nothing to be heard."""


def level(history: History, frame: Frame, until: float) -> Panel:
    curve = sparse(_curve(history, frame, until))
    parts = []
    for decibels in (0, -10, -20, -30):
        y = _y(decibels)
        parts.append(line((LEFT, y), (WIDTH - RIGHT, y), "grid"))
        parts.append(
            words(LEFT - 6, y + 4, f"{decibels} dB", style="soft", anchor="end")
        )
    floor = ((curve[-1][0], HIGH), (curve[0][0], HIGH))
    parts.append(shape((*curve, *floor), "under"))
    parts.append(stroke(curve, "level"))
    return Panel("", HIGH, tuple(parts))


def _curve(history: History, frame: Frame, until: float) -> list[Point]:
    steps = max(1, round(until / frame.a_pixel))
    moments = [until * step / steps for step in range(steps + 1)]
    return [(frame.x(at), _y(history.level_at(Seconds(at)))) for at in moments]


def _y(decibels: float) -> float:
    part = (TOP - max(LOWEST, min(TOP, decibels))) / (TOP - LOWEST)
    return part * HIGH
