"""Files written for a test, and the music that they would name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import av
import numpy as np
from av.audio.stream import AudioStream

from kap_room.library.page import Page, read_playlist, read_room, read_scene
from kap_room.plan.music import Playlist
from kap_room.plan.room import Room
from kap_room.plan.scene import Scene

Value = TypeVar("Value")

Reader = Callable[[Path], Page[Scene] | Page[Playlist] | Page[Room]]

READERS: Mapping[str, Reader] = {
    "scene": read_scene,
    "playlist": read_playlist,
    "room": read_room,
}

RATE = 48_000


def scene(folder: Path, text: str) -> Scene:
    return _value(read_scene(_written(folder, text)))


def playlist(folder: Path, text: str) -> Playlist:
    return _value(read_playlist(_written(folder, text)))


def room(folder: Path, text: str) -> Room:
    return _value(read_room(_written(folder, text)))


def _written(folder: Path, text: str) -> Path:
    file = folder / "written.yaml"
    file.write_text(text, "utf-8")
    return file


def _value(page: Page[Value]) -> Value:
    assert page.value is not None, [str(problem) for problem in page.problems]
    return page.value


def sine(
    file: Path, seconds: float, gain: float = -20.0, *, layout: str = "stereo"
) -> Path:
    """A tone of 997 Hz whose peaks stand at the gain, in dB."""
    channels = {"mono": 1, "stereo": 2}[layout]
    moments = np.arange(round(seconds * RATE)) / RATE
    wave = 10 ** (gain / 20) * np.sin(2 * np.pi * 997 * moments)
    samples = np.repeat((wave * 32767).round().astype(np.int16), channels)
    codec = {".wav": "pcm_s16le", ".flac": "flac"}[file.suffix]
    with av.open(str(file), "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout=layout)
        assert isinstance(stream, AudioStream)
        step = RATE // 10 * channels
        for start in range(0, samples.size, step):
            part = samples[np.newaxis, start : start + step]
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout=layout)
            frame.sample_rate = RATE
            frame.pts = start // channels
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file
