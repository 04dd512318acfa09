"""The phases laid on seconds: which one is now, when it turns, when the plan ends.

Positions only grow. Going back to an earlier phase begins it anew at the position that
is now, so nothing is ever scheduled in the past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kap_room.plan.scene import Mark, Phase, Scene, Turn
from kap_room.plan.units import Seconds

LEFT_OVER: Final = Seconds(60.0)
"""What a leap leaves of the last phase: a slip of the finger must not end a session."""

SHORTEST: Final = Seconds(10.0)
"""What `shorten` always leaves of a phase from now on, so that it turns softly and not
under the therapist's finger."""


class Began(StrEnum):
    """On what a phase began: by itself after the one before, or on a person's word."""

    ITSELF = "itself"
    START = "start"
    HAND = "hand"
    DOSE = "dose"
    BOOSTER = "booster"
    ONSET = "onset"
    PEAK = "peak"
    RETURNING = "returning"


@dataclass(frozen=True, slots=True)
class Visit:
    """A phase that was on, from here until the next visit."""

    index: int
    begins: Seconds
    began: Began


@dataclass(frozen=True, slots=True)
class Course:
    """The phase that is now, and the lengths of all as the therapist left them."""

    phases: tuple[Phase, ...]
    lengths: tuple[Seconds | None, ...]
    """By phase; None is open."""
    index: int = 0
    begins: Seconds = Seconds(0.0)
    """The position at which the phase that is now began."""
    began: Began = Began.START
    behind: tuple[Visit, ...] = ()
    """The phases that were on before, oldest first."""
    not_before: Seconds | None = None
    """The position before which the plan may not end, however short its phases are."""

    @property
    def phase(self) -> Phase:
        return self.phases[self.index]

    @property
    def following(self) -> Phase | None:
        rest = self.phases[self.index + 1 :]
        return rest[0] if rest else None

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All, with the one that is now."""
        return (*self.behind, Visit(self.index, self.begins, self.began))

    @property
    def anchor(self) -> Visit:
        """The last visit that a person's word began; what came since came by itself."""
        said = [v for v in self.visits if v.began is not Began.ITSELF]
        return said[-1] if said else self.visits[0]

    @property
    def planned(self) -> Seconds | None:
        """The position at which the phase that is now is planned to end."""
        lasts = self.lasts(self.index)
        return None if lasts is None else Seconds(self.begins + lasts)

    @property
    def asks_at(self) -> Seconds | None:
        """The position at which the coming turn is proposed; None if it never is."""
        return self.planned if self.phase.turn is Turn.ASK else None

    @property
    def ends(self) -> Seconds | None:
        """The position of the coming turn; None while it waits for the therapist."""
        waits = self.phase.waits if self.phase.turn is Turn.ASK else Seconds(0.0)
        if self.planned is None or waits is None:
            return None
        return Seconds(self.planned + waits)

    def proposes(self, position: Seconds) -> bool:
        """Whether the coming turn is proposed, and waits for a word."""
        return self.asks_at is not None and position >= self.asks_at

    def plan_ends(self, position: Seconds) -> Seconds | None:
        """The position at which the last phase ends; None with an open phase ahead.

        A proposed turn counts as if it came now.
        """
        ahead = self.lengths[self.index + 1 :]
        known = [lasts for lasts in ahead if lasts is not None]
        if self.planned is None or len(known) < len(ahead):
            return None
        turns = max(self.planned, position)
        return Seconds(max(turns + sum(known), self.not_before or turns))

    def lasts(self, index: int) -> Seconds | None:
        """How long a phase is, the last one at least until the plan may end."""
        own = self.lengths[index]
        if own is None or self.not_before is None or index + 1 < len(self.phases):
            return own
        between = self.lengths[self.index : index]
        known = [lasts for lasts in between if lasts is not None]
        if len(known) < len(between):
            return own
        return Seconds(max(own, self.not_before - self.begins - sum(known)))

    def ends_of(self, index: int) -> Seconds | None:
        """The planned end of a phase that is now or ahead; None if nobody knows."""
        lengths = self.lengths[self.index : index + 1]
        known = [lasts for lasts in lengths if lasts is not None]
        if len(known) < len(lengths) or not known:
            return None
        return Seconds(self.begins + sum(known))

    def spent(self, index: int, position: Seconds) -> Seconds | None:
        """How long a phase has been on, all visits together; None if it never was."""
        begins = [visit.begins for visit in self.visits]
        until = [*begins[1:], max(position, self.begins)]
        lengths = [
            end - visit.begins
            for visit, end in zip(self.visits, until, strict=True)
            if visit.index == index
        ]
        return Seconds(sum(lengths)) if lengths else None

    def turned(self, to: int, at: Seconds, began: Began = Began.HAND) -> Course:
        behind = _up_to(self.visits, at)
        return replace(self, index=to, begins=at, began=began, behind=behind)

    def went_on(self) -> Course:
        """The coming phase, begun at its moment and on nobody's word."""
        at = self.begins if self.ends is None else self.ends
        return self.turned(self.index + 1, at, Began.ITSELF)

    def back_to(self, visit: int, at: Seconds) -> Course:
        """With nothing after this visit, and that one begun here."""
        then = self.visits[visit]
        return replace(
            self,
            index=then.index,
            begins=at,
            began=then.began,
            behind=_up_to(self.visits[:visit], at),
        )

    def with_length(self, index: int, lasts: Seconds | None) -> Course:
        lengths = (*self.lengths[:index], lasts, *self.lengths[index + 1 :])
        return replace(self, lengths=lengths)

    def stretched(self, by: Seconds, position: Seconds) -> Course:
        """The present phase longer or shorter, never over before a little from now.

        Where its turn is proposed already, it is longer from now on.
        """
        lasts = self.lasts(self.index)
        if lasts is None:
            return self
        gone = Seconds(position - self.begins)
        if self.proposes(position):
            lasts = gone
        new = Seconds(max(lasts + by, min(lasts, gone + SHORTEST)))
        return self.with_length(self.index, new)


def _up_to(visits: tuple[Visit, ...], at: Seconds) -> tuple[Visit, ...]:
    """What begins before it was known to have begun takes from what was on instead."""
    return tuple(
        visit if visit.begins <= at else replace(visit, begins=at) for visit in visits
    )


def lay(scene: Scene) -> Course:
    """The scene as written, at its beginning."""
    return Course(scene.phases, tuple(phase.lasts for phase in scene.phases))


def walked(course: Course, position: Seconds, *, unasked: bool = False) -> Course:
    """As if the phases had turned by themselves up to this position.

    `unasked`: by the plan alone, as if every turn that asks had been agreed to at once.
    """
    while (ends := course.planned if unasked else course.ends) is not None:
        if ends > position:
            break
        if course.following is None:
            left = Seconds(position + LEFT_OVER - ends)
            lasts = course.lasts(course.index)
            return course.with_length(course.index, Seconds((lasts or 0.0) + left))
        course = course.turned(course.index + 1, ends, Began.ITSELF)
    return course


def moved(course: Course, by: Seconds, position: Seconds) -> Course:
    """With the last word of a person at another moment; what came since is to come."""
    said = course.anchor
    place = len(course.visits) - 1 - course.visits[::-1].index(said)
    return course.back_to(place, Seconds(min(said.begins + by, position)))


def ended_by(course: Course, mark: Mark) -> int | None:
    """The phase that a mark begins: what follows the first that waits for it."""
    for index, phase in enumerate(course.phases[:-1]):
        if index >= course.index and phase.ends_on is mark:
            return index + 1
    return None


def landing(course: Course) -> int | None:
    """The phase that `land` goes to; None when it is now or behind us.

    It is the one that `returning` leads to, or the one that is called return.
    """
    for index, phase in enumerate(course.phases[:-1]):
        if phase.ends_on is Mark.RETURNING and index + 1 > course.index:
            return index + 1
    for index, phase in enumerate(course.phases):
        if "return" in phase.name.lower() and index > course.index:
            return index
    return None
