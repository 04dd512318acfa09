"""What a test hears of a piece: levels, rises, and FFmpeg's own loudness."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from av.filter import Graph

from kap_room.starter.sound.canvas import RATE, Floats

TICK = 0.05
"""Seconds between two levels; each is heard over two ticks."""


def levels(sound: Floats) -> np.ndarray:
    """Decibels of each tenth of a second, twenty a second."""
    tick = round(TICK * RATE)
    count = sound.shape[1] // tick
    squares = sound[:, : count * tick].astype(np.float64) ** 2
    power = squares.mean(axis=0).reshape(count, tick).mean(axis=1)
    heard: np.ndarray = 10 * np.log10(np.convolve(power, (0.5, 0.5), "valid") + 1e-12)
    return heard


def steepest_rise(sound: Floats, within: float, floor: float) -> float:
    """The most by which the level climbs within some seconds, once above a floor."""
    heard = levels(sound)
    ticks = round(within / TICK)
    before, after = heard[:-ticks], heard[ticks:]
    return float(np.where(before > floor, after - before, 0.0).max())


def share_below(sound: Floats, pitch: float) -> float:
    """The part of a sound's power that lies below a pitch."""
    middle = sound.mean(axis=0)
    power = np.abs(np.fft.rfft(middle)) ** 2
    pitches = np.fft.rfftfreq(middle.size, 1 / RATE)
    return float(power[pitches < pitch].sum() / power.sum())


def measured_by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak of a file, from FFmpeg's ebur128."""
    graph = Graph()
    loudness, peak = -70.0, -70.0
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        source = graph.add_abuffer(template=stream)
        meter = graph.add("ebur128", "peak=true:metadata=1")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        for frame in container.decode(stream):
            graph.push(frame)
            loudness, peak = _told(graph, loudness, peak)
    return loudness, peak


def _told(graph: Graph, loudness: float, peak: float) -> tuple[float, float]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return loudness, peak
        told = frame.metadata
        loudness = float(told.get("lavfi.r128.I", loudness))
        for side in ("lavfi.r128.true_peaks_ch0", "lavfi.r128.true_peaks_ch1"):
            peak = max(peak, 20 * float(np.log10(max(float(told.get(side, 0)), 1e-6))))
