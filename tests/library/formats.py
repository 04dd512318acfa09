"""Music in the formats in which people own it, made here with PyAV.

Each file holds one tone of a pitch and level that are known, so that a measure has a
truth to stand beside and a listener can tell one file from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float32]

LEVEL = -20.0
"""Peak of the tone in dB; with both channels alike that is -20 LUFS at 997 Hz."""

VARIABLE = {"flags": "+qscale", "global_quality": str(5 * 118)}
EXPERIMENTAL = {"strict": "experimental"}
NO_INDEX = {"write_xing": "0", "id3v2_version": "0"}
"""An mp3 that does not say how long it is."""


@dataclass(frozen=True)
class Kind:
    """One way in which a file is written."""

    ending: str
    codec: str
    rate: int = 44_100
    layout: str = "stereo"
    sample: str | None = None
    bits: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    container: Mapping[str, str] = field(default_factory=dict)
    has_tags: bool = False
    has_picture: bool = False


KINDS: Mapping[str, Kind] = {
    "mp3 variable": Kind(".mp3", "libmp3lame", options=VARIABLE, has_tags=True),
    "mp3 variable, no index": Kind(
        ".mp3", "libmp3lame", options=VARIABLE, container=NO_INDEX
    ),
    "mp3 constant": Kind(".mp3", "libmp3lame", 48_000, bits=320_000),
    "mp3 mono, no index": Kind(
        ".mp3", "libmp3lame", 22_050, "mono", bits=64_000, container=NO_INDEX
    ),
    "mp3 with a picture": Kind(".mp3", "libmp3lame", has_tags=True, has_picture=True),
    "flac 16": Kind(".flac", "flac", sample="s16", has_tags=True),
    "flac 24": Kind(".flac", "flac", 96_000, sample="s32"),
    "flac with a picture": Kind(".flac", "flac", has_picture=True),
    "ogg vorbis": Kind(".ogg", "vorbis", options=EXPERIMENTAL, has_tags=True),
    "opus": Kind(".opus", "libopus", 48_000, bits=96_000, has_tags=True),
    "opus mono": Kind(".opus", "libopus", 48_000, "mono", bits=32_000),
    "m4a": Kind(".m4a", "aac", bits=128_000, has_tags=True),
    "m4a lossless": Kind(".m4a", "alac"),
    "wav 16, 8 kHz mono": Kind(".wav", "pcm_s16le", 8_000, "mono"),
    "wav 24": Kind(".wav", "pcm_s24le", 48_000),
    "wav float": Kind(".wav", "pcm_f32le", 96_000),
    "aiff": Kind(".aiff", "pcm_s16be"),
    "aiff 24": Kind(".aif", "pcm_s24be", 48_000),
}

ODD_NAMES = (
    "two  words and a space .flac",
    'it\'s a "quote" & more;$(x).flac',
    "100% done %20 %s.flac",
    "ναῦς 海 é e\u0301 🎵.flac",
    "a\nline.flac",
    "-dash.flac",
    "#hash?query=1.flac",
    "file:name.flac",
    f"{'long ' * 49}.flac",
)


def tone(seconds: float, pitch: float, kind: Kind, level: float = LEVEL) -> Wave:
    moments = np.arange(round(seconds * kind.rate)) / kind.rate
    wave = 10 ** (level / 20) * np.sin(2 * np.pi * pitch * moments)
    return wave.astype(np.float32)


def rising(seconds: float, kind: Kind, *, per_second: float) -> Wave:
    """A tone from 300 Hz up that tells where one is, hissing in its second half.

    The hiss costs bits: a place guessed from the size of the file is far off.
    """
    moments = np.arange(round(seconds * kind.rate)) / kind.rate
    phase = 300 * moments + per_second * np.square(moments) / 2
    hiss = np.random.default_rng(1).standard_normal(len(moments))
    wave = 0.1 * np.sin(2 * np.pi * phase) + 0.01 * hiss * (moments > seconds / 2)
    return wave.astype(np.float32)


def write(path: Path, wave: Wave, kind: Kind) -> Path:
    with av.open(f"file:{path}", "w", options=dict(kind.container)) as container:
        stream = container.add_stream(
            kind.codec, rate=kind.rate, layout=kind.layout, options=dict(kind.options)
        )
        assert isinstance(stream, av.AudioStream)
        if kind.bits is not None:
            stream.bit_rate = kind.bits
        if kind.sample is not None:
            stream.format = av.AudioFormat(kind.sample)
        if kind.has_tags:
            container.metadata.update({"title": "Slow tide", "artist": "Nobody"})
        picture = _picture(container) if kind.has_picture else None
        _sound(container, stream, wave, kind)
        if picture is not None:
            container.mux(picture)
    return path


def _sound(
    container: av.container.OutputContainer,
    stream: av.AudioStream,
    wave: Wave,
    kind: Kind,
) -> None:
    channels = 1 if kind.layout == "mono" else 2
    resampler = av.AudioResampler(stream.format, kind.layout, kind.rate)
    for start in range(0, len(wave), kind.rate):
        piece = np.repeat(wave[start : start + kind.rate], channels)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(piece, format="flt", layout=kind.layout)
        frame.sample_rate, frame.pts = kind.rate, start
        for each in resampler.resample(frame):
            container.mux(stream.encode(each))
    for each in resampler.resample(None):
        container.mux(stream.encode(each))
    container.mux(stream.encode(None))


def _picture(container: av.container.OutputContainer) -> av.Packet[av.VideoStream]:
    """A cover, as shops and rippers put it in front of the sound."""
    stream = container.add_stream("png", rate=1)
    assert isinstance(stream, av.VideoStream)
    stream.width = stream.height = 300
    stream.pix_fmt = "rgb24"
    stream.disposition = av.stream.Disposition.attached_pic
    noise = np.random.default_rng(2).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    (packet,) = stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24"))
    return packet
