"""Slow harmony: chords become voices that enter and leave one by one.

Chords are written as just ratios to a keynote. A tone that two chords share sounds
through both. No two voices move at once, so the harmony leans rather than steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from kap_room.starter.sound.canvas import HOP, Canvas, Floats
from kap_room.starter.sound.curves import sway, swell, wander
from kap_room.starter.sound.textures import SIZE, tone
from kap_room.starter.sound.timbres import Timbre

Chord = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One tone from its entry to its leaving, in seconds."""

    ratio: Fraction
    enters: float
    leaves: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How the voices of a piece sing."""

    dark: Timbre
    bright: Timbre
    still: float
    """The share of each tone that does not waver: 0.2 a crowd, 0.8 a pipe."""
    rise: float
    fall: float
    """Seconds over which a voice comes and goes."""


def chords(*written: str) -> tuple[Chord, ...]:
    """Chords as they are written: "1/2 1 3/2 5/4"."""
    return tuple(tuple(Fraction(part) for part in each.split()) for each in written)


def voices_of(
    progression: Sequence[Chord],
    length: float,
    rng: np.random.Generator,
    each: tuple[float, float],
    loose: float,
) -> tuple[Voice, ...]:
    """Lay chords on seconds, each lasting something between `each`, until the end.

    Voices come up to `loose` seconds early or late. The first chord has always been
    there, the last one stays.
    """
    turns = [0.0]
    while turns[-1] < length:
        turns.append(turns[-1] + rng.uniform(*each))
    turns[-1] = length + 60.0
    # A chord that would only just have begun is left out.
    turns = [turn for turn in turns if turn < length - each[0] * 0.6 or turn > length]
    turns[0] = -60.0
    ratios = sorted({ratio for chord in progression for ratio in chord})
    found: list[Voice] = []
    for ratio in ratios:
        found.extend(_stretches(ratio, progression, turns, rng, loose))
    return tuple(found)


def sing(  # noqa: PLR0913 - the keynote, who sings, and how bright and loud over time
    canvas: Canvas,
    voices: Sequence[Voice],
    keynote: float,
    manner: Manner,
    rng: np.random.Generator,
    *,
    open_up: Floats,
    gain: float,
) -> None:
    """Lay every voice on the canvas, its brighter half as far in as `open_up` says."""
    moments = canvas.moments
    for ratio in sorted({voice.ratio for voice in voices}):
        shape = np.zeros_like(moments)
        for voice in voices:
            if voice.ratio == ratio:
                shape += swell(
                    moments, voice.enters, voice.leaves, manner.rise, manner.fall
                )
        pitch = keynote * float(ratio)
        shape *= np.float32(gain * _weight(pitch))
        shape = shape * wander(moments, rng, 19.0, 0.65, 1.0)
        shape = shape * sway(moments, rng, 31.0, min(pitch / 600.0, 0.6))
        bright = np.clip(open_up * wander(moments, rng, 23.0, 0.6, 1.2), 0.0, 1.0)
        for timbre, share in (
            (manner.dark, np.sqrt(1.0 - bright)),
            (manner.bright, np.sqrt(bright)),
        ):
            texture = tone(timbre(pitch), rng, manner.still)
            canvas.lay(texture, shape * share, begin=int(rng.integers(SIZE // HOP)))


def _weight(pitch: float) -> float:
    """How strong a tone stands in a chord: high ones pierce, low ones swamp a room."""
    return math.sqrt(150.0 / max(pitch, 150.0)) * math.pow(min(pitch / 120.0, 1.0), 0.8)


def _stretches(
    ratio: Fraction,
    progression: Sequence[Chord],
    turns: Sequence[float],
    rng: np.random.Generator,
    loose: float,
) -> list[Voice]:
    """When one tone sounds: neighbouring chords that hold it are one stretch."""
    found: list[Voice] = []
    for number, (starts, ends) in enumerate(pairwise(turns)):
        if ratio not in progression[number % len(progression)]:
            continue
        enters = starts - rng.uniform(0.3, 1.0) * loose
        leaves = ends + rng.uniform(0.3, 1.0) * loose
        if found and found[-1].leaves >= enters:
            enters = found.pop().enters
        found.append(Voice(ratio, enters, leaves))
    return found
