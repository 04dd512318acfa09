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
from kap_room.player.gains import gain_of, percent

RATE: Final = 20.0
"""Decibels a second. 5 dB in 250 ms, where 6 dB are the limit of what may be heard."""

STEP: Final = Decibels(1.5)
"""The most at once, however long ago the last one was."""

SPAN: Final = Seconds(0.25)
WITHIN_SPAN: Final = Decibels(5.75)
"""libVLC's steps are coarse at the quiet end: two of them may be 6 dB. So the steps
themselves are watched as well: within `SPAN` they rise by no more than this."""

FIRST_STROKE: Final = 2
SECOND_STROKE: Final = 1
"""A volume set soon after the start is sometimes lost by the sound server, while
libVLC and the server both say it is there. Another value revives it: so a gain that
comes to rest is sent as n - 1, then n."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a deck was last told."""

    reading: Seconds = Seconds(-math.inf)
    gain: Decibels = SILENT
    step: int = 0
    recent: tuple[tuple[Seconds, int], ...] = ()
    """Steps of the last `SPAN`, each with the reading until which it was in force."""
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
    floor = Decibels(FADE_FLOOR + static)
    gain = _limited(sent, target, floor, reading)
    recent = tuple(each for each in sent.recent if each[0] > reading - SPAN)
    wanted = percent(target, most)
    step = _evened(sent, recent, percent(gain, most), floor)
    now = replace(
        sent,
        reading=reading,
        gain=gain,
        recent=recent,
        is_behind=gain < target or step < wanted,
    )
    if step == sent.step:
        return now
    second_stroke = sent.unsettled == SECOND_STROKE and step == sent.step + 1
    return replace(
        now,
        step=step,
        recent=(*recent, (reading, sent.step)),
        unsettled=0 if second_stroke or step <= 1 else FIRST_STROKE,
    )


def settle(sent: Sent) -> Sent:
    """The first of two strokes that make sure a resting gain is in force.

    The second is that `send` finds it one step too low.
    """
    if sent.unsettled != FIRST_STROKE or sent.is_behind:
        return sent
    return replace(sent, step=sent.step - 1, unsettled=SECOND_STROKE)


def _limited(
    sent: Sent, target: Decibels, floor: Decibels, reading: Seconds
) -> Decibels:
    if target <= sent.gain:
        return target
    if sent.gain < floor:
        return min(target, floor)
    risen = min(STEP, RATE * max(0.0, reading - sent.reading))
    return Decibels(min(target, sent.gain + risen))


def _evened(
    sent: Sent, recent: tuple[tuple[Seconds, int], ...], step: int, floor: Decibels
) -> int:
    """The step, or a lower one as long as the last quarter second has risen enough."""
    if step <= sent.step:
        return step
    quiet = max(1, percent(floor, floor))
    lowest = max(quiet, min((each for _, each in recent), default=sent.step))
    lowest = min(lowest, max(quiet, sent.step))
    while step > sent.step and gain_of(step) - gain_of(lowest) > WITHIN_SPAN:
        step -= 1
    # Below 5 a single step is more than that: then one step a span.
    rose = any(each < sent.step for _, each in recent)
    return sent.step + 1 if step == sent.step and not rose else step
