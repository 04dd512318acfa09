"""Writes a piece as Opus in Ogg, and hears again what was written.

A piece is levelled, encoded to a temporary name beside its own and then takes its place
at once: whoever looks sees a whole piece or none. Written for PyAV 13 and later, whose
libopus takes interleaved float samples at 24 kHz as well as at 48.
"""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from typing import Final

import av
import numpy as np

from kap_room.plan.units import Decibels
from kap_room.starter.sound.canvas import RATE, Floats

BITS: Final = 112_000
"""A second is asked for; tones take about 128. The hour stays well under 100 MB, and
nothing of it can be heard to be missing."""

EFFORT: Final = "5"
"""Of 10. At this bit rate the rest costs half as much time again for nothing."""

PART_SUFFIX: Final = ".part"
"""The ending of what is still being written. No player takes such a file for music."""

_STRETCH: Final = RATE * 4


def write(sound: Floats, path: Path, tags: dict[str, str]) -> None:
    """Encode left and right, given at the composing rate; players hear 48 kHz."""
    part = path.with_name(f"{path.name}.{os.getpid()}{PART_SUFFIX}")
    try:
        _encode(sound, part, tags)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> Floats:
    """What a player will hear of a file, at the composing rate; it holds no more."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        seconds = float(container.duration or 0) / 1_000_000
        sound = np.zeros((2, int((seconds + 2.0) * RATE)), dtype=np.float32)
        resampler = av.AudioResampler("fltp", "stereo", RATE, frame_size=RATE)
        end = 0
        for frame in chain(container.decode(stream), (None,)):
            for ready in resampler.resample(frame):
                samples = ready.to_ndarray()
                sound[:, end : end + samples.shape[1]] = samples
                end += samples.shape[1]
    return sound[:, :end]


def gained(sound: Floats, gain: Decibels) -> None:
    """Make a piece louder or quieter, in place."""
    sound *= np.float32(10 ** (gain / 20))


def _encode(sound: Floats, path: Path, tags: dict[str, str]) -> None:
    # Bit exact: the same piece is the same file, without a number drawn by the muxer.
    options = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format="ogg", options=options) as container:
        stream = container.add_stream(
            "libopus",
            rate=RATE,
            layout="stereo",
            options={"compression_level": EFFORT},
        )
        stream.bit_rate = BITS
        stream.metadata.update(tags)
        for start in range(0, sound.shape[1], _STRETCH):
            frame = _frame(sound[:, start : start + _STRETCH], start)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _frame(sound: Floats, start: int) -> av.AudioFrame:
    woven = np.ascontiguousarray(sound.T).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(woven, format="flt", layout="stereo")
    frame.sample_rate = RATE
    frame.pts = start
    return frame
