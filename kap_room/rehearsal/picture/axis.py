"""The time below the picture: since the start, and since the dose."""

from __future__ import annotations

from typing import Final

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.canvas import Frame, Panel, words
from kap_room.rehearsal.sheet import RunSheet

STEPS: Final = (30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
WIDEST: Final = 14
"""At most so many figures along the paper."""


def step_of(lasts: float) -> float:
    return next((step for step in STEPS if lasts / step <= WIDEST), 4 * 3600)


def axis(sheet: RunSheet, frame: Frame) -> Panel:
    step = step_of(frame.lasts)
    parts = [
        words(frame.x(at), 12, clock_words(Seconds(at)), style="soft", anchor="middle")
        for at in _every(step, 0.0, frame.lasts)
    ]
    dose = next((mark.at_s for mark in sheet.marks if mark.mark == "dose"), None)
    if dose is None:
        return Panel("time", 17, tuple(parts))
    parts += [
        words(frame.x(at), 29, f"T+{round((at - dose) / 60)}", anchor="middle")
        for at in _every(max(60.0, step), dose, frame.lasts)
    ]
    parts.append(words(10, 29, "since dose", style="soft"))
    return Panel("time", 34, tuple(parts))


def _every(step: float, begins: float, until: float) -> list[float]:
    count = int((until - begins) / step + 1e-9) + 1
    return [begins + step * number for number in range(max(0, count))]
