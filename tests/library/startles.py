"""Music that a person on the couch would be afraid of, and music that only sounds so.

Short renders of what recordings really do: a blow, a rest before a chord, an audience;
a swell, a breath, a sparse piano. All of a minute or less, at a rate that is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from tests.library.formats import Kind, Wave

Floats = npt.NDArray[np.float64]

RATE: Final = 16_000
KIND: Final = Kind(".flac", "flac", RATE, "mono", sample="s16")


def _moments(seconds: float) -> Floats:
    return np.arange(round(seconds * RATE)) / RATE


def _gain(level: float | Floats) -> float | Floats:
    return 10 ** (np.asarray(level) / 20)


def _pad(seconds: float, root: float = 196.0) -> Floats:
    """A chord that hardly moves, at 0 dB."""
    at = _moments(seconds)
    parts = (1.0, 1.25, 1.5, 2.0, 3.0)
    chord = sum(
        np.sin(2 * np.pi * root * p * at + 0.3 * np.sin(0.4 * at)) for p in parts
    )
    return np.asarray(chord) / 3.0


def _noise(seconds: float, seed: int, slope: float = 0.5) -> Floats:
    """Like rain or applause with a small slope, like thunder with a steep one; 0 dB."""
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    pitches = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 30.0)
    wave = np.fft.irfft(spectrum / pitches**slope, count)
    return np.asarray(wave / np.sqrt(np.square(wave).mean()) / np.sqrt(2))


def _struck(seconds: float, attack: float, fall: float) -> Floats:
    """Rises for so long, then falls by so many dB a second."""
    at = _moments(seconds)
    return np.asarray(np.minimum(1.0, at / attack) * _gain(-fall * at))


def _put(into: Floats, what: Floats, at: float, level: float) -> Floats:
    first = round(at * RATE)
    into[first : first + len(what)] += what[: len(into) - first] * _gain(level)
    return into


def _note(pitch: float, fall: float, seconds: float = 8.0) -> Floats:
    """Of a piano: its partials die away one after another."""
    at = _moments(seconds)
    parts = (
        np.sin(2 * np.pi * pitch * n * at)
        * _gain(-4.0 * n - fall * at * (0.6 + 0.4 * n))
        for n in range(1, 6)
    )
    return np.asarray(sum(parts)) * np.minimum(1.0, at / 0.005)


def _piano(into: Floats, every: float, level: float, fall: float = 5.0) -> Floats:
    pitches = (196.0, 246.9, 293.7, 220.0, 164.8)
    for number in range(int(len(into) / RATE / every)):
        note = _note(pitches[number % len(pitches)], fall)
        _put(into, note, number * every, level - (number % 3))
    return into


def a_drum_after_quiet() -> Floats:
    hit = np.sin(2 * np.pi * 70 * _moments(1.5)) * _struck(1.5, 0.005, 25.0)
    return _put(_pad(40.0) * _gain(-34.0), hit, 30.0, -5.0)


def a_fast_crescendo() -> Floats:
    at = _moments(50.0)
    return _pad(50.0) * _gain(np.interp(at, [25.0, 27.0], [-36.0, -12.0]))


def a_forte_after_a_rest() -> Floats:
    wave = _piano(np.zeros(30 * RATE), 1.0, -34.0)[: 26 * RATE]
    wave = np.concatenate([wave, np.zeros(14 * RATE)])
    for pitch in (98.0, 196.0, 246.9, 293.7):
        _put(wave, _note(pitch, 4.0), 30.0, -14.0)
    return wave


def thunder_in_rain() -> Floats:
    clap = _noise(8.0, 2, 1.0) * _struck(8.0, 0.15, 5.0)
    return _put(_noise(50.0, 1) * _gain(-34.0), clap, 30.0, -12.0)


def applause_at_the_end() -> Floats:
    at = _moments(50.0)
    music = _pad(50.0) * _gain(np.interp(at, [36.0, 41.0], [-26.0, -60.0]))
    clapping = _noise(8.0, 3, 0.2) * np.minimum(1.0, _moments(8.0) / 0.6)
    return _put(music, clapping, 42.0, -16.0)


def a_door_that_slams() -> Floats:
    slam = _noise(0.6, 4, 0.8) * _struck(0.6, 0.002, 60.0)
    return _put(_pad(40.0) * _gain(-30.0), slam, 20.0, 4.0)


def a_gong() -> Floats:
    at = _moments(15.0)
    parts = (98.0, 141.0, 187.0, 263.0, 391.0, 522.0)
    gong = np.asarray(sum(np.sin(2 * np.pi * p * at) for p in parts)) / 4
    return _put(_pad(50.0) * _gain(-36.0), gong * _struck(15.0, 0.02, 4.0), 25.0, -10.0)


def a_tutti_after_silence() -> Floats:
    at = _moments(50.0)
    level = np.interp(at, [20.0, 21.0, 25.0, 25.1], [-24.0, -90.0, -90.0, -10.0])
    return (_pad(50.0) + 0.3 * _noise(50.0, 5)) * _gain(level)


def a_choir_that_swells() -> Floats:
    at = _moments(60.0)
    level = np.interp(at, [10.0, 30.0, 40.0, 58.0], [-36.0, -16.0, -16.0, -34.0])
    return _pad(60.0, 220.0) * _gain(level)


def a_sparse_piano() -> Floats:
    return _piano(np.zeros(60 * RATE), 4.0, -16.0)


def pads_that_breathe() -> Floats:
    at = _moments(60.0)
    return _pad(60.0) * _gain(-22.0 - 6.0 * np.cos(2 * np.pi * at / 7.0))


def a_fade_in_over_five_seconds() -> Floats:
    at = _moments(40.0)
    return _pad(40.0) * _gain(-18.0) * np.minimum(1.0, at / 5.0)


def waves_on_a_shore() -> Floats:
    at = _moments(60.0)
    swell = np.power(0.5 - 0.5 * np.cos(2 * np.pi * at / 10.0), 1.5)
    return _noise(60.0, 6, 0.6) * (0.25 + swell) * _gain(-22.0)


def bowls_struck_softly() -> Floats:
    wave = _pad(60.0) * _gain(-32.0)
    for number in range(7):
        bowl = np.sin(2 * np.pi * (262.0, 393.0)[number % 2] * _moments(12.0))
        _put(wave, bowl * _struck(12.0, 0.03, 4.0), 2.0 + 8.0 * number, -20.0)
    return wave


FEARED: Final[Mapping[str, Callable[[], Floats]]] = {
    "drum after quiet": a_drum_after_quiet,
    "fast crescendo": a_fast_crescendo,
    "forte after a rest": a_forte_after_a_rest,
    "thunder in rain": thunder_in_rain,
    "applause at the end": applause_at_the_end,
    "door that slams": a_door_that_slams,
    "gong": a_gong,
    "tutti after silence": a_tutti_after_silence,
}
HARMLESS: Final[Mapping[str, Callable[[], Floats]]] = {
    "choir that swells": a_choir_that_swells,
    "sparse piano": a_sparse_piano,
    "pads that breathe": pads_that_breathe,
    "fade in over 5 s": a_fade_in_over_five_seconds,
    "waves on a shore": waves_on_a_shore,
    "bowls struck softly": bowls_struck_softly,
}


def rendered(wave: Floats) -> Wave:
    return np.clip(wave, -1.0, 1.0).astype(np.float32)
