"""What cannot be in a scene, or is strange, given the route that it names.

Sentences for whoever writes the file. A plan outside what is usual is doubtful and may
be meant; one against the body or a label is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kap_room.plan.after_dose import (
    begins_after_dose,
    comes_after_dose,
    first_after_dose,
    phases_after_dose,
)
from kap_room.plan.route_reminders import About, is_about
from kap_room.plan.routes import (
    PROFILES,
    Profile,
    Span,
    floor_of,
    known_names,
    minutes,
)
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Objection:
    says: str
    phase: int | None = None
    """The place of the phase that it is about; None is about all of them."""
    wrong: bool = False
    """Whether it cannot be. Otherwise somebody should have meant it."""


def objections(scene: Scene) -> tuple[Objection, ...]:
    """Without a route only what the scene says itself can be wrong."""
    if scene.route is None:
        return tuple(_too_soon(scene))
    course = PROFILES[scene.route]
    if all(phase.ends_on is not Mark.DOSE for phase in scene.phases):
        # When anything comes after the dose, nobody knows.
        return (_no_dose(course), *_out_of_order(scene, scene.route))
    found = chain(
        _out_of_order(scene, scene.route),
        _too_soon(scene),
        _peak(scene, course),
        _infusion(scene, course),
        _strange_reminders(scene, course),
        _forgotten_reminders(scene, course),
    )
    return tuple(found)


def _no_dose(course: Profile) -> Objection:
    return Objection(
        "No phase ends on dose, so the plan does not begin with it. Write "
        "ends on: dose where the dose is given.",
        0,
        wrong=course.floor > 0,  # from which two hours are counted
    )


def _out_of_order(scene: Scene, route: Route) -> Iterator[Objection]:
    """The well-known phases in an order in which no body has them."""
    known = known_names(route)
    latest = 0
    for place, phase in enumerate(scene.phases):
        name = phase.name.lower()
        if name not in known:
            continue
        if known.index(name) < latest:
            yield Objection(
                f'It comes after "{known[latest]}", and with {route} "{name}" comes '
                "before that. Put the phases in the order in which it happens.",
                place,
                wrong=True,
            )
        latest = max(latest, known.index(name))


def _too_soon(scene: Scene) -> Iterator[Objection]:
    """An open phase counts as nothing for a label: it may be ended at once."""
    after = phases_after_dose(scene)
    planned = Seconds(sum(phase.lasts or 0.0 for phase in after))
    waits = any(phase.lasts is None for phase in after)
    if planned < (floor := floor_of(scene.route) or 0.0):
        yield Objection(
            f"After the dose the phases last {_told(planned)} together (open ones "
            f"count as nothing). With {scene.route} a person stays at least "
            f"{_told(floor)}: write longer phases.",
            wrong=True,
        )
    elif waits:
        return
    elif planned < (scene.at_least or 0.0):
        yield Objection(
            f"After the dose the phases last {_told(planned)} together, and somebody "
            f"is to stay at least {_told(scene.at_least or 0.0)}: write longer phases, "
            "or lasts: open in the last.",
            wrong=True,
        )
    elif scene.route and planned < minutes(PROFILES[scene.route].stay.least):
        yield Objection(
            f"It is over {_told(planned)} after the dose. With {scene.route} people "
            f"usually stay {_span(PROFILES[scene.route].stay)}."
        )


def _peak(scene: Scene, course: Profile) -> Iterator[Objection]:
    """Where the deepest music begins and how long it lasts."""
    first = first_after_dose(scene)
    for place, phase in enumerate(scene.phases[first:], start=first):
        if not _is_deepest(phase):
            continue
        begins = begins_after_dose(scene, place)
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


def _is_deepest(phase: Phase) -> bool:
    return phase.ends_on is Mark.RETURNING or phase.name.lower() == "peak"


def _infusion(scene: Scene, course: Profile) -> Iterator[Objection]:
    """It runs while the music is deepest, or at least while there is a plan."""
    deepest = [n for n, phase in enumerate(scene.phases) if _is_deepest(phase)]
    place = deepest[-1] if deepest else len(scene.phases) - 1
    over = begins_after_dose(scene, place + 1)
    if course.infusion and over is not None and over < minutes(course.infusion):
        yield Objection(
            f"It is over {_told(over)} after the dose, and the infusion runs for "
            f"{course.infusion} min: the room would come up too soon. Write a longer "
            "phase.",
            place,
            wrong=True,
        )


def _strange_reminders(scene: Scene, course: Profile) -> Iterator[Objection]:
    over = begins_after_dose(scene, len(scene.phases))
    for place, reminder, comes in _reminders(scene):
        if comes is not None and over is not None and comes > over:
            yield Objection(
                f'"{reminder.says}" comes {_told(comes)} after the dose, and the plan '
                f"is over after {_told(over)}.",
                place,
            )
        if course.lozenge is None and is_about(About.LOZENGE, reminder):
            yield Objection(
                f'"{reminder.says}" belongs to a lozenge, and the route is '
                f"{scene.route}.",
                place,
            )


def _forgotten_reminders(scene: Scene, course: Profile) -> Iterator[Objection]:
    """Where there are none at all somebody has said so, and is not asked."""
    there = tuple(_reminders(scene))
    first = first_after_dose(scene)
    held = [comes for _, each, comes in there if is_about(About.LOZENGE, each)]
    if there and course.lozenge and not _in_time(held, course.lozenge):
        yield Objection(
            "Nothing reminds of the lozenge in time. It is usually held for "
            f"{_span(course.lozenge)}: write after each dose: 12m.",
            first,
        )
    taken = [comes for _, each, comes in there if is_about(About.VITALS, each)]
    known = [comes for comes in taken if comes is not None]
    if there and course.floor and not _in_time(known, Span(35, 40, 45)):
        yield Objection(
            "Nothing reminds of blood pressure 40 min after the dose, which the label "
            "asks for: write after dose: 40m.",
            first,
        )


def _reminders(scene: Scene) -> Iterator[tuple[int, Reminder, Seconds | None]]:
    for place, phase in enumerate(scene.phases):
        for reminder in phase.reminders:
            yield place, reminder, comes_after_dose(scene, place, reminder)


def _in_time(moments: Sequence[Seconds | None], span: Span) -> bool:
    """A moment that nobody knows may be in time."""
    return any(moment is None or span.holds(moment) for moment in moments)


def _told(length: float) -> str:
    return f"{round(length / 60, 1):g} min"


def _span(span: Span) -> str:
    return f"{span.least:g} to {span.most:g} min"
