"""The lamps as they would glow: how bright by height, how warm by colour.

Height goes with the square root of the level, so that a lamp at one percent is seen.
"""

from __future__ import annotations

import math
from typing import Final

from kap_room.plan.look import Light
from kap_room.plan.units import Seconds
from kap_room.rehearsal.history import History
from kap_room.rehearsal.picture.canvas import (
    LEFT,
    RIGHT,
    WIDTH,
    Frame,
    Panel,
    Point,
    box,
    shape,
    sparse,
    width_of,
    words,
)

HIGH: Final = 52.0
FULL: Final = 36.0
"""The height of a lamp at full; above it is room for its figures."""

STEP: Final = 2
"""In pixels: a lamp moves slowly."""

TONES: Final = (
    (1000, (255, 96, 20)),
    (1800, (255, 138, 46)),
    (2200, (255, 160, 76)),
    (2700, (255, 184, 112)),
    (4000, (255, 220, 180)),
    (6500, (250, 250, 255)),
    (10000, (205, 222, 255)),
)
"""What a lamp of that many kelvin looks like, roughly."""

UNKNOWN: Final = 2700.0

RESTS: Final = 6
"""So many moments alike are a lamp that has come to rest."""


def lamp(name: str, number: int, history: History, frame: Frame, until: float) -> Panel:
    steps = max(1, round(until / frame.a_pixel / STEP))
    moments = [Seconds(until * step / steps) for step in range(steps + 1)]
    lights = [history.light_at(name, at) for at in moments]
    xs = [frame.x(at) for at in moments]
    outline = [(x, _y(light)) for x, light in zip(xs, lights, strict=True)]
    parts = [
        box((LEFT, 0), (WIDTH - LEFT - RIGHT, HIGH), "night", round_by=3),
        _glow(f"lamp{number}", xs, lights),
        shape(_area(outline), "", fill=f"url(#lamp{number})"),
        *_told(xs, lights),
    ]
    return Panel(name, HIGH, tuple(parts))


def _y(light: Light) -> float:
    return HIGH - math.sqrt(light.level or 0.0) * FULL


def _area(outline: list[Point]) -> list[Point]:
    points = sparse(outline)
    return [*points, (points[-1][0], HIGH), (points[0][0], HIGH)]


def _glow(name: str, xs: list[float], lights: list[Light]) -> str:
    """A gradient along the time, with a stop wherever the colour has changed."""
    first, wide = xs[0], max(1.0, xs[-1] - xs[0])
    colours = [colour_of(light) for light in lights]
    stops: list[str] = []
    for place, colour in enumerate(colours):
        around = (colours[max(0, place - 1)], *colours[place + 1 : place + 2])
        if place in {0, len(colours) - 1} or any(each != colour for each in around):
            at = (xs[place] - first) / wide
            stops.append(f'<stop offset="{at:.4f}" stop-color="{colour}"/>')
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{first:.1f}" '
        f'x2="{xs[-1]:.1f}" y1="0" y2="0">{"".join(stops)}</linearGradient>'
    )


def colour_of(light: Light) -> str:
    """Its warmth, dimmed towards the night behind it."""
    mired = 1e6 / (light.warmth or UNKNOWN)
    below, above = TONES[0], TONES[-1]
    for cooler, warmer in zip(TONES[1:], TONES, strict=False):
        if 1e6 / cooler[0] <= mired <= 1e6 / warmer[0]:
            below, above = warmer, cooler
    near, far = 1e6 / below[0], 1e6 / above[0]
    part = min(1.0, max(0.0, (mired - near) / (far - near)))
    bright = 0.45 + 0.55 * math.sqrt(light.level or 0.0)
    mixed = (
        round((a + (b - a) * part) * bright)
        for a, b in zip(below[1], above[1], strict=True)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _told(xs: list[float], lights: list[Light]) -> list[str]:
    """Its light in figures where it has come to rest, as far as there is room."""
    told: list[str] = []
    free, last = LEFT, lights[0]
    for place, x in enumerate(xs[:-RESTS]):
        light = lights[place]
        rests = all(each == light for each in lights[place : place + RESTS])
        if not rests or light == last or x < free or light.level is None:
            continue
        says = f"{light.level:.0%}"
        if light.warmth is not None:
            says += f" {light.warmth:.0f} K"
        wide = width_of(says) + 10
        if x + wide <= WIDTH - RIGHT:
            told.append(words(x + 4, 13, says, style="on-night"))
            free, last = x + wide, light
    return told
