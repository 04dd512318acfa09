"""Gains between decibels, amplitudes and the steps of libVLC's volume.

That volume is cubic: n percent are 60 log10(n / 100) dB, up to 200 which is +18 dB.
Whole percents are 0.26 dB at 100 and 2 dB at 13, so a step is a hundredth of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import SILENT, Decibels, amplitude, decibels

WHOLE: Final = 100
"""Steps to one percent: a fiftieth of a decibel at -53 dB."""

LOUDEST: Final = 200 * WHOLE
"""libVLC takes no more, and is exact up to there."""


@dataclass(frozen=True, slots=True)
class Master:
    """What is true of every deck."""

    volume: Decibels = Decibels(0.0)
    """A hand's. It is part of what the ceiling cuts."""
    lowering: Decibels = Decibels(0.0)
    """Talk, silence and the like: of what is left by the ceiling, or nobody would hear
    them before they had taken away what it had cut."""


def step_of(gain: Decibels, most: Decibels) -> int:
    """The step for a gain, never one whose own gain lies above `most`."""
    step = _rounded(min(gain, most))
    # Nearest may be a hair too loud; a ceiling is a ceiling.
    return step - 1 if gain_of(step) > most else step


def _rounded(gain: Decibels) -> int:
    if gain == SILENT:
        return 0
    return min(LOUDEST, round(100.0 * WHOLE * math.pow(10.0, min(gain, 20.0) / 60.0)))


def gain_of(step: int) -> Decibels:
    return SILENT if step <= 0 else Decibels(60.0 * math.log10(step / (100.0 * WHOLE)))


def total(stages: Iterable[Decibels], most: Decibels) -> Decibels:
    """All stages together, cut at the file's ceiling (S2)."""
    return Decibels(min(sum(stages), most))


def left_by(rise: Decibels) -> Decibels:
    """What a deck risen so far leaves to the older ones, so that powers sum to one."""
    return decibels(math.sqrt(max(0.0, 1.0 - amplitude(rise) ** 2)))
