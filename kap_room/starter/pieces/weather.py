"""Pieces of water and air: waves, rain, wind, a stream, each over a quiet chord."""

from __future__ import annotations

import numpy as np

from kap_room.plan.units import Seconds
from kap_room.starter.pieces.harmonies import PADS
from kap_room.starter.sound.canvas import RATE, Canvas, Floats
from kap_room.starter.sound.curves import arc, sway, swell, wander
from kap_room.starter.sound.harmony import chords, sing, voices_of
from kap_room.starter.sound.spaces import reverberate, room
from kap_room.starter.sound.strikes import drop
from kap_room.starter.sound.textures import SIZE, Partial, band, noise, tone
from kap_room.starter.sound.timbres import harmonics


def slow_tide(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Waves at the pace of sleeping breath; a low fifth holds them together."""
    canvas = Canvas(length)
    moments = canvas.moments
    swellings = [_waves(moments, rng) for _ in range(3)]
    layers = (
        (band(90, 300), 0.6, 0.0),
        (band(180, 900), 0.7, 0.5),
        (band(600, 2600), 0.28, 1.4),
    )
    for pan, waves in zip((-0.6, 0.5, 0.0), swellings, strict=True):
        sides = np.array([[1.0 - pan], [1.0 + pan]], dtype=np.float32) * 0.6
        for colour, share, late in layers:
            sheet = noise(colour, rng, 0.7)
            moved = np.interp(moments - late, moments, waves).astype(np.float32)
            sharper = moved ** (1.0 + late)
            canvas.lay(sheet, share * (0.05 + 0.95 * sharper) * sides)
    progression = chords("1/2 3/4 1", "1/2 3/4 9/8", "1/2 2/3 1", "1/2 3/4 5/4")
    sung = voices_of(progression, length, rng, (28.0, 45.0), 8.0)
    opening = wander(moments, rng, 30.0, 0.0, 0.4)
    sing(canvas, sung, 146.8, PADS, rng, open_up=opening, gain=0.55)
    reverberate(canvas.samples, room(rng, 4.0, 2000.0), dry=0.9, wet=0.35)
    return canvas


def soft_rain(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Rain that thickens and thins, drops from leaves, a chord far behind."""
    canvas = Canvas(length)
    moments = canvas.moments
    sheets = (
        (band(250, 900), 0.40, 19.0),
        (band(800, 2600), 0.36, 13.0),
        (band(2200, 6000), 0.17, 9.0),
    )
    weather = arc(moments, (0.0, 0.7), (0.3, 1.0), (0.55, 0.55), (0.8, 1.0), (1.0, 0.6))
    for colour, share, every in sheets:
        for _ in range(2):
            sheet = noise(colour, rng)
            moving = wander(moments, rng, every, 0.2, 1.0) * weather
            canvas.lay(sheet, 0.7 * share * moving * sway(moments, rng, every, 0.6))
    for density, low, high, share in ((45, 900, 2600, 0.25), (12, 500, 1300, 0.3)):
        leaves = _drops(rng, density, (low, high), (0.02, 0.06))
        moving = wander(moments, rng, 11.0, 0.3, 1.0) * weather
        canvas.lay(leaves, share * moving)
    progression = chords(
        "1/2 1 3/2 5/2", "1/2 1 4/3 5/2", "5/12 1 5/4 5/2", "1/2 3/2 2"
    )
    sung = voices_of(progression, length, rng, (26.0, 40.0), 8.0)
    sing(canvas, sung, 164.8, PADS, rng, open_up=0.2 * weather, gain=0.32)
    reverberate(canvas.samples, room(rng, 3.0, 2500.0), dry=0.85, wet=0.4)
    return canvas


def wide_wind(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Gusts, and eight narrow bands of air that are tuned to one another."""
    canvas = Canvas(length)
    moments = canvas.moments
    gusts = wander(moments, rng, 9.0, 0.15, 1.0)
    rising = arc(moments, (0.0, 0.5), (0.4, 0.9), (0.65, 1.0), (1.0, 0.45))
    for colour, share, power in (
        (band(80, 220), 0.5, 0.6),
        (band(150, 600), 0.55, 1.0),
        (band(500, 1500), 0.16, 1.8),
    ):
        sheet = noise(colour, rng)
        moving = share * (0.12 + gusts**power) * rising
        canvas.lay(sheet, moving * sway(moments, rng, 14.0, 0.7))
    for number, ratio in enumerate((1, 3 / 2, 2, 9 / 4, 5 / 2, 3, 10 / 3, 4)):
        pitch = 138.0 * ratio
        air = tone((Partial(pitch, 1.0, pitch * 0.02),), rng, 0.0)
        breathing = np.clip(wander(moments, rng, 8.0 + number, -0.6, 1.0), 0.0, 1.0)
        shape = 1.2 * breathing * (0.3 + 0.7 * gusts) * rising / (1 + 0.25 * number)
        canvas.lay(air, shape * sway(moments, rng, 12.0, 0.7))
    low = tone(harmonics(1.6, 400.0, 7.0)(69.0), rng, 0.6)
    canvas.lay(low, 0.4 * rising * wander(moments, rng, 18.0, 0.5, 1.0))
    reverberate(canvas.samples, room(rng, 6.0, 2000.0), dry=0.7, wet=0.7)
    return canvas


def small_stream(rng: np.random.Generator, length: Seconds) -> Canvas:
    """Water between stones: quick small movement that as a whole stays where it is."""
    canvas = Canvas(length)
    moments = canvas.moments
    runs = ((200, 500, 0.5), (400, 900, 0.45), (700, 1700, 0.3), (1400, 3600, 0.12))
    for low, high, share in runs:
        for _ in range(2):
            quick = wander(moments, rng, 0.8, 0.5, 1.0)
            slow = wander(moments, rng, 16.0, 0.15, 1.0)
            sheet = noise(band(low, high), rng, 0.9)
            canvas.lay(sheet, share * quick * slow * sway(moments, rng, 9.0, 0.7))
    for density, low, high, share in ((22, 350, 800, 0.5), (30, 700, 1500, 0.3)):
        bubbles = _drops(rng, density, (low, high), (0.03, 0.12))
        canvas.lay(bubbles, share * wander(moments, rng, 6.0, 0.4, 1.0))
    progression = chords("1/2 1", "3/4 3/2", "2/3 5/3", "3/4 9/4", "1/2 5/4", "3/4 2")
    notes = voices_of(progression, length, rng, (15.0, 26.0), 5.0)
    opening = wander(moments, rng, 20.0, 0.0, 0.3)
    sing(canvas, notes, 196.0, PADS, rng, open_up=opening, gain=0.8)
    reverberate(canvas.samples, room(rng, 3.5, 2500.0), dry=0.85, wet=0.4)
    return canvas


def _waves(moments: Floats, rng: np.random.Generator) -> Floats:
    """Crests some fifteen seconds apart, no two alike, slower to go than to come."""
    waves = np.zeros_like(moments)
    starts = -rng.uniform(2.0, 10.0)
    while starts < float(moments[-1]):
        comes, goes = rng.uniform(4.5, 6.5), rng.uniform(6.0, 9.0)
        height = rng.uniform(0.55, 1.0)
        waves += height * swell(moments, starts, starts + comes + goes, comes, goes)
        starts += rng.uniform(12.0, 18.0)
    return np.minimum(waves, 1.0).astype(np.float32)


def _drops(
    rng: np.random.Generator,
    density: float,
    pitches: tuple[float, float],
    lasts: tuple[float, float],
) -> Floats:
    """A texture of many small drops, `density` of them a second, closed in a ring."""
    sheet = np.zeros((2, SIZE), dtype=np.float32)
    kinds = [
        drop(float(np.exp(rng.uniform(*np.log(pitches)))), float(rng.uniform(*lasts)))
        for _ in range(40)
    ]
    for _ in range(int(density * SIZE / RATE)):
        kind = kinds[int(rng.integers(len(kinds)))]
        at = int(rng.integers(SIZE - kind.size))
        gain = rng.uniform(0.15, 1.0) ** 2
        pan = rng.uniform(0.1, 0.9)
        sheet[0, at : at + kind.size] += kind * np.float32(gain * np.sqrt(1 - pan))
        sheet[1, at : at + kind.size] += kind * np.float32(gain * np.sqrt(pan))
    sheet /= np.float32(np.sqrt(np.mean(sheet**2)))
    return sheet
