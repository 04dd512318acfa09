"""Pieces of single notes: bowls, a thumb piano, a harp, tines, each over a soft bed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from kap_room.plan.units import Seconds
from kap_room.starter.pieces.harmonies import PADS, STRINGS
from kap_room.starter.sound.canvas import Canvas, Floats
from kap_room.starter.sound.curves import arc, sway, wander
from kap_room.starter.sound.harmony import Chord, chords, sing, voices_of
from kap_room.starter.sound.spaces import reverberate, room
from kap_room.starter.sound.strikes import bowl, muted_string, tine, tongue
from kap_room.starter.sound.textures import Partial, tone

FIRST_NOTE: Final = 7.0
"""Seconds until the first note: a touch within the fading in would rise too fast."""

LAST_NOTE: Final = 14.0
"""Seconds before the end after which nothing is struck: a piece ends by ringing out."""


def seven_bowls(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Seven bowls in a pentatonic row, taken in no order, some rubbed for long."""
    canvas = Canvas(length)
    moments = canvas.moments
    pitches = [146.8 * ratio for ratio in (1, 9 / 8, 3 / 2, 5 / 3, 2, 9 / 4, 5 / 2)]
    bowls = [bowl(pitch, float(rng.uniform(0.25, 0.8))) for pitch in pitches]
    for pitch in pitches:
        rim = (Partial(pitch, 1.0, 0.25), Partial(pitch * 2.71, 0.12, 0.4))
        rubbed = np.clip(wander(moments, rng, 16.0, -0.5, 1.0), 0.0, 1.0)
        shape = 0.38 * rubbed * sway(moments, rng, 20.0, 0.6)
        canvas.lay(tone(rim, rng, 0.6), shape)
    ground = tone(
        (Partial(73.4, 1.0, 0.1), Partial(110.0, 0.5, 0.2), Partial(146.8, 0.5, 0.3)),
        rng,
        0.7,
    )
    canvas.lay(ground, 0.25 * wander(moments, rng, 21.0, 0.5, 1.0))
    last = -1
    at = FIRST_NOTE
    while at < _last_note(length):
        choice = int(rng.choice([each for each in range(7) if each != last]))
        gain = rng.uniform(0.6, 0.8) * (146.8 / pitches[choice]) ** 0.35
        canvas.strike(bowls[choice], Seconds(at), gain, float(rng.uniform(-0.6, 0.6)))
        last = choice
        at += rng.uniform(5.5, 11.0)
    reverberate(canvas.samples, room(rng, 5.0, 3000.0), dry=0.8, wet=0.5)
    return canvas


def clearing(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Short phrases with long rests, on five notes, over a pad of three chords."""
    canvas = Canvas(length)
    moments = canvas.moments
    progression = chords("1/2 3/4 1 3/2", "1/2 2/3 1 5/3", "5/12 5/6 5/4 3/2")
    bed = voices_of(progression, length, rng, (24.0, 36.0), 6.0)
    opening = wander(moments, rng, 28.0, 0.0, 0.4)
    sing(canvas, bed, 196.0, PADS, rng, open_up=opening, gain=0.5)
    row = [392.0 * ratio for ratio in (1, 9 / 8, 5 / 4, 3 / 2, 5 / 3, 2, 9 / 4, 5 / 2)]
    at, place = FIRST_NOTE, 3
    while at < _last_note(length):
        for _ in range(int(rng.integers(2, 6))):
            place = int(np.clip(place + rng.integers(-2, 3), 0, len(row) - 1))
            _touch(canvas, tongue(row[place]), at, 1.0, rng)
            at += rng.uniform(0.9, 2.2)
        at += rng.uniform(3.0, 6.5)
    reverberate(canvas.samples, room(rng, 5.0, 3000.0), dry=0.75, wet=0.6)
    return canvas


def homeward(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Broken chords, upwards and back, while strings hold what the harp leaves."""
    canvas = Canvas(length)
    moments = canvas.moments
    progression = chords(
        "1/2 3/4 1 5/4 3/2",
        "5/12 5/6 1 5/4 5/3",
        "1/3 2/3 1 4/3 5/3",
        "3/8 3/4 1 9/8 3/2",
        "1/2 1 5/4 3/2 2",
        "2/3 1 4/3 5/3 2",
    )
    each = 12.0
    held = voices_of(progression, length, rng, (each, each), 5.0)
    warm = arc(moments, (0.0, 0.1), (0.6, 0.5), (1.0, 0.1)) * wander(
        moments, rng, 12.0, 0.3, 1.0
    )
    sing(canvas, held, 174.6, STRINGS, rng, open_up=warm, gain=0.5)
    strings = _made_once(muted_string)
    for number in range(int((_last_note(length)) / each) + 1):
        chord = [174.6 * float(ratio) for ratio in progression[number % 6]]
        line = [*chord, chord[3], chord[2]]
        at = number * each + rng.uniform(0.8, 1.4)
        for pitch in line:
            if FIRST_NOTE <= at < _last_note(length):
                _touch(canvas, strings(pitch), at, 1.2, rng)
            at += 1.45 * rng.uniform(0.93, 1.1)
    reverberate(canvas.samples, room(rng, 4.0, 2600.0), dry=0.8, wet=0.5)
    return canvas


def ember(rng: np.random.Generator, length: Seconds) -> Canvas:
    """A chord of tines, spread like a hand closing, and time to hear it fade."""
    canvas = Canvas(length)
    moments = canvas.moments
    progression = chords(
        "1/2 1 5/4 15/8", "5/12 5/6 5/4 3/2", "1/3 1 5/4 5/3", "3/8 9/8 4/3 5/3"
    )
    bed = voices_of(progression, length, rng, (11.0, 15.0), 7.0)
    glow = wander(moments, rng, 22.0, 0.0, 0.3)
    sing(canvas, bed, 155.6, PADS, rng, open_up=glow, gain=0.7)
    tines = _made_once(tine)
    at, number = FIRST_NOTE, 0
    while at < _last_note(length):
        _roll(canvas, progression[number % 4], tines, at, rng)
        number += 1
        at += rng.uniform(8.0, 12.5)
    reverberate(canvas.samples, room(rng, 4.5, 1800.0), dry=0.8, wet=0.5)
    return canvas


def _last_note(length: Seconds) -> float:
    return length - min(LAST_NOTE, length / 3)


def _roll(
    canvas: Canvas,
    chord: Chord,
    tines: Callable[[float], Floats],
    at: float,
    rng: np.random.Generator,
) -> None:
    """The tones of a chord from below, each a little after the last."""
    for ratio in chord:
        _touch(canvas, tines(155.6 * float(ratio)), at, 1.2, rng)
        at += rng.uniform(0.28, 0.55)


def _touch(
    canvas: Canvas, sound: Floats, at: float, gain: float, rng: np.random.Generator
) -> None:
    """One note, never twice as strong and never twice in the same place."""
    strength = gain * rng.uniform(0.6, 1.0)
    canvas.strike(sound, Seconds(at), strength, float(rng.uniform(-0.5, 0.5)))


def _made_once(sound: Callable[[float], Floats]) -> Callable[[float], Floats]:
    """Remember the sound of each pitch: a piece strikes few of them, often."""
    known: dict[float, Floats] = {}

    def made(pitch: float) -> Floats:
        if pitch not in known:
            known[pitch] = sound(pitch)
        return known[pitch]

    return made
