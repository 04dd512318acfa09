"""What a lamp is to be told, within what it can be, before any dialect's own words.

A lamp that cannot do warmth is told none. One that can only switch is on from 30 % of
wanted light: the safe look lights it, a soft one does not. Once on it stays on down
to 25 %, so that a ramp which rests near 30 % switches it once and no more. A lamp that
is never dark is never told to go off, and a warmth is not told to one that is off or
goes there: some would go on for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.lamps.dialect import (
    ANY_WARMTH,
    LONGEST_STEP,
    Step,
    Warmths,
)
from kap_room.adapters.lamps.scale import steps_of
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

ON_FROM: Final = Level(0.3)
OFF_BELOW: Final = Level(0.25)
ROUNDING: Final = 1e-6
"""A ramp that ends at 30 % may end a hair below."""

TRACE: Final = Level(0.0001)
"""Less than one step of any lamp, and not dark."""


@dataclass(frozen=True, slots=True)
class Telling:
    """None leaves as it is."""

    on: bool | None
    steps: int | None
    """Of brightness, 1 to the brightest; None also when it is told to go off."""
    warmth: Kelvin | None
    over: Seconds


def telling(
    lamp: Lamp, step: Step, brightest: int, warmths: Warmths = ANY_WARMTH
) -> Telling | None:
    """None when the step says nothing that this lamp could be told."""
    light = light_within(lamp, step, warmths)
    on = None if light.level is None else light.level > 0.0
    warmth = light.warmth
    if on is False or (on is None and step.before.level == 0.0):
        warmth = None
    if on is None and warmth is None:
        return None
    steps = None
    if on and light.level is not None and lamp.can is not Ability.SWITCH:
        steps = steps_of(lamp, light.level, brightest)
    return Telling(on, steps, warmth, bounded_step(step.over))


def light_within(lamp: Lamp, step: Step, warmths: Warmths = ANY_WARMTH) -> Light:
    """What the lamp will be after the step: full or off where it can only switch."""
    level, warmth = step.light.level, step.light.warmth
    if level is not None:
        level = _level_within(lamp, level, step.before.level)
    if warmth is not None:
        tells = lamp.can is Ability.WARMTH and math.isfinite(warmth)
        warmth = min(warmths[1], max(warmths[0], warmth)) if tells else None
    return Light(level, warmth)


def bounded_step(over: Seconds) -> Seconds:
    """The length of a step in tenths, as the lamps' radio has them."""
    if not math.isfinite(over):
        return LONGEST_STEP
    return Seconds(round(min(LONGEST_STEP, max(0.0, over)), 1))


def _level_within(lamp: Lamp, level: Level, before: Level | None) -> Level | None:
    if not math.isfinite(level):
        return None
    if lamp.can is Ability.SWITCH:
        threshold = OFF_BELOW if before else Level(ON_FROM - ROUNDING)
        return Level(1.0 if lamp.never_dark or level >= threshold else 0.0)
    if level <= 0.0:
        return Level(max(lamp.minimum, TRACE) if lamp.never_dark else 0.0)
    return Level(min(1.0, max(level, lamp.minimum)))
