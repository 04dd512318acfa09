"""How a lamp glides through what it was told, and when it may turn without a flash.

None turns twice within two seconds (L1). What comes by itself waits before it turns a
lamp that has just moved by a tenth the other way. What somebody asks for turns it at
once: only a way down waits, and only in a lamp that has just turned upwards. Some lamps
glide evenly and some by even ratio, and nobody knows which: both are counted on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.shapes import level_between
from kap_room.plan.units import Level, Seconds

NO_FLASH: Final = Seconds(2.0)
"""No lamp turns twice within this (L1)."""

REMEMBERED: Final = 2 * NO_FLASH
"""What it did before is no part of any flash."""

TURN: Final = 0.1
"""A tenth of full light: what counts as a movement that an eye follows (L1)."""

SEEN: Final = 1.5 / 254
"""Less than this is no movement."""

GRAIN: Final = Seconds(0.05)
"""How finely the last two seconds are looked at."""


@dataclass(frozen=True, slots=True)
class Slope:
    start: Level
    end: Level
    begins: Seconds
    lasts: Seconds

    def level_at(self, reading: Seconds, *, even: bool) -> Level:
        if reading >= self.begins + self.lasts:
            return self.end
        if reading <= self.begins:
            return self.start
        part = (reading - self.begins) / self.lasts
        if even:
            return Level(self.start + (self.end - self.start) * part)
        return level_between(self.start, self.end, part)


@dataclass(frozen=True, slots=True)
class Track:
    """The last two seconds and what comes, for a lamp of one kind."""

    even: bool
    slopes: tuple[Slope, ...]
    """Oldest first; each holds from its beginning until that of the next."""

    def level_at(self, reading: Seconds) -> Level:
        for slope in reversed(self.slopes[1:]):
            if reading >= slope.begins:
                return slope.level_at(reading, even=self.even)
        return self.slopes[0].level_at(reading, even=self.even)

    def told(self, level: Level, at: Seconds, over: Seconds) -> Track:
        slope = Slope(self.level_at(at), level, at, over)
        began = (n for n, s in enumerate(self.slopes) if s.begins <= at - REMEMBERED)
        return Track(self.even, (*self.slopes[max(began, default=0) :], slope))

    def moved(self, level: Level, at: Seconds) -> Track:
        """It is elsewhere than it was thought; how it moved before still counts."""
        by = level - self.level_at(at)
        slopes = (
            replace(s, start=Level(s.start + by), end=Level(s.end + by))
            for s in self.slopes
        )
        return Track(self.even, (*slopes, Slope(level, level, at, Seconds(0.0))))

    def calm_at(self, reading: Seconds, way: float) -> Seconds:
        """Two seconds after it was last a tenth (below or above) from where it is.

        Now, where it has turned already, and only goes on.
        """
        now = self.level_at(reading)
        for back in range(round(NO_FLASH / GRAIN)):
            then = Seconds(reading - back * GRAIN)
            moved = way * (now - self.level_at(then))
            if moved < -SEEN:
                return reading
            if moved >= TURN - SEEN:
                return Seconds(then + NO_FLASH)
        return reading

    def calm_after_a_dip(self, reading: Seconds) -> Seconds:
        """Two seconds after it turned upwards, if it did and is not down again."""
        turned, way = reading - NO_FLASH, 0.0
        low = high = far = (Seconds(0.0), self.level_at(self._corners(reading)[0]))
        for moment in self._corners(reading):
            here = (moment, self.level_at(moment))
            low, high = min(low, here, key=_level), max(high, here, key=_level)
            if way == 0.0 and high[1] - low[1] >= TURN - SEEN:
                way = 1.0 if here is high else -1.0
                far = here
            elif way * (here[1] - far[1]) >= 0.0:
                far = here
            elif way * (far[1] - here[1]) >= TURN - SEEN:
                turned = far[0] if way < 0.0 else turned
                way, far = -way, here
        return Seconds(turned + NO_FLASH) if way > 0.0 else reading

    def _corners(self, reading: Seconds) -> list[Seconds]:
        """The moments between which it goes one way, as far back as it counts."""
        first = reading - REMEMBERED
        begins = [slope.begins for slope in self.slopes]
        ends = [slope.begins + slope.lasts for slope in self.slopes]
        nexts = [*begins[1:], reading]
        ends = [min(one, other) for one, other in zip(ends, nexts, strict=True)]
        moments = {first, *begins, *ends, reading}
        return sorted(Seconds(one) for one in moments if first <= one <= reading)


@dataclass(frozen=True, slots=True)
class Glide:
    """A lamp that does as it is told, whichever way it glides."""

    tracks: tuple[Track, Track]

    @property
    def ends(self) -> Seconds:
        slope = self.tracks[0].slopes[-1]
        return Seconds(slope.begins + slope.lasts)

    def level_at(self, reading: Seconds) -> Level:
        return self.tracks[0].level_at(reading)

    def told(self, level: Level, at: Seconds, over: Seconds) -> Glide:
        """On its way to another level from where it is."""
        ratio, even = self.tracks
        return Glide((ratio.told(level, at, over), even.told(level, at, over)))

    def found_at(self, level: Level, at: Seconds) -> Glide:
        """It says that it is at this level."""
        ratio, even = self.tracks
        return Glide((ratio.moved(level, at), even.moved(level, at)))

    def may_go_at(self, level: Level, reading: Seconds, *, asked: bool) -> Seconds:
        """From when on it may go there, if it rests until then."""
        calm = [reading]
        for track in self.tracks:
            now = track.level_at(reading)
            if level < now - SEEN and asked:
                calm.append(track.calm_after_a_dip(reading))
            elif level < now - SEEN:
                calm.append(track.calm_at(reading, 1.0))
            elif level > now + SEEN and not asked:
                calm.append(track.calm_at(reading, -1.0))
        return max(calm)

    def rest_before(self, level: Level, reading: Seconds) -> Level | None:
        """Where to rest until it may go there, without turning.

        None where nobody knows how far it has come: it goes on where it was going.
        """
        levels = [track.level_at(reading) for track in self.tracks]
        if max(levels) - min(levels) > TURN / 2:
            return None
        return max(levels) if level < max(levels) else min(levels)


def standing(level: Level, at: Seconds) -> Glide:
    """A lamp that is known to be somewhere, whatever brought it there."""
    slope = Slope(level, level, at, Seconds(0.0))
    return Glide(
        (Track(even=False, slopes=(slope,)), Track(even=True, slopes=(slope,)))
    )


def _level(point: tuple[Seconds, Level]) -> float:
    return point[1]
