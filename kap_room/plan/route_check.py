"""What is missing from a scene, or cannot be, given the route that it names.

Sentences for whoever writes the file. A plan outside what is usual is doubtful and may
be meant; one against the body or a label is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from kap_room.plan.routes import PROFILES, Profile, Span, minutes
from kap_room.plan.scene import Mark, Phase, Reminder, Scene
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Objection:
    says: str
    phase: int | None = None
    """The place of the phase that it is about; None is about all of them."""
    wrong: bool = False
    """Whether it cannot be. Otherwise somebody should have meant it."""


def objections(scene: Scene) -> tuple[Objection, ...]:
    """Nothing where the scene names no route: then nothing is usual."""
    if scene.route is None:
        return ()
    course = PROFILES[scene.route]
    first = after_the_dose(scene)
    found = chain(
        _no_dose(scene),
        _too_soon(scene, course, first),
        _peak(scene, course, first),
        _infusion(scene, course, first),
        _reminders(scene, course, first),
    )
    return tuple(found)


def after_the_dose(scene: Scene) -> int:
    """The place of the phase that the dose begins; the first if none says."""
    doses = (n for n, phase in enumerate(scene.phases) if phase.ends_on is Mark.DOSE)
    return min(next(doses, -1) + 1, len(scene.phases) - 1)


def _no_dose(scene: Scene) -> Iterator[Objection]:
    if all(phase.ends_on is not Mark.DOSE for phase in scene.phases):
        yield Objection(
            "No phase ends on dose, so the plan does not begin with it. Write "
            "ends on: dose where the dose is given.",
            0,
        )


def _too_soon(scene: Scene, course: Profile, first: int) -> Iterator[Objection]:
    """An open phase counts as nothing: it may be ended at once."""
    planned = Seconds(sum(phase.lasts or 0.0 for phase in scene.phases[first:]))
    waits = any(phase.lasts is None for phase in scene.phases[first:])
    if planned < minutes(course.floor):
        yield Objection(
            f"After the dose the phases last {_told(planned)} together (open ones "
            f"count as nothing). With {scene.route} a person stays at least "
            f"{course.floor} min: write longer phases.",
            wrong=True,
        )
    elif planned < minutes(course.stay.least) and not waits:
        yield Objection(
            f"It is over {_told(planned)} after the dose. With {scene.route} people "
            f"usually stay {_span(course.stay)}."
        )


def _peak(scene: Scene, course: Profile, first: int) -> Iterator[Objection]:
    """Where the deepest music begins and how long it lasts."""
    for place, phase in enumerate(scene.phases[first:], start=first):
        if phase.ends_on is not Mark.RETURNING and phase.name.lower() != "peak":
            continue
        begins = _begins(scene, first, place)
        if begins is not None and not course.plateau_starts.holds(begins):
            yield Objection(
                f"It begins {_told(begins)} after the dose. With {scene.route} the "
                f"plateau usually begins after {_span(course.plateau_starts)}.",
                place,
            )
        if phase.lasts is not None and not course.plateau.holds(phase.lasts):
            yield Objection(
                f"It lasts {_told(phase.lasts)}. With {scene.route} the plateau "
                f"usually lasts {_span(course.plateau)}.",
                place,
            )


def _begins(scene: Scene, first: int, place: int) -> Seconds | None:
    """How long after the dose a phase begins; None after an open one."""
    before = [phase.lasts for phase in scene.phases[first:place]]
    known = [lasts for lasts in before if lasts is not None]
    return Seconds(sum(known)) if len(known) == len(before) else None


def _infusion(scene: Scene, course: Profile, first: int) -> Iterator[Objection]:
    if course.infusion is None:
        return
    for place, phase in enumerate(scene.phases[first:-1], start=first):
        over = _begins(scene, first, place + 1)
        if _is_last_of_depth(phase) and over is not None:
            if over < minutes(course.infusion):
                yield Objection(
                    f"It is over {_told(over)} after the dose, and the infusion runs "
                    f"for {course.infusion} min: the room would come up too soon.",
                    place,
                    wrong=True,
                )
            return


def _is_last_of_depth(phase: Phase) -> bool:
    return phase.ends_on is Mark.RETURNING or phase.name.lower() == "peak"


def _reminders(scene: Scene, course: Profile, first: int) -> Iterator[Objection]:
    over = _begins(scene, first, len(scene.phases))
    written: list[Reminder] = []
    for place, phase in enumerate(scene.phases):
        written += phase.reminders
        for reminder in phase.reminders:
            after = reminder.after_dose
            if after is not None and over is not None and after > over:
                yield Objection(
                    f'"{reminder.says}" comes {_told(after)} after the dose, and the '
                    f"plan is over after {_told(over)}.",
                    place,
                )
            if "lozenge" in reminder.says.lower() and course.lozenge is None:
                yield Objection(
                    f'"{reminder.says}" belongs to a lozenge, and the route is '
                    f"{scene.route}.",
                    place,
                )
    if written and course.lozenge and not _within(written, course.lozenge):
        yield Objection(
            "Nothing reminds of the lozenge. It is usually held for "
            f"{_span(course.lozenge)}: write after dose: 12m.",
            first,
        )
    if written and course.floor and not _within(written, Span(35, 40, 45)):
        yield Objection(
            "Nothing reminds of blood pressure 40 min after the dose, which the label "
            "asks for: write after dose: 40m.",
            first,
        )


def _within(reminders: list[Reminder], span: Span) -> bool:
    moments = (each.after_dose for each in reminders)
    return any(moment is not None and span.holds(moment) for moment in moments)


def _told(length: Seconds) -> str:
    return f"{round(length / 60)} min"


def _span(span: Span) -> str:
    return f"{span.least:g} to {span.most:g} min"
