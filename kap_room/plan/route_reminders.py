"""What a route reminds of, beside what its scene does.

A reminder of the route is left out only where the scene has one about the same thing.
What something is about is told by its words, and whoever doubts has both: one sentence
too many is no harm, a lozenge forgotten is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from kap_room.plan.after_dose import comes_after_dose, first_after_dose
from kap_room.plan.routes import PROFILES, minutes
from kap_room.plan.scene import Phase, Reminder, Route, Scene
from kap_room.plan.units import Seconds

VITALS: Final = "Blood pressure and pulse"
SPIT_OR_SWALLOW: Final = "Lozenge: spit or swallow"
END_OF_INFUSION: Final = "End of the infusion: blood pressure and pulse"
BEFORE_LEAVING: Final = Reminder(
    "Before leaving: blood pressure and pulse", at=Seconds(0.0)
)
"""In the last phase."""

NEAR: Final = minutes(5)
"""Blood pressure taken this near to when the route has it is the same one."""


class About(Enum):
    """The things that routes remind of."""

    LOZENGE = auto()
    VITALS = auto()
    LEAVING = auto()


_WORDS: Final[Mapping[About, re.Pattern[str]]] = {
    About.LOZENGE: re.compile(r"\b(lozenges?|troches?|spit)\b", re.IGNORECASE),
    About.VITALS: re.compile(
        r"\b(blood pressure|pulse|vitals|vital signs|bp)\b", re.IGNORECASE
    ),
    About.LEAVING: re.compile(r"\bleav(e|es|ing)\b", re.IGNORECASE),
}


def is_about(thing: About, reminder: Reminder) -> bool:
    return _WORDS[thing].search(reminder.says) is not None


def usual_reminders(route: Route) -> tuple[Reminder, ...]:
    """On the body clock, in order of time."""
    course = PROFILES[route]
    says = {
        minute: END_OF_INFUSION if minute == course.infusion else VITALS
        for minute in course.vitals
    }
    found = [Reminder(says[m], after_dose=minutes(m)) for m in says]
    if course.lozenge is not None:
        held = minutes(course.lozenge.usual)
        found.append(Reminder(SPIT_OR_SWALLOW, after_dose=held, each_dose=True))
    return tuple(sorted(found, key=lambda each: each.after_dose or 0.0))


def with_usual_reminders(scene: Scene) -> Scene:
    """Those on the body clock in the phase that the dose begins, after its own."""
    if scene.route is None:
        return scene
    own = tuple(_own(scene))
    first, last = first_after_dose(scene), len(scene.phases) - 1
    phases = list(scene.phases)
    usual = [each for each in usual_reminders(scene.route) if not _has(own, each)]
    phases[first] = _with(phases[first], *usual)
    leaves = any(is_about(About.LEAVING, each.reminder) for each in own)
    if first < last and not leaves:
        phases[last] = _with(phases[last], BEFORE_LEAVING)
    return replace(scene, phases=tuple(phases))


def reminders_of_the_route(scene: Scene) -> tuple[Reminder, ...]:
    """Those in the scene that are as the route has them, in order of time."""
    if scene.route is None:
        return ()
    there = [each.reminder for each in _own(scene)]
    usual = (*usual_reminders(scene.route), BEFORE_LEAVING)
    return tuple(each for each in usual if each in there)


@dataclass(frozen=True, slots=True)
class _Own:
    reminder: Reminder
    comes: Seconds | None
    """After the dose; None where nobody knows."""


def _own(scene: Scene) -> Iterator[_Own]:
    for place, phase in enumerate(scene.phases):
        for reminder in phase.reminders:
            yield _Own(reminder, comes_after_dose(scene, place, reminder))


def _has(own: tuple[_Own, ...], usual: Reminder) -> bool:
    """A lozenge at any time of theirs; of all other things there are several."""
    if is_about(About.LOZENGE, usual):
        return any(is_about(About.LOZENGE, each.reminder) for each in own)
    due = usual.after_dose or 0.0
    return any(
        each.comes is not None
        and abs(each.comes - due) <= NEAR
        and is_about(About.VITALS, each.reminder)
        for each in own
    )


def _with(phase: Phase, *more: Reminder) -> Phase:
    return replace(phase, reminders=(*phase.reminders, *more))
