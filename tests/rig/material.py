"""Files to listen to: steady material, so that whatever changes was our doing."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from tests.rig.hearing import CHANNELS, RATE, Samples

CODECS = {
    ".flac": "flac",
    ".wav": "pcm_s16le",
    ".mp3": "libmp3lame",
    ".opus": "libopus",
}

PROGRAMME = -23.0
"""RMS in dB below full scale that the materials have unless asked otherwise."""

RESTLESS = 0.1
"""Seconds that a rise of noise is judged in. In half of it noise moves by 2 dB where
nothing is done to it, and a fade that is as it should be may seem too steep."""


def pink_noise(seconds: float, seed: int, level: float = PROGRAMME) -> Samples:
    """Noise with as much in every octave; another seed is unrelated noise."""
    chance = np.random.default_rng(seed)
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(chance.standard_normal((count, CHANNELS)), axis=0)
    pitches = np.fft.rfftfreq(count, 1 / RATE)
    shape = 1.0 / np.sqrt(np.maximum(pitches, 40.0))
    samples = np.fft.irfft(spectrum * shape[:, np.newaxis], count, axis=0)
    return _at_level(samples.astype(np.float32), level)


def tone(seconds: float, pitch: float, level: float = PROGRAMME) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * pitch * time).astype(np.float32)
    return _at_level(np.repeat(wave[:, np.newaxis], CHANNELS, axis=1), level)


def sweep(seconds: float, first: float = 300.0, last: float = 3300.0) -> Samples:
    """A tone that climbs: as even as one that stays, and every moment of it differs."""
    time = np.arange(round(seconds * RATE)) / RATE
    turns = first * time + (last - first) / (2 * seconds) * time**2
    wave = np.sin(2 * np.pi * turns).astype(np.float32)
    return _at_level(np.repeat(wave[:, np.newaxis], CHANNELS, axis=1), PROGRAMME)


def write(path: Path, samples: Samples) -> Path:
    """In the format that the name asks for: flac, wav, mp3 or opus."""
    whole = np.clip(samples * 32767.0, -32768, 32767).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODECS[path.suffix], rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "stereo"
        resampler = av.AudioResampler(stream.format, "stereo", RATE)
        for start in range(0, len(whole), RATE):
            piece = np.ascontiguousarray(whole[start : start + RATE].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="stereo")
            frame.sample_rate = RATE
            for each in resampler.resample(frame):
                container.mux(stream.encode(each))
        container.mux(stream.encode(None))
    return path


def _at_level(samples: Samples, level: float) -> Samples:
    power = float(np.sqrt(np.square(samples, dtype=np.float64).mean()))
    return samples * np.float32(10 ** (level / 20) / power)
