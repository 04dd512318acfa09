"""The last stage: what is sent to a deck may fall at will and rises only slowly (S1).

After a stall (a stopped process, a swapped-out computer) every fade computed for now
is far ahead of what was last sent. Sending it would be a startle; so it arrives late.
This is the one place of the player that remembers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.shapes import FADE_FLOOR
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.gains import step_of

RATE: Final = 20.0
"""Decibels a second. 5 dB in 250 ms, where 6 dB are the limit of what may be heard."""

STEP: Final = Decibels(1.5)
"""The most at once, however long ago the last one was."""

STROKE: Final = 0.99
"""Of a step, a quarter of a decibel less: enough for the sound server to notice."""

FIRST_STROKE: Final = 2
SECOND_STROKE: Final = 1
"""A volume set soon after the start is sometimes lost by the sound server, while
libVLC and the server both say it is there. Another value revives it: so a gain that
comes to rest is sent a little lower, then as it is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a deck was last told."""

    reading: Seconds = Seconds(-math.inf)
    gain: Decibels = SILENT
    step: int = 0
    unsettled: int = 0
    is_behind: bool = False
    """True while it was held back."""

    @property
    def is_nothing(self) -> bool:
        return self.step == 0


def send(
    sent: Sent, target: Decibels, static: Decibels, most: Decibels, reading: Seconds
) -> Sent:
    """What to tell the deck now, on the way to `target`.

    `static` is the deck's own gain: relative to it the quiet end begins.
    """
    gain = _limited(sent, target, Decibels(FADE_FLOOR + static), reading)
    step = step_of(gain, most)
    now = replace(sent, reading=reading, gain=gain, is_behind=gain < target)
    if step == sent.step:
        return now
    second_stroke = sent.unsettled == SECOND_STROKE and _stroke(step) == sent.step
    unsettled = 0 if second_stroke or _stroke(step) == 0 else FIRST_STROKE
    return replace(now, step=step, unsettled=unsettled)


def settle(sent: Sent) -> Sent:
    """The first of two strokes that make sure a resting gain is in force.

    The second is that `send` finds it a little too low.
    """
    if sent.unsettled != FIRST_STROKE or sent.is_behind:
        return sent
    return replace(sent, step=_stroke(sent.step), unsettled=SECOND_STROKE)


def _stroke(step: int) -> int:
    return int(step * STROKE)


def _limited(
    sent: Sent, target: Decibels, floor: Decibels, reading: Seconds
) -> Decibels:
    if target <= sent.gain:
        return target
    if sent.gain < floor:
        return min(target, floor)
    risen = min(STEP, RATE * max(0.0, reading - sent.reading))
    return Decibels(min(target, sent.gain + risen))
