"""Where in a scene the dose is, and how long after it everything else comes.

On paper only: in a session the dose is when it was given, and nothing here knows.
"""

from __future__ import annotations

from typing import Final

from kap_room.plan.scene import Mark, Phase, Reminder, Scene
from kap_room.plan.units import Seconds

AT_THE_DOSE: Final = Seconds(0.0)


def first_after_dose(scene: Scene) -> int:
    """The place of the phase that the dose begins; the first if none says."""
    return min(_dose(scene) + 1, len(scene.phases) - 1)


def phases_after_dose(scene: Scene) -> tuple[Phase, ...]:
    """None where the dose ends the last phase."""
    return scene.phases[_dose(scene) + 1 :]


def _dose(scene: Scene) -> int:
    doses = (n for n, phase in enumerate(scene.phases) if phase.ends_on is Mark.DOSE)
    return next(doses, -1)


def begins_after_dose(scene: Scene, place: int) -> Seconds | None:
    """When a phase begins, or with the place after the last, when all is over.

    None after an open phase: nobody knows how long that is.
    """
    before = [p.lasts for p in scene.phases[first_after_dose(scene) : place]]
    known = [lasts for lasts in before if lasts is not None]
    return Seconds(sum(known)) if len(known) == len(before) else None


def comes_after_dose(scene: Scene, place: int, reminder: Reminder) -> Seconds | None:
    """When a phase's reminder comes. What comes before the dose counts as at it."""
    if reminder.after_dose is not None:
        return reminder.after_dose
    if place < first_after_dose(scene):
        return AT_THE_DOSE
    begins = begins_after_dose(scene, place)
    if begins is None or reminder.at is None:
        return None
    return Seconds(begins + reminder.at)
