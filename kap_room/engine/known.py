"""What is known of one lamp beside what it should be: its words, and when they came."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

from kap_room.plan.look import Light
from kap_room.plan.units import Seconds
from kap_room.timeline.hands import LATE, LEVEL, WARMTH, Watch

PATIENCE: Final = Seconds(0.8)
"""How long a lamp that is back is given to say what it is, before it is told."""

ASK_EVERY: Final = Seconds(60.0)
ANSWERS_IN: Final = Seconds(5.0)
ECHO: Final = Seconds(2.0)
"""A word this soon after a command may come from its bridge, and not from the lamp."""

LONG_AGO: Final = Seconds(-math.inf)


@dataclass(frozen=True, slots=True)
class Known:
    level: Watch = field(default_factory=lambda: Watch(LEVEL))
    warmth: Watch = field(default_factory=lambda: Watch(WARMTH))
    spoke: bool = False
    fresh: bool = True
    """Its next word is taken as it is: nobody knows what it shows."""
    waits_until: Seconds | None = None
    """Until then it may say what it is before it is told."""
    from_low: bool = False
    """It comes from low, unless it says what it is first."""
    gone: bool = False
    """Said to be offline."""
    silent: bool = False
    """Asked twice, and no answer."""
    white_at: Seconds | None = None
    """Since when it shows no colour."""
    found_at: Seconds = LONG_AGO
    full_at: Seconds = LONG_AGO
    """When it was last taken down from full."""
    told_at: Seconds = LONG_AGO
    alive_at: Seconds = LONG_AGO
    asked_at: Seconds = LONG_AGO
    unanswered: int = 0

    def told(self, start: Light, end: Light, at: Seconds, over: Seconds) -> Known:
        """A step was sent; what it says nothing of is not watched."""
        level, warmth = self.level, self.warmth
        if end.level is not None:
            first = end.level if start.level is None else start.level
            level = level.told(first, end.level, at, over)
        if end.warmth is not None:
            first_warmth = end.warmth if start.warmth is None else start.warmth
            warmth = warmth.told(first_warmth, end.warmth, at, over)
        return replace(
            self,
            level=level,
            warmth=warmth,
            told_at=at,
            waits_until=None,
            from_low=False,
        )

    def is_to_rise_at(self, reading: Seconds) -> bool:
        """It had its time to say what it is, and is told now."""
        waits = self.waits_until is not None and reading < self.waits_until
        return self.from_low and not waits

    def heard(self, at: Seconds) -> Known:
        """It spoke; whether that proves that it lives depends on the moment."""
        answers = self.asked_at >= self.told_at and at >= self.asked_at
        if not answers and at <= self.told_at + ECHO:
            return replace(self, spoke=True)
        return replace(self, spoke=True, alive_at=at, unanswered=0, silent=False)

    def stands(self, light: Light, at: Seconds) -> Known:
        """It is there, whatever it was told."""
        level, warmth = self.level, self.warmth
        if light.level is not None:
            level = level.stands(light.level, at)
        if light.warmth is not None:
            warmth = warmth.stands(light.warmth, at)
        waits = self.waits_until if light.level is None else None
        fresh = self.fresh and light.level is None
        low = self.from_low and light.level is None
        return replace(
            self,
            level=level,
            warmth=warmth,
            fresh=fresh,
            waits_until=waits,
            from_low=low,
        )

    def back(self, at: Seconds) -> Known:
        """It is there again; it may say what it is before it is told."""
        waits = Seconds(at + PATIENCE) if self.spoke else None
        return replace(
            self, fresh=True, waits_until=waits, gone=False, unanswered=0, alive_at=at
        )

    def shows_colour(self, at: Seconds) -> bool:
        """Whether a colour now would be a hand's: it was white, and was told to be."""
        return (
            self.white_at is not None
            and at > self.white_at + LATE
            and bool(self.warmth.steps)
        )

    def ask_due(self) -> Seconds:
        """When to ask it what it is.

        Every minute, and once more where its words do not tell whether it is off.
        """
        doubtful = self.level.doubtful_since
        if doubtful is not None and self.asked_at < doubtful:
            return doubtful
        minute = max(self.alive_at, self.asked_at) + ASK_EVERY
        return Seconds(max(minute, self.told_at + ECHO))

    def is_silent_at(self, reading: Seconds) -> bool:
        """Asked twice in vain, and it has spoken before."""
        asked = self.spoke and self.unanswered > 1
        return asked and reading >= self.asked_at + ANSWERS_IN
