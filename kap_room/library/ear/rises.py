"""The largest rise of a piece: what may startle whoever lies there with closed eyes.

Not every rise does. A sparse piano falls silent between its notes, and each of them is
as loud as the last: what has come before is expected. The first drum after a whisper,
the chord after a rest and the applause after the last note are not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kap_room.library.ear.meter import MOMENT
from kap_room.plan.units import Decibels, Seconds

Moments = npt.NDArray[np.float32]

WITHIN: Final = Seconds(3.0)

QUIET: Final = Decibels(-20.0)
"""Below the piece's own loudness: a rise is counted from there, as R128 counts a range.
Otherwise every pause would be an abyss."""

_FADED_IN: Final = round(3.0 / MOMENT)
"""The first moments rise from nothing, and the player fades them in."""

ARRIVES: Final = Seconds(10.0)
"""Until then a piece may fade in by itself: what rises evenly over seconds is not what
anybody is afraid of, so that only the rise within one second counts."""

SUDDEN: Final = Seconds(1.0)

REMEMBERED: Final = Seconds(20.0)
"""For so long one expects what has come before."""

AS_LOUD: Final = Decibels(3.0)
AS_STEEP: Final = Decibels(6.0)
"""By so much more it may come again, and is the same still."""


def sounding(moments: Moments, head: Seconds, tail: Seconds) -> Moments:
    """Those between the silences at its ends."""
    return moments[round(head / MOMENT) : len(moments) - round(tail / MOMENT)]


def loudest_of(sounds: Moments, loudness: Decibels) -> Decibels:
    """Its loudest moment against its loudness as a whole, in LU."""
    heard = sounds[_FADED_IN:]
    if not len(heard):
        return Decibels(0.0)
    return Decibels(round(float(heard.max()) - loudness, 2))


def largest_rise(sounds: Moments, loudness: Decibels) -> Decibels:
    """Of the momentary loudness within three seconds, in LU."""
    if len(sounds) <= _FADED_IN:
        return Decibels(0.0)
    heard = np.maximum(sounds, np.float32(loudness + QUIET))
    steep = _rises(heard, WITHIN)
    arriving = round(ARRIVES / MOMENT)
    counted = np.where(_has_come_before(heard, steep), 0.0, steep)
    counted[:arriving] = np.minimum(counted, _rises(heard, SUDDEN))[:arriving]
    counted[:_FADED_IN] = 0.0
    return Decibels(round(float(counted.max()), 2))


def _rises(heard: Moments, within: Seconds) -> Moments:
    """For each moment, from the lowest of that time before it."""
    width = round(within / MOMENT) + 1
    before = np.pad(heard, (width - 1, 0), mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(before, width).min(axis=1)
    return np.asarray(heard - lowest, np.float32)


def _has_come_before(heard: Moments, steep: Moments) -> npt.NDArray[np.bool_]:
    """Whether something as loud rose as steeply, lately but not just now."""
    known = np.zeros(len(heard), np.bool_)
    for back in range(round(WITHIN / MOMENT) + 1, round(REMEMBERED / MOMENT) + 1):
        as_loud = heard[:-back] >= heard[back:] - AS_LOUD
        as_steep = steep[:-back] >= steep[back:] - AS_STEEP
        known[back:] |= as_loud & as_steep
    return known
