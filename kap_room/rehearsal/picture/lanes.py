"""Moments with words beside them, in as many lanes as keep the words apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kap_room.rehearsal.picture.canvas import (
    RIGHT,
    WIDTH,
    Frame,
    Panel,
    box,
    shortened,
    width_of,
    words,
)

HIGH = 17.0
BESIDE = 7.0
R = 3.2
"""Half as wide as a dot, or as high as a bar."""


@dataclass(frozen=True, slots=True)
class Moment:
    at: float
    says: str
    until: float | None = None
    """Where it lasted, and is a bar instead of a dot."""


def lanes(title: str, moments: Iterable[Moment], frame: Frame, style: str) -> Panel:
    """Each word stands right of its dot, or left of it at the paper's edge."""
    free: list[float] = []
    parts: list[str] = []
    for moment in sorted(moments, key=lambda each: each.at):
        x = frame.x(moment.at)
        over = x if moment.until is None else frame.x(moment.until)
        says = shortened(moment.says, (WIDTH - RIGHT) / 2)
        wide = width_of(says) + 2 * BESIDE
        left = over + wide > WIDTH - RIGHT
        begins, ends = (x - wide, over + BESIDE) if left else (x - BESIDE, over + wide)
        lane = next((n for n, taken in enumerate(free) if taken <= begins), len(free))
        free[lane : lane + 1] = [ends]
        middle = lane * HIGH + HIGH / 2
        corner, size = (x - R, middle - R), (over - x + 2 * R, 2 * R)
        parts.append(box(corner, size, style, round_by=R))
        beside = x - BESIDE if left else over + BESIDE
        anchor = "end" if left else ""
        parts.append(words(beside, middle + 4, says, anchor=anchor))
    return Panel(title, len(free) * HIGH, tuple(parts))
