"""A file heard to its end, once: all that the catalogue wants to know of it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from kap_room.library.ear.character import character_of
from kap_room.library.ear.decoding import (
    CANNOT_OPEN,
    Decoder,
    WentOn,
    labels_in,
    no_file,
    opened,
    to_nobody,
)
from kap_room.library.ear.meter import Meter
from kap_room.library.ear.midst import Midst, starts_inside
from kap_room.library.ear.peak import TruePeak
from kap_room.library.ear.promised import missing_in
from kap_room.library.ear.samples import Portions, Samples
from kap_room.library.ear.spectrum import Spectrum
from kap_room.library.pauses import Pauses
from kap_room.library.portrait import Portrait
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Seconds

SHORTEST: Final = Seconds(1.0)

_LOUDEST: Final = 1e4
"""A float file may hold anything; beyond that its spectrum is nobody's concern."""


def portrait_of(path: Path, went_on: WentOn = to_nobody) -> Portrait:
    """Whatever the file is, this comes back with a measure or a reason."""
    if reason := no_file(path):
        return _cannot_sound(reason)
    try:
        with opened(path) as container:
            if not container.streams.audio:
                return _cannot_sound("There is no sound in it.")
            return _heard(path, container, went_on)
    except CANNOT_OPEN:
        return _cannot_sound("It is not a sound file, or it is broken from the start.")


def _cannot_sound(reason: str, length: Seconds = Seconds(0.0)) -> Portrait:
    return Portrait(Measure(length, SILENT, SILENT, reason))


class _Ear:
    """Everything that listens, each to the same portions."""

    def __init__(self, rate: int) -> None:
        self.peak = TruePeak(rate)
        self.pauses = Pauses(rate)
        self.spectrum = Spectrum(rate)
        self.midst = Midst(self.spectrum.rate)
        self.hears_numbers = True

    def hear(self, samples: Samples) -> None:
        if not np.isfinite(samples).all():
            self.hears_numbers = False
            return
        self.peak.hear(samples)
        self.pauses.hear(samples)
        self.midst.hear(self.spectrum.hear(samples.clip(-_LOUDEST, _LOUDEST)))


class _Listener:
    """The ear is there from the first frame on: before, nobody knows the rate."""

    def __init__(self) -> None:
        self.ear: _Ear | None = None
        self.meter = Meter()
        self._portions = Portions(self._hear)

    def listen(self, decoder: Decoder) -> None:
        for frame in decoder.frames():
            self._portions.gather(frame)
            self.meter.hear(frame)
        self._portions.hand_on()
        self.meter.hear_the_rest()

    def _hear(self, samples: Samples, rate: int) -> None:
        if self.ear is None:
            self.ear = _Ear(rate)
        with np.errstate(all="ignore"):
            self.ear.hear(samples)


def _heard(path: Path, container: Any, went_on: WentOn) -> Portrait:  # noqa: ANN401 (PyAV says less)
    decoder = Decoder(container, went_on)
    listener = _Listener()
    listener.listen(decoder)
    length, ear, meter = decoder.length, listener.ear, listener.meter
    if not length or ear is None or decoder.broken > decoder.sound:
        return _cannot_sound("Most of it cannot be decoded.", length)
    if length < SHORTEST:
        return _cannot_sound(f"It is too short: {length:.2f} s.", length)
    peak = ear.peak.peak
    if not ear.hears_numbers or math.isnan(meter.loudness + peak):
        return _cannot_sound("It holds samples that are no numbers.", length)
    head, tail = ear.pauses.around(meter.loudness)
    return Portrait(
        Measure(length, meter.loudness, peak, None, head, tail),
        character_of(ear.spectrum, meter, head, tail),
        labels_in(container),
        decoder.content,
        starts_inside(path, ear.midst, length, went_on),
        missing_in(path, container, length),
    )
