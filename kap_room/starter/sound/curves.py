"""Gains over the minutes of a piece: swells, wandering, arcs.

Every curve is a function of the moments it is asked for and, where it is irregular, of
a generator of random numbers. None of them has a corner that could be heard as a start.
"""

from __future__ import annotations

import numpy as np

from kap_room.starter.sound.canvas import Floats


def swell(
    moments: Floats, starts: float, ends: float, rise: float, fall: float
) -> Floats:
    """Up over `rise` seconds from `starts`, down over `fall` until `ends`."""
    up = np.clip((moments - starts) / rise, 0.0, 1.0)
    down = np.clip((ends - moments) / fall, 0.0, 1.0)
    shape = np.sin(up * (np.pi / 2)) ** 2 * np.sin(down * (np.pi / 2)) ** 2
    gain: Floats = shape.astype(np.float32)
    return gain


def wander(
    moments: Floats, rng: np.random.Generator, every: float, low: float, high: float
) -> Floats:
    """Aimless movement between two values, turning about `every` seconds."""
    count = int(float(moments[-1]) / every * 1.7) + 4
    turns = np.cumsum(rng.uniform(0.6, 1.4, count)) * every - every
    return _eased(moments, turns, rng.uniform(low, high, count))


def arc(moments: Floats, *points: tuple[float, float]) -> Floats:
    """Through values at parts of the piece's length: (0, 0.2), (0.6, 1), (1, 0.3)."""
    whole = float(moments[-1])
    parts = np.array([part for part, _ in points]) * whole
    return _eased(moments, parts, np.array([value for _, value in points]))


def sway(
    moments: Floats, rng: np.random.Generator, every: float, width: float
) -> Floats:
    """Two rows of gains that carry a layer slowly from side to side."""
    pan = wander(moments, rng, every, -width, width)
    angle = (pan + 1.0) * (np.pi / 4.0)
    return np.stack((np.cos(angle), np.sin(angle))).astype(np.float32) * np.float32(
        np.sqrt(2.0)
    )


def _eased(moments: Floats, turns: np.ndarray, values: np.ndarray) -> Floats:
    """From value to value along half a cosine, flat at each turn."""
    after = np.clip(np.searchsorted(turns, moments, side="right"), 1, turns.size - 1)
    before = after - 1
    part = (moments - turns[before]) / (turns[after] - turns[before])
    part = 0.5 - 0.5 * np.cos(np.pi * np.clip(part, 0.0, 1.0))
    moved = values[before] + (values[after] - values[before]) * part
    gain: Floats = moved.astype(np.float32)
    return gain
