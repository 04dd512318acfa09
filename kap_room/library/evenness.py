"""Whether one track follows another without a jump, once each has its static gain.

Tracks are brought to one loudness, but a peak may not pass the ceiling and a gain has
an end. What is left of a difference is told before anybody hears it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kap_room.library.problems import quoted
from kap_room.library.values import HIGHEST_GAIN
from kap_room.plan.music import Measure, Track
from kap_room.plan.room import Sound
from kap_room.plan.units import Decibels

MOST: Final = Decibels(3.0)
"""Loudness units between two tracks that most people notice."""


def heard_loudness(track: Track, measure: Measure, sound: Sound) -> Decibels:
    """How loud it comes out at a phase volume of 0 dB, in LUFS."""
    gain = min(
        sound.reference - measure.loudness + track.trim,
        sound.ceiling - measure.peak,
        HIGHEST_GAIN,
    )
    return Decibels(measure.loudness + gain)


def jumps_in(tracks: Sequence[tuple[Track, Measure]], sound: Sound) -> tuple[str, ...]:
    """A sentence for each pair of neighbours that differ too much."""
    said = [
        f"{quoted(track.file)} is all silence."
        for track, measure in tracks
        if not math.isfinite(measure.loudness)
    ]
    loud = [
        (track, heard_loudness(track, measure, sound))
        for track, measure in tracks
        if math.isfinite(measure.loudness)
    ]
    for (before, one), (after, other) in pairwise(loud):
        if abs(other - one) > MOST:
            word = "louder" if other > one else "quieter"
            said.append(
                f"{quoted(after.file)} is {abs(other - one):.1f} dB {word} than "
                f"{quoted(before.file)} before it, measured and with its trim."
            )
    return tuple(said)
