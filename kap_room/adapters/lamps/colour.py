"""Whether red, green and blue make a white, from candle to sky, or a colour.

A strip of coloured diodes mixes its whites, and says no more than what it mixes.
"""

from __future__ import annotations

import colorsys
from typing import Final

PALE: Final = 0.3
"""Saturation below which anything is a white, warmer or cooler."""

AMBER: Final = (10.0, 55.0)
"""Degrees of hue between which a deep tone is still lamp light, and no colour."""


def shows_colour(digits: str) -> bool | None:
    """Of RRGGBB, and perhaps whites behind it; None when it is nothing of the kind."""
    try:
        red, green, blue = bytes.fromhex(digits[: len("RRGGBB")])
    except ValueError:
        return None
    return is_colour(red, green, blue)


def is_colour(red: int, green: int, blue: int) -> bool:
    """Each 0 to 255; all 0 is dark, or the white diodes alone."""
    hue, saturation, brightness = colorsys.rgb_to_hsv(red, green, blue)
    if brightness == 0 or saturation < PALE:
        return False
    return not AMBER[0] <= hue * 360.0 <= AMBER[1]
