"""Loudness, range and true peak beside FFmpeg's own meter, on what people own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.filter
import numpy as np
import pytest

from kap_room.library.ear.hear import portrait_of
from tests.library import extremes, formats
from tests.library.formats import KINDS, Kind, Wave


@dataclass(frozen=True)
class Reference:
    loudness: float
    width: float
    peak: float


def ffmpeg_s(path: Path) -> Reference:
    """What its filter ebur128 says, mono as dual mono."""
    told: dict[str, str] = {}
    with av.open(str(path)) as container:
        graph: Any = None
        for frame in container.decode(audio=0):
            graph = graph or meter_for(frame)
            frame.pts = None
            graph.push(frame)
            for heard in out_of(graph):
                told = heard.metadata or told
        graph.push(None)
        for heard in out_of(graph):
            told = heard.metadata or told
    return Reference(
        float(told["lavfi.r128.I"]),
        float(told["lavfi.r128.LRA"]),
        20 * math.log10(float(told["lavfi.r128.true_peak"])),
    )


def meter_for(frame: Any) -> Any:  # noqa: ANN401 (PyAV's stubs say less)
    graph = av.filter.Graph()
    into = graph.add_abuffer(
        sample_rate=frame.sample_rate,
        format=frame.format.name,
        layout=frame.layout.name,
    )
    meter = graph.add("ebur128", "peak=true:metadata=true:dualmono=true:framelog=quiet")
    out = graph.add("abuffersink")
    into.link_to(meter)
    meter.link_to(out)
    graph.configure()
    return graph


def out_of(graph: Any) -> Iterator[Any]:  # noqa: ANN401 (as above)
    while True:
        try:
            yield graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return


SECONDS = 5


def noise(kind: Kind) -> Wave:
    samples = np.random.default_rng(4).standard_normal(SECONDS * kind.rate)
    wave: Wave = (0.1 * samples).astype(np.float32)
    return wave


def between_the_samples(kind: Kind) -> Wave:
    """Its peaks lie half way between two samples: 3 dB higher than any of them.

    It fades at both ends: FFmpeg's meter never hears the very last samples.
    """
    moments = np.arange(SECONDS * kind.rate)
    fade = np.clip(np.minimum(moments, moments[::-1]) / kind.rate, 0, 1)
    tone = 0.4 * fade * np.sin(np.pi / 2 * moments + np.pi / 4)
    wave: Wave = tone.astype(np.float32)
    return wave


def drums(kind: Kind) -> Wave:
    moments = np.arange(SECONDS * kind.rate) / kind.rate
    wave = extremes.percussion(SECONDS)
    heard = np.interp(moments, np.arange(len(wave)) / extremes.RATE, wave)
    return heard.astype(np.float32)


def swelling(kind: Kind) -> Wave:
    whole = noise(kind)
    wave: Wave = whole * np.linspace(0.05, 1.0, len(whole), dtype=np.float32)
    return wave


Made = Callable[[Kind], Wave]


@pytest.mark.parametrize("name", ["flac 24", "wav 16, 8 kHz mono", "mp3 variable"])
def test_a_meter_beside_ours_says_the_same(tmp_path: Path, name: str) -> None:
    """On drums, in a format of each sort; the slow test compares all of them."""
    assert_the_same(tmp_path, name, drums)


@pytest.mark.slow
@pytest.mark.parametrize("made", [noise, between_the_samples, drums, swelling])
@pytest.mark.parametrize("name", KINDS)
def test_a_meter_beside_ours_says_the_same_of_everything(
    tmp_path: Path, name: str, made: Made
) -> None:
    """Steady, swelling, sharp, and with its peaks between the samples."""
    assert_the_same(tmp_path, name, made)


def assert_the_same(tmp_path: Path, name: str, made: Made) -> None:
    """Loudness within 0.2 LU, true peak within 0.3 dB."""
    kind = KINDS[name]
    file = formats.write(tmp_path / f"a{kind.ending}", made(kind), kind)
    found, reference = portrait_of(file), ffmpeg_s(file)
    assert found.measure.loudness == pytest.approx(reference.loudness, abs=0.2)
    assert found.measure.peak == pytest.approx(reference.peak, abs=0.3)
    assert found.character is not None
    assert found.character.loudness_range == pytest.approx(reference.width, abs=0.2)


def test_a_peak_between_two_samples_is_found(tmp_path: Path) -> None:
    """No sample of this tone stands higher than 3 dB below its peak."""
    kind = KINDS["wav float"]
    wave = between_the_samples(kind)
    found = portrait_of(formats.write(tmp_path / "a.wav", wave, kind))
    highest = 20 * math.log10(float(np.abs(wave).max()))
    assert highest < 20 * math.log10(0.4) - 2.9
    assert found.measure.peak == pytest.approx(20 * math.log10(0.4), abs=0.1)
