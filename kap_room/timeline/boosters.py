"""How much longer boosters make the peak: what a dose had of it, each of them has too.

Only the plan as it was written and left by the therapist is measured. What an earlier
booster added is no part of it, or each would count for those before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from kap_room.timeline.course import Course

PEAKS: Final = ("peak", "plateau")

NOTHING: Final = Seconds(0.0)


def peak_of(course: Course) -> int | None:
    """The phase that the person returns from, or the one that is called peak."""
    for index, phase in enumerate(course.phases):
        if phase.ends_on is Mark.RETURNING:
            return index
    for index, phase in enumerate(course.phases):
        if any(word in phase.name.lower() for word in PEAKS):
            return index
    return None


def bare(course: Course, longer: Seconds) -> Course:
    """Without what all the boosters together have added."""
    peak = peak_of(course)
    lasts = None if peak is None else course.lengths[peak]
    if peak is None or lasts is None or longer == NOTHING:
        return course
    return course.with_length(peak, Seconds(lasts - longer))


def laid(
    course: Course, dose: Seconds, boosters: Sequence[Seconds]
) -> tuple[Course, tuple[Seconds, ...]]:
    """A bare course with these boosters, and how much longer each made the peak.

    All are positions. A peak that is over, or of which nobody knows the end, stays.
    """
    peak = peak_of(course)
    ends = course.ends_of(peak) if peak is not None else None
    if peak is None or ends is None:
        return course, tuple(NOTHING for _ in boosters)
    added: list[Seconds] = []
    end, lasts = ends, course.lengths[peak] or NOTHING
    for booster in boosters:
        until = max(end, Seconds(booster + ends - dose))
        added.append(Seconds(until - end))
        end = until
    return course.with_length(peak, Seconds(lasts + end - ends)), tuple(added)
