"""Pieces of other kinds than the extremes.

What a listener would say of each was written down before the program heard it. The
estimate was then mended by what they showed, so they hold what was reached: how well it
does on music that it has never met, they do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from tests.library.extremes import RATE, Wave

Sound = npt.NDArray[np.float64]
Strike = Callable[[float], Sound]
Note = tuple[float, float, float]
"""When it is struck, its pitch, its strength."""


def sparse_piano(seconds: float) -> Wave:
    """A single note now and then, left to ring."""
    rng = np.random.default_rng(11)
    scale = (220.0, 246.9, 277.2, 329.6, 370.0, 440.0)
    starts = np.arange(0.5, seconds, 4.0)
    notes = ((at, float(rng.choice(scale)), 1.0) for at in starts)
    return _level(_struck(seconds, notes, _string(3.0)))


def sparse_bells(seconds: float) -> Wave:
    """A bell every five seconds."""
    rng = np.random.default_rng(13)
    pitches = rng.choice((293.7, 349.2, 440.0, 523.3), 100)
    starts = np.arange(0.5, seconds, 5.0)
    notes = ((at, float(p), 1.0) for at, p in zip(starts, pitches, strict=False))
    return _level(_struck(seconds, notes, _bell(4.0)))


def rain(seconds: float) -> Wave:
    """A steady hiss with drops in it."""
    rng = np.random.default_rng(14)
    hiss = _coloured(rng, seconds, lambda f: np.sqrt(f / 200) / (1 + (f / 3000) ** 1.5))
    starts = rng.uniform(0, seconds, int(40 * seconds))
    drops = ((float(at), float(rng.uniform(900, 3000)), 0.4) for at in starts)
    return _level(hiss / hiss.std() + 0.5 * _struck(seconds, drops, _drop))


def slow_arpeggio(seconds: float) -> Wave:
    """A plucked string, three notes in two seconds."""
    return _level(_arpeggio(seconds, 0.67))


def heartbeats(seconds: float) -> Wave:
    """A great drum, two beats and a rest, sixty a minute."""
    starts = [at + by for at in np.arange(0.2, seconds, 1.0) for by in (0.0, 0.33)]
    notes = ((float(at), 55.0, 1.0) for at in starts)
    return _level(_struck(seconds, notes, _drum))


def fast_arpeggio(seconds: float) -> Wave:
    """The same string, eight notes a second."""
    return _level(_arpeggio(seconds, 0.125))


def frame_drum(seconds: float) -> Wave:
    """One drum, evenly, seven beats in two seconds."""
    notes = ((float(at), 75.0, 1.0) for at in np.arange(0.2, seconds, 1 / 3.5))
    return _level(_struck(seconds, notes, _drum))


def dense_bells(seconds: float) -> Wave:
    """Bronze, struck in three interlocking voices."""
    rng = np.random.default_rng(16)
    notes = []
    for voice, every in enumerate((0.5, 0.25, 0.125)):
        for at in np.arange(0.1, seconds, every):
            row = 220.0 * 2**voice * np.array((1.0, 1.1, 1.2, 1.5, 1.6))
            notes.append((float(at), float(rng.choice(row)), 1.0 / (1 + voice)))
    return _level(_struck(seconds, notes, _bell(1.2)))


def drums(seconds: float) -> Wave:
    """Four drummers, a hundred and forty a minute, with sticks on the rims."""
    rng = np.random.default_rng(17)
    beat = 60 / 140
    notes = [(float(at), 60.0, 1.5) for at in np.arange(0.1, seconds, beat)]
    for pitch, share in ((90.0, 0.5), (130.0, 0.6), (180.0, 0.5)):
        grid = np.arange(0.1, seconds, beat / 4)
        notes += [(float(at), pitch, 0.8) for at in grid if rng.random() < share]
    deep = _struck(seconds, notes, _drum)
    rims = ((float(at), 1800.0, 1.0) for at in np.arange(0.1, seconds, beat / 4))
    return _level(deep + 0.7 * _struck(seconds, rims, _rim))


SPARSE = (sparse_piano, sparse_bells, rain)
"""A note now and then, and a steady hiss."""

SLOW = (slow_arpeggio, heartbeats)
QUICK = (fast_arpeggio, frame_drum, dense_bells)
DRIVING = (drums,)


def _level(wave: Sound) -> Wave:
    """All as loud as each other."""
    level: Wave = (0.03 * wave / np.sqrt(np.square(wave).mean())).astype(np.float32)
    return level


def _coloured(
    rng: np.random.Generator, seconds: float, shape: Callable[[Sound], Sound]
) -> Sound:
    count = round(seconds * RATE)
    pitches = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20.0)
    drawn = np.fft.rfft(rng.standard_normal(count))
    coloured: Sound = np.fft.irfft(drawn * shape(pitches), count)
    return coloured


def _struck(seconds: float, notes: Iterable[Note], strike: Strike) -> Sound:
    count = round(seconds * RATE)
    wave = np.zeros(count)
    made: dict[float, Sound] = {}
    for at, pitch, gain in notes:
        if pitch not in made:
            made[pitch] = strike(pitch)
        begins = round(at * RATE)
        sound = made[pitch][: max(0, count - begins)]
        wave[begins : begins + len(sound)] += gain * sound
    return wave


def _string(lasts: float) -> Strike:
    def strike(pitch: float) -> Sound:
        moments = np.arange(round(2 * lasts * RATE)) / RATE
        wave = sum(
            np.exp(-moments * (1 + 0.4 * part) * 2 / lasts)
            * np.sin(2 * np.pi * pitch * part * moments)
            / part**1.3
            for part in range(1, 9)
        )
        return np.asarray(wave * np.minimum(moments / 0.004, 1.0))

    return strike


def _bell(lasts: float) -> Strike:
    def strike(pitch: float) -> Sound:
        moments = np.arange(round(2 * lasts * RATE)) / RATE
        parts = ((1.0, 1.0), (2.76, 0.6), (5.4, 0.35), (8.9, 0.2))
        wave = sum(
            share
            * np.exp(-moments * (2 + ratio) / lasts)
            * np.sin(2 * np.pi * pitch * ratio * moments)
            for ratio, share in parts
        )
        return np.asarray(wave * np.minimum(moments / 0.002, 1.0))

    return strike


def _drop(pitch: float) -> Sound:
    moments = np.arange(round(0.08 * RATE)) / RATE
    return np.exp(-moments * 60) * np.sin(2 * np.pi * pitch * moments)


def _drum(pitch: float) -> Sound:
    moments = np.arange(round(0.8 * RATE)) / RATE
    turn = 2 * np.pi * pitch * (moments + 0.04 * (1 - np.exp(-moments * 25)))
    skin = np.exp(-moments * 60) * np.random.default_rng(3).standard_normal(
        len(moments)
    )
    struck: Sound = np.exp(-moments * 7) * np.sin(turn) + 0.15 * skin
    return struck * np.minimum(moments / 0.003, 1.0)


def _rim(pitch: float) -> Sound:
    moments = np.arange(round(0.06 * RATE)) / RATE
    hiss = np.random.default_rng(4).standard_normal(len(moments))
    rim: Sound = np.exp(-moments * 90) * (np.sin(2 * np.pi * pitch * moments) + hiss)
    return rim


def _arpeggio(seconds: float, every: float) -> Sound:
    row = [196.0 * ratio for ratio in (1, 1.25, 1.5, 2, 2.5, 3, 2.5, 2, 1.5, 1.25)]
    starts = np.arange(0.2, seconds, every)
    notes = ((float(at), row[n % len(row)], 1.0) for n, at in enumerate(starts))
    return _struck(seconds, notes, _string(0.9))
