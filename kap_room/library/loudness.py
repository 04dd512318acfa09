"""How long and how loud one file is, from decoding it to its end.

Headers lie: a file cut short still announces its whole length, and a name says nothing
about what is inside. So only decoded samples count. Written for PyAV 18 and the ebur128
filter of FFmpeg, which gives a true peak as an amplitude with three decimals.
"""

from __future__ import annotations

import math
import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av
import av.filter

from kap_room.library.pauses import Pauses
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds, decibels

GATE: Final = -69.9
"""LUFS. The filter says -70 for whatever never passed its gate: silence."""

HALF_A_STEP: Final = 0.0005
"""A true peak is rounded by this much. Told too high, it still keeps the ceiling."""

SHORTEST: Final = Seconds(1.0)
LONGEST: Final = Seconds(24 * 3600.0)

# A list of addresses can call itself music.mp3: FFmpeg would fetch what it names.
_OPENING: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "aac,ac3,aiff,ape,asf,caf,dsf,flac,matroska,webm,mov,mp4,m4a,"
    "3gp,3g2,mj2,mp3,mpegts,mpc,mpc8,ogg,tta,w64,wav,wv,au",
}
_Spec = tuple[int, str, str]


def measure(path: Path) -> Measure:
    """Whatever the file is, this comes back with a measure or a reason."""
    if reason := _no_file(path):
        return _cannot_sound(reason)
    try:
        with av.open(f"file:{path}", options=dict(_OPENING)) as container:
            if not container.streams.audio:
                return _cannot_sound("There is no sound in it.")
            return _measure(container)
    except (av.FFmpegError, OSError, ValueError, RuntimeError):
        return _cannot_sound("It is not a sound file, or it is broken from the start.")


def _no_file(path: Path) -> str | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return "There is no such file."
    if not stat.S_ISREG(status.st_mode):
        return "It is not a file."
    if status.st_size == 0:
        return "The file is empty."
    return None if os.access(path, os.R_OK) else "It may not be read."


def _cannot_sound(reason: str, length: Seconds = Seconds(0.0)) -> Measure:
    return Measure(length, SILENT, SILENT, reason)


def _measure(container: Any) -> Measure:  # noqa: ANN401 (PyAV's stubs say less)
    decoder = _Decoder(container)
    meter = _Meter()
    pauses = Pauses()
    for frame in decoder.frames():
        pauses.hear(frame)
        meter.hear(frame)
    meter.hear_the_rest()
    length = decoder.length
    if not length or decoder.broken > decoder.sound:
        return _cannot_sound("Most of it cannot be decoded.", length)
    if length < SHORTEST:
        return _cannot_sound(f"It is too short: {length:.2f} s.", length)
    if math.isnan(meter.loudness + meter.peak) or meter.peak == math.inf:
        return _cannot_sound("It holds samples that are no numbers.", length)
    head, tail = pauses.around(meter.loudness)
    return Measure(length, meter.loudness, meter.peak, None, head, tail)


class _Decoder:
    """The sound of a file, and how much of it could be had."""

    def __init__(self, container: Any) -> None:  # noqa: ANN401 (as above)
        self._container = container
        self._samples: Counter[int] = Counter()
        self.sound = 0
        self.broken = 0
        """Packets that hold no sound although they should."""

    @property
    def length(self) -> Seconds:
        parts = (count / rate for rate, count in self._samples.items())
        return Seconds(sum(parts, 0.0))

    def frames(self) -> Iterator[Any]:
        stream = self._container.streams.audio[0]
        try:
            for packet in self._container.demux(stream):
                yield from self._frames_in(packet)
                if self.length > LONGEST:
                    return
        except (av.FFmpegError, OSError):
            return  # cut short: what was there counts

    def _frames_in(self, packet: Any) -> Iterator[Any]:  # noqa: ANN401 (as above)
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError):
            self.broken += 1
            return
        self.sound += 1
        for frame in frames:
            if frame.samples and frame.sample_rate:
                self._samples[frame.sample_rate] += frame.samples
                yield frame


class _Meter:
    """EBU R128 over everything heard, mono as dual mono."""

    def __init__(self) -> None:
        self._graph: Any = None
        self._spec: _Spec | None = None
        self._resamplers: dict[_Spec, Any] = {}
        self._heard = 0
        self.loudness = SILENT
        self.peak = SILENT

    def hear(self, frame: Any) -> None:  # noqa: ANN401 (as above)
        spec = (frame.sample_rate, frame.format.name, frame.layout.name)
        if self._spec is None:
            self._spec = spec
            self._graph = _graph(spec)
        for same in [frame] if spec == self._spec else self._alike(frame, spec):
            same.pts = self._heard  # a file's own clock may jump
            self._heard += same.samples
            self._graph.push(same)
            self._read()

    def hear_the_rest(self) -> None:
        if self._graph is not None:
            self._graph.push(None)
            self._read()

    def _alike(self, frame: Any, spec: _Spec) -> Any:  # noqa: ANN401 (as above)
        """Chained files change rate and shape on the way; a filter cannot."""
        if spec not in self._resamplers:
            rate, form, layout = self._spec or spec
            self._resamplers[spec] = av.AudioResampler(form, layout, rate)
        frame.pts = None
        return self._resamplers[spec].resample(frame)

    def _read(self) -> None:
        while True:
            try:
                told = self._graph.pull().metadata
            except (av.BlockingIOError, av.EOFError):
                return
            if "lavfi.r128.I" in told:
                self._believe(told)

    def _believe(self, told: dict[str, str]) -> None:
        loudness = float(told["lavfi.r128.I"])
        self.loudness = SILENT if loudness < GATE else Decibels(loudness)
        peak = float(told["lavfi.r128.true_peak"])
        self.peak = decibels(peak + HALF_A_STEP) if peak > 0 else SILENT


def _graph(spec: _Spec) -> Any:  # noqa: ANN401 (as above)
    rate, form, layout = spec
    graph = av.filter.Graph()
    into = graph.add_abuffer(sample_rate=rate, format=form, layout=layout)
    meter = graph.add("ebur128", "peak=true:metadata=true:dualmono=true:framelog=quiet")
    out = graph.add("abuffersink")
    into.link_to(meter)
    meter.link_to(out)
    graph.configure()
    return graph
