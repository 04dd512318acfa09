"""A lamp's own scale: whole steps of brightness, bent for the eye or not, and back.

What is told and then reported comes back as the level it was, within one step: the
engine's own ramps must not look like a hand.
"""

from __future__ import annotations

import math
from typing import Final

from kap_room.adapters.broker_line.payload import number_in
from kap_room.adapters.lamps.dialect import Glows
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.units import Kelvin, Level

MIRED: Final = 1_000_000.0


def steps_of(lamp: Lamp, level: Level, brightest: int) -> int:
    """From 1 on: what 0 means to a lamp that is on, no two makes agree about."""
    # What is no number at all counts as nothing.
    part = level if 0.0 < level < 1.0 else float(level >= 1.0)
    if lamp.dimming is Dimming.SQUARE:
        part = math.sqrt(part)
    return max(1, min(brightest, round(part * brightest)))


def level_of(lamp: Lamp, steps: float, brightest: int) -> Level:
    part = min(1.0, max(0.0, steps / brightest))
    return Level(part * part if lamp.dimming is Dimming.SQUARE else part)


def mired_of(warmth: Kelvin) -> int:
    return round(MIRED / warmth)


def kelvin_in_mired(value: object) -> Kelvin | None:
    """A warmth that was written in mired, if a lamp could have it."""
    mired = number_in(value, 100, 1000)
    return None if mired is None else Kelvin(MIRED / mired)


def glow_of(  # noqa: PLR0913  # one word of a lamp has as many parts
    lamp: Lamp,
    brightest: int,
    *,
    on: bool | None = None,
    steps: float | None = None,
    warmth: Kelvin | None = None,
    coloured: bool = False,
) -> Glows | None:
    """What a lamp said, in the program's units; None when it said nothing of light.

    `on` is None where it did not say so, and a brightness does not mean it either.
    """
    if lamp.can is not Ability.WARMTH:
        warmth, coloured = None, False
    level: Level | None = None
    if on is False:
        level = Level(0.0)
    elif lamp.can is Ability.SWITCH:
        level = Level(1.0) if on or steps else None
    elif steps is not None:
        level = level_of(lamp, steps, brightest)
    lit = on is True and level is None
    if level is None and warmth is None and not coloured and not lit:
        return None
    if_lit = on is None and bool(level)
    return Glows(level, None if coloured else warmth, coloured, lit, if_lit)
