"""Whether a file can be started in its midst: tried, by doing it.

The player opens files with FFmpeg's readers and goes to a place by time; so does this,
and hears whether what sounds there is what sounded there when the file was heard from
its beginning. A file that misses is to be played from its start, or from a copy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from kap_room.library.ear.decoding import CANNOT_OPEN, WentOn, opened, to_nobody
from kap_room.library.ear.samples import Samples, samples_of
from kap_room.library.ear.spectrum import Spectrum
from kap_room.plan.units import Seconds

FIRST: Final = Seconds(4.0)
"""The first place that is kept; each further one is twice as far inside."""

NEAR: Final = Seconds(0.5)
"""How far off a start may be."""

ALIKE: Final = 0.9
"""Correlation, from which on two pieces of sound are the same."""

_KEPT: Final = Seconds(2 * NEAR + 1.0)
_TRIED: Final = Seconds(1.0)
_BEHIND: Final = Seconds(0.25)
"""Decoders that start anew need a moment."""

_SOUND: Final = 1e-4
"""Below that amplitude there is nothing to be compared."""


class Midst:
    """Keeps a little of the sound at the last places, whatever the length will be."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._heard = 0
        self._place = FIRST
        self._growing: list[Samples] = []
        self.kept: dict[Seconds, Samples] = {}

    def hear(self, thin: Samples) -> None:
        """One channel, as `Spectrum.hear` returns it."""
        begins = round(self._place * self._rate)
        ends = begins + round(_KEPT * self._rate)
        before, after = self._heard, self._heard + len(thin)
        self._heard = after
        if after > begins:
            self._growing.append(thin[max(0, begins - before) : ends - before])
        if after >= ends:
            self._finish()

    def _finish(self) -> None:
        whole = np.concatenate(self._growing)
        if len(whole) and float(np.abs(whole).max()) > _SOUND:
            self.kept[self._place] = whole
        for old in list(self.kept)[:-2]:
            del self.kept[old]
        self._place, self._growing = Seconds(2 * self._place), []


def starts_inside(
    path: Path, midst: Midst, length: Seconds, went_on: WentOn = to_nobody
) -> bool | None:
    """None where it is too short to be started in its midst, or silent there."""
    places = [place for place in midst.kept if place <= length - _KEPT - 1.0]
    if not places:
        return None
    place = places[-1]
    try:
        heard = _heard_at(path, Seconds(place + NEAR), went_on)
    except CANNOT_OPEN:
        return False
    return heard is not None and _is_in(heard, midst.kept[place])


def _heard_at(path: Path, place: Seconds, went_on: WentOn) -> Samples | None:
    with opened(path) as container:
        stream = container.streams.audio[0]
        begins = float((stream.start_time or 0) * stream.time_base)
        container.seek(round((begins + place) / stream.time_base), stream=stream)
        frames = _frames_from(container, begins + place, went_on)
        return _thinned(frames, _TRIED)


def _frames_from(container: Any, place: float, went_on: WentOn) -> Iterator[Any]:  # noqa: ANN401
    far = -math.inf
    for frame in container.decode(audio=0):
        if frame.pts is None or frame.time_base is None:
            return
        ends = float(frame.pts * frame.time_base) + frame.samples / frame.sample_rate
        if ends > far:
            far = ends
            went_on()
        if ends > place:
            yield frame


def _thinned(frames: Iterator[Any], enough: Seconds) -> Samples | None:
    spectrum: Spectrum | None = None
    heard: list[Samples] = []
    for frame in frames:
        spectrum = spectrum or Spectrum(frame.sample_rate)
        heard.append(spectrum.hear(samples_of(frame)))
        if sum(map(len, heard)) >= enough * spectrum.rate:
            return np.concatenate(heard)
    return None


def _is_in(heard: Samples, kept: Samples) -> bool:
    """Whether the one sounds like a part of the other."""
    skipped = len(heard) // 4
    piece = heard[skipped:].astype(np.float64)
    if len(piece) > len(kept):
        return False
    whole = kept.astype(np.float64)
    size = 2 ** int(np.ceil(np.log2(len(whole) + len(piece))))
    together = np.fft.irfft(np.fft.rfft(whole, size) * np.fft.rfft(piece, size).conj())
    together = together[: len(whole) - len(piece) + 1]
    sums = np.concatenate([[0.0], np.cumsum(np.square(whole))])
    power = sums[len(piece) :] - sums[: len(together)]
    likeness = together / np.sqrt(np.maximum(power * np.square(piece).sum(), 1e-12))
    return bool(likeness.max() >= ALIKE)
