"""What was heard, asked in the words of the claims: levels in decibels at readings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 48000
CHANNELS = 2

NOTHING = -140.0
"""Decibels: what a window of digital silence counts as."""

Samples = npt.NDArray[np.float32]
Levels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recording:
    """Samples of both channels, and the monotonic reading of the first.

    Levels are RMS of both channels in dB below full scale, `programme` is what counts
    as 0 dB of the programme. A window is named by the reading of its middle.
    """

    samples: Samples
    begins: float

    @property
    def ends(self) -> float:
        return self.begins + len(self.samples) / RATE

    def between(self, first: float, last: float) -> Recording:
        start = max(0, round((first - self.begins) * RATE))
        stop = max(start, round((last - self.begins) * RATE))
        return Recording(self.samples[start:stop], self.begins + start / RATE)

    def levels(self, window: float = 0.05, hop: float = 0.01) -> tuple[Levels, Levels]:
        """Readings and levels of windows that begin `hop` apart."""
        step, count = round(hop * RATE), round(window / hop)
        whole = len(self.samples) // step * step
        squares = np.square(self.samples[:whole], dtype=np.float64).mean(axis=1)
        blocks = squares.reshape(-1, step).mean(axis=1)
        if len(blocks) < count:
            return np.empty(0), np.empty(0)
        power = np.convolve(blocks, np.ones(count) / count, mode="valid")
        middles = (
            self.begins + (np.arange(len(power)) * step + window * RATE / 2) / RATE
        )
        return middles, 10.0 * np.log10(np.maximum(power, 10 ** (NOTHING / 10)))

    def level_at(self, reading: float, window: float = 0.05) -> float:
        """The level of the window around a reading."""
        part = self.between(reading - window / 2, reading + window / 2).samples
        assert len(part), f"nothing was recorded at {reading:.2f}"
        power = float(np.square(part, dtype=np.float64).mean())
        return 10.0 * float(np.log10(max(power, 10 ** (NOTHING / 10))))

    def true_peak(self) -> float:
        """Between the samples too, in dB below full scale: at four times the rate."""
        highest = 0.0
        for start in range(0, len(self.samples), RATE):
            # A little of both neighbours, so that the edges are no edges.
            piece = self.samples[max(0, start - 256) : start + RATE + 256]
            wave = np.fft.rfft(piece.astype(np.float64), axis=0)
            finer = np.fft.irfft(wave, 4 * len(piece), axis=0)[512:-512] * 4.0
            highest = max(highest, float(np.abs(finer).max(initial=0.0)))
        return 20.0 * float(np.log10(max(highest, 10 ** (NOTHING / 20))))

    def largest_rise(
        self, programme: float, over: float = 0.25, window: float = 0.05
    ) -> float:
        """The most it rises within `over` seconds, once above -40 dB (claim S1).

        What lies below -40 dB relative to the programme counts as being there: how
        suddenly something inaudible comes nearer harms nobody.
        """
        _, levels = self.levels(window)
        heard = np.maximum(levels - programme, -40.0)
        count = round(over / 0.01)
        return max(
            (float((heard[gap:] - heard[:-gap]).max()) for gap in range(1, count + 1)),
            default=0.0,
        )

    def falls_below(
        self, level: float, after: float, programme: float = 0.0, window: float = 0.01
    ) -> float:
        """The reading from which it stays below until it is over."""
        readings, levels = self.between(after, self.ends).levels(window)
        above = np.flatnonzero(levels - programme >= level)
        if not len(above):
            return after
        last = int(above[-1])
        assert last + 1 < len(readings), f"it never stays below {level} dB"
        return float(readings[last])

    def rises_above(
        self, level: float, after: float, programme: float = 0.0, window: float = 0.05
    ) -> float:
        """The first reading at which it is above."""
        readings, levels = self.between(after, self.ends).levels(window)
        above = np.flatnonzero(levels - programme > level)
        assert len(above), f"it never rises above {level} dB"
        return float(readings[int(above[0])])

    def stays_above(self, level: float, after: float, lasts: float = 0.5) -> float:
        """The first reading from which it is above for so long.

        A hole in the music is a moment of every pitch, and counts in no narrow band.
        """
        readings, levels = self.between(after, self.ends).levels(lasts / 10)
        count = round(lasts / 0.01)
        run = np.convolve(levels > level, np.ones(count), mode="valid")
        held = np.flatnonzero(run >= count)
        assert len(held), f"it never stays above {level} dB"
        return float(readings[int(held[0])])

    def only(self, pitch: float, width: float = 60.0) -> Recording:
        """A narrow band around a pitch, so that one tone is heard beside others."""
        # A second of nothing behind it, or its end would be heard at its beginning.
        count = len(self.samples) + RATE
        spectrum = np.fft.rfft(self.samples, count, axis=0)
        pitches = np.fft.rfftfreq(count, 1 / RATE)
        spectrum[np.abs(pitches - pitch) > width] = 0.0
        samples = np.fft.irfft(spectrum, count, axis=0)[: len(self.samples)]
        return Recording(samples.astype(np.float32), self.begins)
