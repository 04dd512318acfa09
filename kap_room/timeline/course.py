"""The phases laid on seconds: which one is now, when it turns, when the plan ends.

Positions only grow. Going back to an earlier phase begins it anew at the position that
is now, so nothing is ever scheduled in the past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Seconds

LEFT_OVER: Final = Seconds(60.0)
"""What a leap leaves of the last phase: a slip of the finger must not end a session."""

SHORTEST: Final = Seconds(10.0)
"""What `shorten` always leaves of a phase from now on, so that it turns softly and not
under the therapist's finger."""


@dataclass(frozen=True, slots=True)
class Course:
    """The phase that is now, and the lengths of all as the therapist left them."""

    phases: tuple[Phase, ...]
    lengths: tuple[Seconds | None, ...]
    """By phase; None is open."""
    index: int = 0
    begins: Seconds = Seconds(0.0)
    """The position at which the phase that is now began."""

    @property
    def phase(self) -> Phase:
        return self.phases[self.index]

    @property
    def following(self) -> Phase | None:
        rest = self.phases[self.index + 1 :]
        return rest[0] if rest else None

    @property
    def ends(self) -> Seconds | None:
        """The position of the coming turn; None while the phase is open."""
        lasts = self.lengths[self.index]
        return None if lasts is None else Seconds(self.begins + lasts)

    @property
    def plan_ends(self) -> Seconds | None:
        """The position at which the last phase ends; None with an open phase ahead."""
        ahead = self.lengths[self.index :]
        known = [lasts for lasts in ahead if lasts is not None]
        if len(known) < len(ahead):
            return None
        return Seconds(self.begins + sum(known))

    def turned(self, to: int, at: Seconds) -> Course:
        return replace(self, index=to, begins=at)

    def stretched(self, by: Seconds, position: Seconds) -> Course:
        """The present phase longer or shorter, never over before a little from now."""
        lasts = self.lengths[self.index]
        if lasts is None:
            return self
        least = position - self.begins + SHORTEST
        new = Seconds(max(lasts + by, min(lasts, least)))
        lengths = (*self.lengths[: self.index], new, *self.lengths[self.index + 1 :])
        return replace(self, lengths=lengths)


def lay(scene: Scene) -> Course:
    """The scene as written, at its beginning."""
    return Course(scene.phases, tuple(phase.lasts for phase in scene.phases))


def walked(course: Course, position: Seconds) -> Course:
    """As if the phases had turned by themselves up to this position."""
    while course.ends is not None and course.ends <= position:
        if course.following is None:
            return course.stretched(
                Seconds(position + LEFT_OVER - course.ends), position
            )
        course = course.turned(course.index + 1, course.ends)
    return course


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
