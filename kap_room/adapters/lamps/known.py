"""What one lamp is as far as anybody knows: our running step, or its own last word.

A value, handed the reading it should believe. Lamps tell a step's end as soon as it
begins, so that a word which agrees with it is no news of where the lamp is now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.lamps.dialect import UNKNOWN, Glows
from kap_room.adapters.lamps.limit import Limit, is_alike, is_on_the_way
from kap_room.plan.look import Light
from kap_room.plan.units import Kelvin, Level, Seconds

COARSEST: Final = 0.025
"""One step of a lamp that counts to a hundred and is bent for the eye, at its top."""

SETTLED: Final = Seconds(2.0)
"""After a step, the word of where it ended has come. What comes later is a hand's."""


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
    limit: Limit | None = None
    """Where it stopped short of a warmth, when it last did."""
    named: Level | None = None
    """How bright it last said that it is to be once it is lit, while it was dark."""
    lit_at: Level | None = None
    """How bright it was when it last was lit, or is to be when it is lit again."""

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
        able = within.over(self.end)
        wanted = wanted.over(self._left_alone())
        lit_at = able.level or self.lit_at
        return Known(wanted, able, now, able, reading, over, self.limit, lit_at=lit_at)

    def said(self, word: Glows, reading: Seconds) -> Known:
        """Its own word, where that is another than what it was told."""
        level, named = self.end.level, self.named
        if word.if_lit and self.light_at(reading).level == 0.0:
            named = word.level
        elif word.level is not None and not _agrees(level, word.level):
            level, named = word.level, None
        elif word.lit and level == 0.0:
            level = None
        light = Light(level, word.warmth or self.end.warmth)
        # Its step may still run: how long is not forgotten, only that it is believed.
        return replace(
            self,
            start=self.start if level == self.end.level else light,
            end=light,
            limit=self._limit_in(word, reading),
            named=named,
            lit_at=self._lit_at(word, reading),
        )

    def resumed(self, word: Glows) -> Glows:
        """The word of a lamp that nobody can ask: off and on, it is what it was."""
        if not word.lit or self.end.level != 0.0 or self.lit_at is None:
            return word
        return replace(word, level=self.lit_at, lit=False)

    def is_in_doubt_after(self, word: Glows, before: Known) -> bool:
        """Half a word came of a dark lamp. The same again is no more than that."""
        if word.lit and before.end.level == 0.0:
            return True
        return self.named is not None and self.named != before.named

    def as_wanted(self, word: Glows) -> Glows:
        """The word as the engine means it.

        A lamp that cannot be quite what it was asked to be, and is what it was told,
        is as it should be. So is the white of one that never says how warm it is.
        """
        level, warmth = word.level, word.warmth
        if word.white:
            warmth = self.wanted.warmth
        if word.if_lit and self.end.level == 0.0:
            level = None
        if level is not None and self._is_as_told(level):
            level = self.wanted.level
        if warmth is not None and self._is_as_warm_as_told(warmth):
            warmth = self.wanted.warmth
        return replace(word, level=level, warmth=warmth)

    def _lit_at(self, word: Glows, reading: Seconds) -> Level | None:
        settled = self.began + self.over + SETTLED
        if self.able.level == 0.0 and reading <= settled:
            return self.lit_at  # it fades out, and says where it is
        return word.level or self.lit_at

    def _left_alone(self) -> Light:
        """What a step that says nothing of it leaves as it is: also what a hand did."""
        level, warmth = self.wanted.level, self.wanted.warmth
        if self.end.level != self.able.level:
            level = self.end.level
        if self.end.warmth is not None and not self._explains(self.end.warmth):
            warmth = self.end.warmth
        return Light(level, warmth)

    def _explains(self, warmth: Kelvin) -> bool:
        """What it was told, or how far it could go in that direction."""
        told = self.able.warmth
        if told is None or is_alike(warmth, told):
            return told is not None
        return self.limit is not None and self.limit.explains(warmth, told)

    def _is_as_told(self, level: Level) -> bool:
        wanted, able = self.wanted.level, self.able.level
        if wanted is None or _agrees(able, wanted):
            return False
        return _agrees(able, level)

    def _is_as_warm_as_told(self, warmth: Kelvin) -> bool:
        wanted, able = self.wanted.warmth, self.able.warmth
        if wanted is None or able is None:
            return False
        if self.limit is not None and self.limit.explains(warmth, able):
            return True
        return is_alike(warmth, able) and not is_alike(warmth, wanted)

    def _limit_in(self, word: Glows, reading: Seconds) -> Limit | None:
        told = self.able.warmth
        if word.warmth is None or told is None:
            return self.limit
        if is_alike(word.warmth, told):
            return None
        if reading > self.began + self.over + SETTLED:
            return self.limit
        came_to = self.start.warmth
        if self.limit is not None and is_alike(self.limit.told, told):
            # A lamp on its way does not turn round.
            came_to = self.limit.at
        if is_on_the_way(came_to, word.warmth, told):
            return Limit(word.warmth, told)
        return self.limit


def _agrees(one: Level | None, other: Level) -> bool:
    """Off is not a little light."""
    if one is None or (one > 0.0) != (other > 0.0):
        return False
    return abs(one - other) <= COARSEST
