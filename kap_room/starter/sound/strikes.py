"""Sounds that are struck once and ring: bowls, tines, strings, drops.

A strike here is a touch: each begins along a curve of its own, never at full height,
because whoever listens with closed eyes takes an edge for somebody in the room.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kap_room.starter.sound.canvas import RATE, Floats

Mode = tuple[float, float, float]
"""Pitch in hertz, strength, seconds until it has fallen by 60 dB."""


def ringing(modes: Sequence[Mode], attack: float, lasts: float) -> Floats:
    """Decaying tones that begin together over `attack` seconds."""
    moments = np.arange(round(lasts * RATE), dtype=np.float32) / np.float32(RATE)
    sound = np.zeros_like(moments)
    for pitch, strength, decay in modes:
        count = min(moments.size, round(1.2 * decay * RATE))
        part = moments[:count]
        wave = np.sin(np.float32(2 * np.pi * pitch) * part)
        sound[:count] += (
            np.float32(strength) * wave * np.exp(np.float32(-6.9078 / decay) * part)
        )
    begin = min(sound.size, round(attack * RATE))
    sound[:begin] *= np.sin(np.linspace(0, np.pi / 2, begin, dtype=np.float32)) ** 2
    close = min(sound.size, round(0.4 * lasts * RATE))
    sound[-close:] *= np.cos(np.linspace(0, np.pi / 2, close, dtype=np.float32)) ** 2
    return sound


def bowl(pitch: float, beat: float, attack: float = 1.8) -> Floats:
    """A metal bowl: four modes, each a pair that beats."""
    modes: list[Mode] = []
    shape = ((1.0, 1.0, 22.0), (2.71, 0.42, 14.0), (5.15, 0.13, 7.0), (8.1, 0.02, 4.0))
    for number, (ratio, strength, decay) in enumerate(shape):
        apart = beat * (1.0 + 0.45 * number)
        modes.append((pitch * ratio - apart / 2, strength, decay))
        modes.append((pitch * ratio + apart / 2, strength * 0.35, decay))
    return ringing(modes, attack, 24.0)


def tongue(pitch: float) -> Floats:
    """A thumb piano's tongue, played with the flesh of the thumb."""
    modes = ((pitch, 1.0, 4.2), (pitch * 2.0, 0.16, 2.2), (pitch * 5.42, 0.02, 0.5))
    return ringing(modes, 0.12, 5.0)


def muted_string(pitch: float) -> Floats:
    """A harp's string, damped a little by the hand that leaves it."""
    modes = tuple(
        (pitch * number, number**-1.7, 5.0 / number**0.7) for number in range(1, 9)
    )
    return ringing(modes, 0.18, 5.5)


def tine(pitch: float) -> Floats:
    """An electric tine under a felt hammer."""
    modes = ((pitch, 1.0, 9.0), (pitch * 2.0, 0.22, 6.0), (pitch * 3.01, 0.05, 3.0))
    return ringing(modes, 0.22, 10.0)


def drop(pitch: float, lasts: float) -> Floats:
    """A bubble closing under water: a short tone that climbs a third."""
    moments = np.arange(round(lasts * RATE), dtype=np.float32) / np.float32(RATE)
    part = moments / np.float32(lasts)
    turn = 2 * np.pi * pitch * (moments + 0.13 * moments * part)
    shape = np.sin(np.pi * np.sqrt(part)) ** 2 * np.exp(-2.5 * part)
    sound: Floats = (np.sin(turn) * shape).astype(np.float32)
    return sound
