"""EBU R128 over everything heard, mono as dual mono.

FFmpeg's ebur128 does it; the true peak is found elsewhere, for a quarter of the cost.
"""

from __future__ import annotations

from array import array
from typing import Any, Final

import av
import av.filter
import numpy as np
import numpy.typing as npt

from kap_room.plan.units import SILENT, Decibels, Seconds

GATE: Final = -69.9
"""LUFS. The filter says -70 for whatever never passed its gate: silence."""

MOMENT: Final = Seconds(0.1)
"""How often the momentary loudness, that of the last 400 ms, is told."""

_OPTIONS: Final = "metadata=true:dualmono=true:framelog=quiet"


class Meter:
    def __init__(self) -> None:
        self._graph: Any = None
        self._heard = 0
        self._told: dict[str, str] = {}
        self._moments = array("f")

    def hear(self, frame: Any) -> None:  # noqa: ANN401 (PyAV's stubs say less)
        if self._graph is None:
            self._graph = _graph(frame)
        frame.pts = self._heard  # a file's own clock may jump
        self._heard += frame.samples
        self._graph.push(frame)
        self._read()

    def hear_the_rest(self) -> None:
        if self._graph is not None:
            self._graph.push(None)
            self._read()

    @property
    def loudness(self) -> Decibels:
        """Integrated, in LUFS."""
        loudness = float(self._told.get("lavfi.r128.I", "-inf"))
        return SILENT if loudness < GATE else Decibels(loudness)

    @property
    def range(self) -> Decibels:
        return Decibels(float(self._told.get("lavfi.r128.LRA", "0")))

    @property
    def moments(self) -> npt.NDArray[np.float32]:
        """The momentary loudness, in LUFS, every `MOMENT`."""
        return np.frombuffer(self._moments, np.float32)

    def _read(self) -> None:
        while True:
            try:
                told = self._graph.pull().metadata
            except (av.BlockingIOError, av.EOFError):
                return
            if "lavfi.r128.I" in told:
                self._told = told
                self._moments.append(float(told["lavfi.r128.M"]))


def _graph(frame: Any) -> Any:  # noqa: ANN401 (as above)
    graph = av.filter.Graph()
    into = graph.add_abuffer(
        sample_rate=frame.sample_rate,
        format=frame.format.name,
        layout=frame.layout.name,
    )
    meter = graph.add("ebur128", _OPTIONS)
    out = graph.add("abuffersink")
    into.link_to(meter)
    meter.link_to(out)
    graph.configure()
    return graph
