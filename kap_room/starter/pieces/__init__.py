"""The pieces themselves, each a small pure function of random numbers and a length.

A piece lays layers on a canvas and returns it; fading at both ends, loudness and the
file are not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from kap_room.plan.units import Seconds
from kap_room.starter.pieces.depths import deep_earth, heartwood
from kap_room.starter.pieces.harmonies import (
    first_light,
    high_arch,
    long_evening,
    low_strings,
)
from kap_room.starter.pieces.struck import clearing, ember, homeward, seven_bowls
from kap_room.starter.pieces.weather import (
    slow_tide,
    small_stream,
    soft_rain,
    wide_wind,
)
from kap_room.starter.sound.canvas import Canvas

Composer = Callable[[np.random.Generator, Seconds], Canvas]

COMPOSERS: Final[Mapping[str, Composer]] = MappingProxyType(
    {
        "first-light": first_light,
        "slow-tide": slow_tide,
        "heartwood": heartwood,
        "high-arch": high_arch,
        "low-strings": low_strings,
        "clearing": clearing,
        "soft-rain": soft_rain,
        "seven-bowls": seven_bowls,
        "deep-earth": deep_earth,
        "wide-wind": wide_wind,
        "long-evening": long_evening,
        "homeward": homeward,
        "ember": ember,
        "small-stream": small_stream,
    }
)
"""By the name in the catalogue."""
