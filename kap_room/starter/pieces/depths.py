"""Pieces for the deepest stretch: a slow pulse, and a drone whose overtones wander."""

from __future__ import annotations

import numpy as np

from kap_room.plan.units import Seconds
from kap_room.starter.pieces.harmonies import CHOIR, PADS
from kap_room.starter.sound.canvas import Canvas, Floats
from kap_room.starter.sound.curves import arc, sway, swell, wander
from kap_room.starter.sound.harmony import chords, sing, voices_of
from kap_room.starter.sound.spaces import reverberate, room
from kap_room.starter.sound.textures import Partial, band, noise, tone
from kap_room.starter.sound.timbres import harmonics


def heartwood(rng: np.random.Generator, length: Seconds) -> Canvas:
    """A pulse somewhat slower than a heart, felt more than heard, and voices above."""
    canvas = Canvas(length)
    moments = canvas.moments
    grown = arc(moments, (0.0, 0.35), (0.3, 0.7), (0.7, 1.0), (1.0, 0.3))
    beat = _pulse(moments, 1.34)
    for pitch, share in ((55.0, 1.0), (110.0, 0.7), (165.0, 0.3)):
        body = tone(harmonics(1.9, 350.0, 5.0)(pitch), rng, 0.75)
        canvas.lay(body, share * (0.55 + 0.75 * beat * grown))
    skin = tone(harmonics(1.2, 900.0, 14.0)(110.0), rng, 0.4)
    canvas.lay(skin, (0.1 + 0.5 * beat * grown) * sway(moments, rng, 27.0, 0.3))
    progression = chords(
        "1 3/2 2", "1 3/2 9/4", "9/8 7/4 9/4", "4/3 2 8/3", "1 7/4 5/2", "3/2 9/4 3"
    )
    above = voices_of(progression, length, rng, (17.0, 27.0), 4.0)
    opening = grown * wander(moments, rng, 25.0, 0.2, 0.9)
    sing(canvas, above, 110.0, CHOIR, rng, open_up=opening, gain=0.4)
    sing(canvas, above, 220.0, PADS, rng, open_up=opening, gain=0.25)
    reverberate(canvas.samples, room(rng, 5.0, 1800.0), dry=0.85, wet=0.5)
    return canvas


def deep_earth(rng: np.random.Generator, length: Seconds) -> Canvas:
    """One low string, and a singer's mouth moving over its overtones."""
    canvas = Canvas(length)
    moments = canvas.moments
    keynote = 49.0
    for ratio, share in ((1.0, 1.0), (1.5, 0.5), (2.0, 0.6)):
        ground = tone(harmonics(1.7, 260.0, 6.0)(keynote * ratio), rng, 0.75)
        canvas.lay(ground, 0.7 * share * wander(moments, rng, 23.0, 0.6, 1.0))
    lift = arc(moments, (0.0, 0.0), (0.45, 1.0), (0.6, 0.8), (0.8, 1.0), (1.0, 0.0))
    slow = 4.5 + 7.0 * lift * wander(moments, rng, 13.0, 0.1, 1.0)
    far = 7.0 + 9.0 * lift * wander(moments, rng, 21.0, 0.2, 1.0)
    for number in range(3, 20):
        pitch = keynote * number
        near = np.exp(-0.5 * ((number - slow) / 1.3) ** 2)
        away = 0.5 * np.exp(-0.5 * ((number - far) / 1.0) ** 2)
        whistle = tone((Partial(pitch, 1.0, pitch * 0.006),), rng, 0.4)
        shape = (near + away) * 0.85 * number**-0.35
        canvas.lay(whistle, shape * sway(moments, rng, 17.0, 0.5))
    dust = noise(band(60.0, 240.0), rng)
    canvas.lay(dust, 0.35 * wander(moments, rng, 14.0, 0.1, 1.0))
    pads = voices_of(chords("2 3", "2 8/3", "9/4 3", "2 7/2"), length, rng, (24, 40), 8)
    sing(canvas, pads, 98.0, PADS, rng, open_up=0.5 * lift, gain=0.35)
    reverberate(canvas.samples, room(rng, 7.0, 1600.0), dry=0.75, wet=0.7)
    return canvas


def _pulse(moments: Floats, every: float) -> Floats:
    """Soft beats, the second of each pair a little less, rising over a third of one."""
    beats = np.zeros_like(moments)
    count = int(float(moments[-1]) / every) + 2
    for number in range(count):
        starts = number * every
        near = slice(
            max(0, int(starts * 50) - 2), max(0, int((starts + every * 1.2) * 50) + 3)
        )
        height = 1.0 if number % 2 == 0 else 0.75
        part = moments[near]
        beats[near] += height * swell(part, starts, starts + 1.15 * every, 0.5, 0.95)
    return beats
