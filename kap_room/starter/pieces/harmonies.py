"""Pieces made of slow harmony alone: pads, a choir, strings, a small organ."""

from __future__ import annotations

from typing import Final

import numpy as np

from kap_room.plan.units import Seconds
from kap_room.starter.sound.canvas import Canvas
from kap_room.starter.sound.curves import arc, wander
from kap_room.starter.sound.harmony import Manner, chords, sing, voices_of
from kap_room.starter.sound.spaces import reverberate, room
from kap_room.starter.sound.textures import tone
from kap_room.starter.sound.timbres import flute, harmonics, voices

PADS: Final = Manner(
    dark=harmonics(1.9, 900.0, 12.0),
    bright=harmonics(1.2, 2300.0, 18.0),
    still=0.75,
    rise=8.0,
    fall=11.0,
)
CHOIR: Final = Manner(
    dark=voices(0.0), bright=voices(0.9), still=0.7, rise=6.0, fall=8.0
)
STRINGS: Final = Manner(
    dark=harmonics(1.5, 750.0, 14.0),
    bright=harmonics(0.95, 1900.0, 20.0),
    still=0.7,
    rise=6.5,
    fall=8.0,
)
PIPES: Final = Manner(
    dark=flute(3.0), bright=harmonics(1.3, 1300.0, 5.0), still=0.8, rise=4.0, fall=6.0
)


def first_light(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Four bright chords over a keynote that never leaves."""
    canvas = Canvas(length)
    progression = chords(
        "1/2 3/4 1 5/4 3/2 9/4",
        "1/2 3/4 9/8 3/2 15/8 5/2",
        "1/2 2/3 1 4/3 5/3 2",
        "5/12 5/6 1 5/4 5/3 5/2",
        "1/2 2/3 1 5/4 5/3 9/4",
    )
    sung = voices_of(progression, length, rng, (20.0, 30.0), 7.0)
    opening = arc(canvas.moments, (0.0, 0.15), (0.65, 0.75), (1.0, 0.1))
    sing(canvas, sung, 146.8, PADS, rng, open_up=opening, gain=1.0)
    reverberate(canvas.samples, room(rng, 5.5), dry=0.8, wet=0.7)
    return canvas


def high_arch(rng: np.random.Generator, length: Seconds) -> Canvas:
    """A choir that opens its mouth over four minutes and closes it again."""
    canvas = Canvas(length)
    moments = canvas.moments
    progression = chords(
        "1/2 1 3/2 2",
        "1/2 1 6/5 3/2 9/4",
        "2/5 4/5 6/5 2 12/5",
        "3/5 6/5 3/2 9/5 3",
        "9/20 9/10 27/20 9/5 9/4",
        "1/2 1 3/2 12/5 3",
        "2/3 4/3 8/5 2 8/3",
    )
    sung = voices_of(progression, length, rng, (14.0, 21.0), 5.0)
    opening = arc(moments, (0.0, 0.05), (0.35, 0.45), (0.68, 1.0), (1.0, 0.1))
    sing(canvas, sung, 174.6, CHOIR, rng, open_up=opening, gain=1.0)
    low = tone(harmonics(1.8, 400.0, 8.0)(43.65), rng, 0.7)
    swelling = arc(moments, (0.0, 0.25), (0.4, 0.6), (0.7, 1.0), (1.0, 0.3))
    canvas.lay(low, 1.2 * swelling)
    high = tone(voices(0.5, 30.0)(698.4), rng, 0.2)
    canvas.lay(high, 0.16 * arc(moments, (0.35, 0.0), (0.66, 1.0), (0.9, 0.0)))
    canvas.samples[:] *= _grown(canvas, (0.0, 0.55), (0.68, 1.0), (1.0, 0.5))
    reverberate(canvas.samples, room(rng, 7.0, 3000.0), dry=0.7, wet=0.8)
    return canvas


def low_strings(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Minor chords in the range of cellos; every chord is one bow."""
    canvas = Canvas(length)
    progression = chords(
        "1/2 1 6/5 3/2",
        "2/5 4/5 6/5 8/5",
        "3/5 9/10 6/5 9/5",
        "9/20 9/10 27/20 9/5",
        "1/2 1 3/2 9/5 12/5",
        "1/3 4/5 1 4/3 2",
        "3/8 3/4 9/8 3/2 9/4",
    )
    sung = voices_of(progression, length, rng, (12.0, 17.0), 4.5)
    moments = canvas.moments
    bows = wander(moments, rng, 8.0, 0.15, 0.95)
    sing(canvas, sung, 110.0, STRINGS, rng, open_up=bows, gain=1.0)
    hum = tone(harmonics(2.0, 300.0, 6.0)(55.0), rng, 0.7)
    canvas.lay(hum, 0.4 * wander(moments, rng, 17.0, 0.3, 1.0))
    reverberate(canvas.samples, room(rng, 4.5, 2000.0), dry=0.8, wet=0.6)
    return canvas


def long_evening(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Pipes over a bass that comes down the scale, and begins again from above."""
    canvas = Canvas(length)
    progression = chords(
        "1 3/2 2 5/2",
        "15/16 3/2 15/8 5/2",
        "5/6 5/4 2 5/2",
        "3/4 5/4 3/2 2",
        "2/3 1 5/3 2",
        "5/8 1 3/2 2",
        "9/16 9/8 4/3 5/3",
        "1/2 1 3/2 5/3",
        "1/2 1 5/4 3/2",
    )
    sung = voices_of(progression, length, rng, (15.0, 21.0), 3.2)
    moments = canvas.moments
    reeds = wander(moments, rng, 26.0, 0.0, 0.4)
    sing(canvas, sung, 130.8, PIPES, rng, open_up=reeds, gain=1.0)
    air = tone(harmonics(2.4, 900.0, 30.0)(261.6), rng, 0.1)
    canvas.lay(air, 0.12 * wander(moments, rng, 15.0, 0.0, 1.0))
    reverberate(canvas.samples, room(rng, 6.0, 2200.0), dry=0.7, wet=0.8)
    return canvas


def _grown(canvas: Canvas, *points: tuple[float, float]) -> np.ndarray:
    """An arc for every sample of a canvas, for what must grow as one."""
    times = np.linspace(0.0, canvas.length, canvas.samples.shape[1], dtype=np.float32)
    return np.interp(times, canvas.moments, arc(canvas.moments, *points)).astype(
        np.float32
    )
