"""Endless sounds: forty seconds of stereo that close upon themselves without a seam.

A texture is drawn as a spectrum and turned into sound in one inverse transform. Each
partial is a still line with a haze around it; the haze is what many players, or one
breath, do to a tone. Lines lie on whole periods of the table, so it has no seam.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from kap_room.starter.sound.canvas import HOP, RATE, Floats

SIZE: Final = HOP * 2048
"""Samples of a texture: 41 seconds, and a length that transforms quickly."""

FINEST: Final = RATE / SIZE
"""Hertz between two lines that a texture can hold: a fortieth."""

_LOWEST: Final = 25.0
"""Hertz. Below, a loudspeaker moves and nobody hears why."""

_HIGHEST: Final = 0.92 * RATE / 2


@dataclass(frozen=True, slots=True)
class Partial:
    """One tone of a sound."""

    pitch: float
    """Hertz."""
    strength: float
    haze: float
    """Hertz by which the haze is spread around the line."""


def tone(partials: Iterable[Partial], rng: np.random.Generator, still: float) -> Floats:
    """Partials sounding for ever; `still` is the share of each that does not waver."""
    spectrum = np.zeros((2, SIZE // 2 + 1), dtype=np.complex64)
    for partial in partials:
        if _LOWEST < partial.pitch < _HIGHEST:
            _draw(spectrum, partial, rng, still)
    return _sounding(spectrum)


def noise(
    shape: Callable[[np.ndarray], np.ndarray],
    rng: np.random.Generator,
    apart: float = 0.8,
) -> Floats:
    """Hiss of any colour: `shape` gives the amplitude at each pitch in hertz.

    `apart` is how little left and right have in common: 0 is mono.
    """
    pitches = np.arange(SIZE // 2 + 1) * FINEST
    colour = np.where(
        (pitches > _LOWEST) & (pitches < _HIGHEST), shape(np.maximum(pitches, 1.0)), 0.0
    ).astype(np.float32)
    drawn = rng.standard_normal((3, 2, colour.size), dtype=np.float32)
    mist = drawn[:, 0] + 1j * drawn[:, 1]
    own = np.float32(np.sin(apart * np.pi / 2))
    shared = np.float32(np.cos(apart * np.pi / 2))
    return _sounding((mist[:2] * own + mist[2] * shared) * colour)


def band(low: float, high: float, steep: float = 2.0) -> Callable[..., np.ndarray]:
    """A hump between two pitches, falling away on both sides by a power."""

    def shape(pitches: np.ndarray) -> np.ndarray:
        hump: np.ndarray = (1.0 / (1.0 + (low / pitches) ** (2 * steep))) ** 0.5
        return hump / (1.0 + (pitches / high) ** (2 * steep)) ** 0.5

    return shape


def _draw(
    spectrum: np.ndarray, partial: Partial, rng: np.random.Generator, still: float
) -> None:
    """A line at the partial's pitch, a little apart in phase, and its haze."""
    centre = round(partial.pitch / FINEST)
    reach = max(2, int(3 * partial.haze / FINEST))
    bins = np.arange(max(centre - reach, 1), min(centre + reach, spectrum.shape[1] - 1))
    haze = np.exp(-0.5 * ((bins - centre) * FINEST / partial.haze) ** 2)
    haze *= np.sqrt((1.0 - still) / (haze**2).sum() / 2)
    drawn = rng.standard_normal((2, 2, bins.size))
    spectrum[:, bins] += partial.strength * haze * (drawn[0] + 1j * drawn[1])
    turn = rng.uniform(0, 2 * np.pi)
    # Low tones stay in the middle: a room with one woofer would cancel them.
    width = min(partial.pitch / 400.0, 1.0) * rng.uniform(-1.2, 1.2)
    line = np.exp(1j * np.array([turn - width / 2, turn + width / 2]))
    spectrum[:, centre] += partial.strength * np.sqrt(still) * line


def _sounding(spectrum: np.ndarray) -> Floats:
    """The texture of a spectrum, at the same power whatever was drawn."""
    sound = np.fft.irfft(spectrum.astype(np.complex64), SIZE, axis=-1)
    power = float(np.sqrt(np.mean(sound.astype(np.float32) ** 2)))
    return (sound / max(power, 1e-12)).astype(np.float32)
