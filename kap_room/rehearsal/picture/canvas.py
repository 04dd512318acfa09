"""Shapes and words of the picture as SVG: the only place that writes a tag.

Whatever a person wrote (a file's name, a reminder) passes `escaped`; nothing else in
here comes from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 1120.0
LEFT: Final = 92.0
RIGHT: Final = 18.0

LETTER: Final = 6.6
"""A generous width of a letter at 12 px, to know what fits beside what."""

Point = tuple[float, float]

ENTITIES: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))

_CONTROL: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, escaped or not."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a second of the session lies on the paper."""

    lasts: float

    def x(self, seconds: float) -> float:
        part = min(1.0, max(0.0, seconds / self.lasts))
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    @property
    def a_pixel(self) -> float:
        """In seconds."""
        return self.lasts / (WIDTH - LEFT - RIGHT)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture, drawn from a top edge of 0 on."""

    title: str
    height: float
    parts: tuple[str, ...]


def escaped(text: str) -> str:
    text = _CONTROL.sub(" ", text)
    for plain, written in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
    ):
        text = text.replace(plain, written)
    return text


def width_of(text: str) -> float:
    return len(text) * LETTER


def shortened(text: str, room: float) -> str:
    """As much of it as there is room for; nothing where that is next to nothing."""
    if width_of(text) <= room:
        return text
    letters = int(room / LETTER) - 1
    return f"{text[:letters].rstrip(' -')}…" if letters > 2 else ""  # noqa: PLR2004


def words(x: float, y: float, text: str, *, style: str = "", anchor: str = "") -> str:
    styled = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{styled}{anchored}>{escaped(text)}</text>'


def line(start: Point, end: Point, style: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
        f'y2="{y2:.1f}"/>'
    )


def box(corner: Point, size: Point, style: str, *, round_by: float = 0.0) -> str:
    (x, y), (wide, high) = corner, size
    return (
        f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{max(0.0, wide):.1f}" '
        f'height="{high:.1f}" rx="{round_by:.1f}"/>'
    )


def shape(
    points: Iterable[Point], style: str, *, fill: str = "", title: str = ""
) -> str:
    """A closed shape. Its title is what a browser shows under the pointer."""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    filled = f' fill="{fill}"' if fill else ""
    told = f"<title>{escaped(title)}</title>" if title else ""
    return f'<polygon class="{style}"{filled} points="{corners}">{told}</polygon>'


def stroke(points: Sequence[Point], style: str) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{style}" points="{corners}"/>'


def sparse(points: Sequence[Point]) -> list[Point]:
    """Without the points that a straight line passes through anyway."""
    kept: list[Point] = []
    for place, point in enumerate(points):
        inner = 0 < place < len(points) - 1
        if inner and _is_between(kept[-1], point, points[place + 1]):
            continue
        kept.append(point)
    return kept


def _is_between(before: Point, point: Point, after: Point) -> bool:
    wide = after[0] - before[0]
    if wide <= 0.0:
        return False
    part = (point[0] - before[0]) / wide
    return abs(before[1] + (after[1] - before[1]) * part - point[1]) < 0.05  # noqa: PLR2004
