"""What one lamp is as far as anybody knows: our running step, or its own last word.

A value, handed the reading it should believe. Lamps tell a step's end as soon as it
begins, so that a word which agrees with it is no news of where the lamp is now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.lamps.dialect import UNKNOWN, Glows
from kap_room.plan.look import Light
from kap_room.plan.units import Level, Seconds

COARSEST: Final = 0.025
"""One step of a lamp that counts to a hundred and is bent for the eye, at its top."""


@dataclass(frozen=True, slots=True)
class Known:
    wanted: Light = UNKNOWN
    """What it was last asked to be, in the engine's words."""
    able: Light = UNKNOWN
    """What it can be of that: a lamp that only switches is full or off."""
    start: Light = UNKNOWN
    end: Light = UNKNOWN
    began: Seconds = Seconds(0.0)
    over: Seconds = Seconds(0.0)

    @property
    def was_told(self) -> bool:
        return self.wanted != UNKNOWN

    def light_at(self, reading: Seconds) -> Light:
        start, end = self.start.level, self.end.level
        left = self.began + self.over - reading
        if start is None or end is None or left <= 0.0 or self.over <= 0.0:
            return self.end
        part = 1.0 - min(1.0, left / self.over)
        return replace(self.end, level=Level(start + (end - start) * part))

    def told(
        self, wanted: Light, within: Light, over: Seconds, reading: Seconds
    ) -> Known:
        now = self.light_at(reading)
        able = within.over(now)
        return Known(wanted.over(self.wanted), able, now, able, reading, over)

    def said(self, word: Glows) -> Known:
        """Its own word, where that is another than what it was told."""
        level = self.end.level
        if word.level is not None and not _agrees(level, word.level):
            level = word.level
        elif word.lit and level == 0.0:
            level = None
        light = Light(level, word.warmth or self.end.warmth)
        if light.level == self.end.level:
            return replace(self, end=light)
        return replace(self, start=light, end=light, over=Seconds(0.0))

    def as_wanted(self, word: Glows) -> Glows:
        """The word as the engine means it.

        A lamp that cannot be quite what it was asked to be, and is what it was told,
        is as it should be.
        """
        wanted, able = self.wanted.level, self.able.level
        if wanted is None or _agrees(able, wanted):
            return word
        if word.level is None or not _agrees(able, word.level):
            return word
        return replace(word, level=wanted)


def _agrees(one: Level | None, other: Level) -> bool:
    return one is not None and abs(one - other) <= COARSEST
