"""How many registers of a piece sound together.

A single deep tone is a hum, and one high tone a whistle: a body has both ends and what
lies between them. Loudness has no part in it, each look is compared with itself.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.library.ear.spectrum import Bands

_BEHIND: Final = 35.0
"""dB: bands that come so close to the loudest one add to the body of the sound."""

_THIN: Final = 0.1
_FULL: Final = 0.4
"""Share of the bands: a few plain tones, and voices over all registers."""

_GATE: Final = 30.0
"""dB below what is loud in the piece: pauses have no body."""


def fullness_of(bands: Bands) -> float:
    """From 0 to 1."""
    loudest = bands.max(axis=1)
    sounding = loudest >= np.percentile(loudest, 90) - _GATE
    near = bands[sounding] > loudest[sounding, None] - _BEHIND
    return float(np.clip((near.mean() - _THIN) / (_FULL - _THIN), 0.0, 1.0))
