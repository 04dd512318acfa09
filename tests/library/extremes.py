"""Pieces of music so extreme that nobody would argue about their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float32]

RATE = 44_100


def drone(seconds: float) -> Wave:
    """One low chord that hardly moves."""
    moments = np.arange(round(seconds * RATE)) / RATE
    parts = ((55, 1.0), (82.5, 0.6), (110, 0.4), (165, 0.2))
    wave = sum(
        height * np.sin(2 * np.pi * pitch * moments + 0.3 * np.sin(0.2 * moments))
        for pitch, height in parts
    )
    return _level(np.asarray(wave))


def soft_pad(seconds: float) -> Wave:
    """A chord every eight seconds, each swelling into the next."""
    moments = np.arange(round(seconds * RATE)) / RATE
    wave = np.zeros(len(moments))
    for number in range(int(seconds // 8) + 2):
        root = (220, 196, 174.6, 196)[number % 4]
        swell = np.clip(1.0 - np.abs(moments - 8 * number) / 8, 0, None) ** 2
        for part in (1, 1.25, 1.5, 2):
            wave += swell * np.sin(2 * np.pi * root * part * moments)
    return _level(wave)


def voices(seconds: float) -> Wave:
    """An open vowel, in five parts, that stays where it is."""
    moments = np.arange(round(seconds * RATE)) / RATE
    wave = np.zeros(len(moments))
    for pitch in (130.8, 196.2, 261.9, 330.3, 392.7):
        for number in range(1, int(3200 / pitch)):
            high = pitch * number
            mouth = 1 / (1 + ((high - 640) / 120) ** 2)
            mouth += 0.6 / (1 + ((high - 1080) / 150) ** 2) + 0.03
            wave += mouth * np.sin(2 * np.pi * high * moments + high**2)
    return _level(wave)


def pulse(seconds: float) -> Wave:
    """A soft low beat, seventy a minute, over a pad."""
    moments = np.arange(round(seconds * RATE)) / RATE
    since = np.mod(moments, 60 / 70)
    beat = np.exp(-since * 6) * np.sin(2 * np.pi * 70 * since)
    return _level(0.35 * soft_pad(seconds) / 0.03 + beat)


def rhythm(seconds: float) -> Wave:
    """A hand on a drum, ninety a minute, and a plucked string between its beats."""
    moments = np.arange(round(seconds * RATE)) / RATE
    beat = 60 / 90
    struck, between = np.mod(moments, beat), np.mod(moments + beat / 2, beat)
    skin = np.exp(-struck * 14) * np.sin(2 * np.pi * 95 * struck)
    row = np.array((220.0, 261.6, 329.6, 293.7))
    turn = 2 * np.pi * row[((moments + beat / 2) // beat).astype(int) % 4] * between
    string = np.exp(-between * 5) * sum(np.sin(n * turn) / n for n in (1, 2, 3, 4))
    return _level(0.2 * soft_pad(seconds) / 0.03 + 1.5 * skin + 0.8 * string)


def percussion(seconds: float) -> Wave:
    """Drums, a hundred and thirty a minute, with something on every sixteenth."""
    moments = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(5).standard_normal(len(moments))
    beat = 60 / 130
    low, mid, high = (
        np.mod(moments - offset, length)
        for offset, length in ((0.0, beat), (beat, 2 * beat), (0.0, beat / 4))
    )
    wave = np.exp(-low * 18) * np.sin(2 * np.pi * (50 + 60 * np.exp(-low * 30)) * low)
    wave += 0.6 * np.exp(-mid * 25) * noise
    sharp = np.diff(noise, prepend=0.0)
    wave += 0.3 * np.exp(-high * 60) * sharp
    return _level(wave)


def _level(wave: npt.NDArray[np.float64]) -> Wave:
    """All as loud as each other: the order is not to be found in that."""
    level: Wave = (0.03 * wave / np.sqrt(np.square(wave).mean())).astype(np.float32)
    return level


IN_ORDER: Mapping[str, Callable[[float], Wave]] = {
    "drone": drone,
    "soft pad": soft_pad,
    "pulse": pulse,
    "rhythm": rhythm,
    "percussion": percussion,
}
