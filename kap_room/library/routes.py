"""What is usual for a route: how long its phases last, and what to be reminded of.

The figures are typical courses, minutes from the dose. They fill in what a scene leaves
out and are never advice: a scene that writes a length, or any reminder, has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kap_room.library.entries import OPEN
from kap_room.plan.scene import Reminder, Route
from kap_room.plan.units import Seconds

ESKETAMINE_STAYS: Final = Seconds(120 * 60.0)
"""Nobody leaves sooner after esketamine: its label asks for two hours at least."""


@dataclass(frozen=True, slots=True)
class Course:
    """A typical course. In minutes from the dose, except for the plateau's length."""

    plateau_starts: int
    plateau: int
    return_done: int
    leaves: int | None = None
    """When integration is over where the route knows it; None waits."""
    pressure: tuple[int, ...] = (0,)
    """When blood pressure is taken."""
    lozenge: int | None = None

    def lengths(self) -> Mapping[str, Seconds]:
        returning = self.return_done - self.plateau_starts - self.plateau
        after = (
            OPEN if self.leaves is None else _minutes(self.leaves - self.return_done)
        )
        return {
            "onset": _minutes(self.plateau_starts),
            "peak": _minutes(self.plateau),
            "return": _minutes(returning),
            "integration": after,
        }

    def reminders(self) -> tuple[Reminder, ...]:
        taken = ((minute, "Blood pressure and pulse") for minute in self.pressure)
        held = [] if self.lozenge is None else [(self.lozenge, SPIT_OR_SWALLOW)]
        return tuple(
            Reminder(says, after_dose=_minutes(minute))
            for minute, says in sorted([*taken, *held])
        )


def _minutes(count: int) -> Seconds:
    return Seconds(count * 60.0)


SPIT_OR_SWALLOW: Final = "Lozenge: spit or swallow"
BEFORE_LEAVING: Final = Reminder(
    "Before leaving: blood pressure and pulse", at=Seconds(0.0)
)

COURSES: Final[Mapping[Route, Course]] = {
    Route.SUBLINGUAL: Course(20, 40, 120, pressure=(0, 40), lozenge=12),
    Route.IM: Course(8, 40, 90, pressure=(0, 15, 30, 60)),
    Route.IV: Course(25, 25, 70, pressure=(0, 10, 20, 30, 40, 70)),
    Route.INTRANASAL: Course(10, 30, 75, pressure=(0, 40)),
    Route.ESKETAMINE: Course(30, 30, 90, leaves=130, pressure=(0, 40)),
    Route.ORAL: Course(45, 60, 150, pressure=(0, 60, 120)),
}

WAITING: Final = frozenset({"arrival", "settling in", "integration"})
"""Phases that wait for the therapist, whatever the route."""


def usual_length(route: Route | None, phase: str) -> Seconds | None:
    """`OPEN` waits; None where nothing is usual for a phase of this name."""
    name = phase.lower()
    if route and (length := COURSES[route].lengths().get(name)):
        return length
    return OPEN if name in WAITING else None
