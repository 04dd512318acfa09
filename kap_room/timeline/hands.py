"""Whether what a lamp reports is a hand's doing or our own ramp's, seen late.

Lamps report what they were told before they do it, values on the way, the end again,
all of it late or twice; they ignore what they are told while they move, or never hear
it. None of that is a hand. A hand is a value that lies neither on the way that was
told, nor where the lamp said or was told to be before. Nothing here knows a lamp's
name or a clock; level and warmth are watched apart, as plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.units import Seconds

LATE: Final = Seconds(3.0)
"""After a step this long its values may still come in."""

SOON: Final = Seconds(2.0)
"""A report sooner than this after a command may only repeat the command."""

REMEMBERED: Final = Seconds(65.0)
"""A lamp that missed a message is told again within this."""

PLACES: Final = 4

OFF: Final = 0.005
"""A step that passes below this may pass through off."""


@dataclass(frozen=True, slots=True)
class Band:
    """How far a report may lie beside the truth and mean nothing."""

    wide: float
    """Beside the way of the running step."""
    same: float
    """Between two reports of a lamp that has not moved."""
    least: float
    most: float
    """What a lamp may be of which nobody knows."""
    off_counts: bool = False
    """Whether 0 is more than a small number."""


LEVEL: Final = Band(25 / 255, 0.012, 0.0, 1.0, off_counts=True)
WARMTH: Final = Band(100.0, 20.0, 1000.0, 10_000.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One step as told: from somewhere between two values to one."""

    low: float
    high: float
    end: float
    at: Seconds
    over: Seconds

    @property
    def ends(self) -> Seconds:
        return Seconds(self.at + self.over)

    def passes(self, since: Seconds) -> tuple[float, float]:
        """The values that it has from a moment on."""
        part = 1.0
        if since < self.ends:
            part = max(0.0, since - self.at) / max(self.over, 1e-3)
        low = _least(self.low, self.end, part)
        high = _most(self.high, self.end, part)
        return min(low, self.end), max(high, self.end)


def _least(start: float, end: float, part: float) -> float:
    """The lower of an even and an even-ratio way: lamps glide by either."""
    return min(start + (end - start) * part, _by_ratio(start, end, part))


def _most(start: float, end: float, part: float) -> float:
    return max(start + (end - start) * part, _by_ratio(start, end, part))


def _by_ratio(start: float, end: float, part: float) -> float:
    if start <= 0.0 or end <= 0.0:
        return start if part < 1.0 else end
    return float(start * (end / start) ** part)


@dataclass(frozen=True, slots=True)
class Place:
    value: float
    at: Seconds
    said: bool
    """By the lamp; otherwise it is where it should have been."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of one attribute of one lamp. All of it was told or reported."""

    band: Band
    steps: tuple[Stretch, ...] = ()
    """Newest last: the running one, and those whose values may still come in."""
    places: tuple[Place, ...] = ()
    """Where it may stand yet, if it has not heard the last steps. Newest last."""
    dark_since: Seconds | None = None
    """When it said that it is off; None since it was told, or said, anything else."""
    lit_at: Seconds | None = None
    """When it said since then, so soon that it may be an older word, that it is lit."""

    def told(self, start: float, end: float, at: Seconds, over: Seconds) -> Watch:
        """A step, from where it should be by now; it may lag where it last was."""
        stands = [start, *(place.value for place in self._still(at)[-2:])]
        if not self.places:
            stands = [self.band.least, self.band.most]
        alive = tuple(step for step in self.steps if at <= step.ends + LATE)
        new = Stretch(min(stands), max(stands), end, at, over)
        places = self._still(at)
        if places and abs(start - end) > self.band.same:
            places = (*places, Place(start, at, said=False))[-PLACES:]
        stays = max(start, end) <= OFF
        return replace(
            self,
            steps=(*alive, new),
            places=places,
            dark_since=self.dark_since if stays else None,
            lit_at=self.lit_at if stays else None,
        )

    def stands(self, value: float, at: Seconds) -> Watch:
        """It is there, whatever it was told: it is back from somewhere.

        What it was told a moment ago it may still repeat.
        """
        alive = tuple(step for step in self.steps if at <= step.ends + LATE)
        return Watch(self.band, alive, (Place(value, at, said=True),))

    def held(self, value: float, at: Seconds) -> Watch:
        """A hand has it there. Older words may still come in, and are no other hand.

        Nor is it one when the lamp goes on from there to what it was told meanwhile.
        """
        alive = tuple(
            replace(step, low=min(step.low, value), high=max(step.high, value))
            for step in self.steps
            if at <= step.ends + LATE
        )
        return Watch(self.band, alive, self._with(value, at))

    def is_hand(self, value: float, at: Seconds, *, moved: bool = False) -> bool:
        """Whether only a hand explains the value.

        `moved`: it is known to have left every place where it stood before.
        """
        if not self.steps:
            return False
        if not moved and any(
            abs(value - place.value) <= self.band.same and self._is_like(value, place)
            for place in self._still(at)
        ):
            return False
        return not self._on_the_way(value, at)

    @property
    def doubtful_since(self) -> Seconds | None:
        """From when on its word would tell whether it is off, if nothing does yet."""
        if not self.steps or self.steps[-1].end > 0.0:
            return None
        if self.dark_since is None:
            return Seconds(self.steps[-1].ends + LATE)
        if self.lit_at is None:
            return None
        ends = (step.ends for step in self.steps)
        return Seconds(max(self.lit_at, *ends) + LATE)

    def is_over_at(self, reading: Seconds) -> bool:
        """Whether what was told is done, and was heard of, by a lamp that obeys."""
        return not self.steps or reading > self.steps[-1].ends + LATE

    def said(self, value: float, at: Seconds) -> Watch:
        """A report that is no hand's."""
        if value > 0.0 and self._has_surely_gone_out():
            return replace(self, lit_at=at)
        dark = self.dark_since if value <= 0.0 else None
        if dark is None and value <= 0.0 and self._is_own_word(at):
            dark = at
        places = self._with(value, at)
        if self._has_arrived(value, at):
            places = (Place(value, at, said=True),)
        return replace(self, places=places, dark_since=dark, lit_at=None)

    def _with(self, value: float, at: Seconds) -> tuple[Place, ...]:
        others = (p for p in self._still(at) if abs(p.value - value) > self.band.same)
        return (*others, Place(value, at, said=True))[-PLACES:]

    def _still(self, at: Seconds) -> tuple[Place, ...]:
        """What it last said of itself, and the places of the last minute."""
        said = [place for place in self.places if place.said][-1:]
        return tuple(p for p in self.places if p in said or at - p.at <= REMEMBERED)

    def _is_like(self, value: float, place: Place) -> bool:
        """Off is not a little light."""
        return not self.band.off_counts or (value <= 0.0) == (place.value <= OFF)

    def _on_the_way(self, value: float, at: Seconds) -> bool:
        since = Seconds(at - LATE)
        for step in self.steps:
            is_running = step is self.steps[-1]
            if not is_running and at > step.ends + LATE:
                continue
            low, high = step.passes(since)
            band = self.band.wide if is_running else self.band.wide / 2
            if self.band.off_counts and value <= 0.0:
                if low <= OFF:
                    return True
            elif high <= 0.0 and self._was_dark_at(since):
                continue
            elif low - band <= value <= high + band:
                return True
        return False

    def _is_own_word(self, at: Seconds) -> bool:
        """Whether off is what it is, and not what it was told, repeated late."""
        was_lit = any(
            p.said and p.value > 0.0 for p in self.places if at <= p.at + LATE
        )
        soon = LATE if was_lit else SOON
        return not self.steps or at >= self.steps[-1].at + soon

    def _has_surely_gone_out(self) -> bool:
        """Its word came after the step, and too late to repeat what it was told.

        A lamp that never goes out altogether says only by its bridge that it did.
        """
        if self.dark_since is None or not self.steps:
            return False
        step = self.steps[-1]
        late = LATE if step.over < LATE else 0.0
        return self.dark_since >= step.ends + late

    def _was_dark_at(self, reading: Seconds) -> bool:
        """Whether it had said by then that it is off, and was left so ever since."""
        return self.dark_since is not None and self.dark_since < reading

    def _has_arrived(self, value: float, at: Seconds) -> bool:
        """Whether it does what it was told, and does not only repeat it."""
        if not self.steps:
            return True
        step = self.steps[-1]
        if at < step.at + min(step.over, SOON):
            return False
        low, high = step.passes(Seconds(at - LATE))
        return low - self.band.wide <= value <= high + self.band.wide
