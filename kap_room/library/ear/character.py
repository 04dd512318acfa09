"""What a piece of music is like: how it rises, how bright it is, how intense.

The intensity is an estimate for sorting, by rules that can be read here. A person who
listens knows better, and what they say counts before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from kap_room.library.catalogued import Character
from kap_room.library.ear.beats import Beats, beats_in
from kap_room.library.ear.fullness import fullness_of
from kap_room.library.ear.meter import Meter
from kap_room.library.ear.pulse import pulse_in
from kap_room.library.ear.rises import largest_rise, loudest_of, sounding
from kap_room.library.ear.spectrum import Spectrum
from kap_room.plan.units import Decibels, Seconds

STEPS: Final = (0.1, 0.25, 0.4, 0.7)
"""Where on the scale from 0 to 1 the intensities 2 to 5 begin."""

SOFT: Final = 3.0
"""dB, up to which what begins is a drop of rain or a bow on a string; twice that is a
stroke."""

_DENSE: Final = 9.0
"""Beginnings a second, sixteenths at a march's pace: with more, more is not heard."""

_WEIGHTS: Final = {
    "drive": 0.5,
    "weight": 0.3,
    "bright": 0.3,
    "pulse": 0.1,
    "haste": 0.1,
    "width": 0.05,
}

_WIDE: Final = Decibels(15.0)
"""A loudness range that is as wide as they come, in LU."""


@dataclass(frozen=True, slots=True)
class Body:
    """What it stands on, and how it moves as a whole."""

    ground: float
    full: float
    bright: float
    pulse: float
    range: Decibels


def character_of(
    spectrum: Spectrum, meter: Meter, head: Seconds, tail: Seconds
) -> Character | None:
    """None of what is silent."""
    bands = spectrum.bands
    if not math.isfinite(meter.loudness) or not len(bands):
        return None
    closely, every = spectrum.closely, spectrum.every
    beats = beats_in(bands, every)
    body = Body(
        closely.ground,
        fullness_of(bands),
        closely.bright,
        pulse_in(bands, spectrum.pitches, every),
        meter.range,
    )
    sounds = sounding(meter.moments, head, tail)
    return Character(
        loudness_range=meter.range,
        rise=largest_rise(sounds, meter.loudness),
        brightness=round(spectrum.middle, 1),
        tempo=beats.tempo,
        intensity=1 + int(np.searchsorted(STEPS, scale_of(beats, body))),
        loudest=loudest_of(sounds, meter.loudness),
        onsets=round(beats.often, 3),
    )


def scale_of(beats: Beats, body: Body) -> float:
    """The intensity from 0 to about 1, before it becomes one of five."""
    density = math.log2(1 + beats.often) / math.log2(1 + _DENSE)
    attack = (beats.sharp - SOFT) / SOFT
    parts = {
        "drive": density * _unit(attack),
        "weight": _unit(body.ground) * body.full,
        "bright": body.bright,
        "pulse": body.pulse,
        "haste": 0.0 if beats.tempo is None else (beats.tempo - 50.0) / 100.0,
        "width": body.range / _WIDE,
    }
    return sum(_WEIGHTS[name] * _unit(part) for name, part in parts.items())


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
