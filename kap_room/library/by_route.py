"""What a scene leaves to its route: how long a phase lasts, the mark that ends it.

Only a phase that writes no length is completed. One that writes its length is its
therapist's own, and nothing is put into it.
"""

from __future__ import annotations

from typing import Final

from kap_room.library import values
from kap_room.library.entries import OPEN
from kap_room.library.forms import PhaseForm, SceneForm
from kap_room.library.problems import all_of, did_you_mean, quoted
from kap_room.library.sheet import Sheet
from kap_room.plan.route_reminders import reminders_of_the_route
from kap_room.plan.routes import Usual, known_names, usual_phase
from kap_room.plan.scene import Route, Scene

UNKNOWN: Final = values.LONGEST
"""Stands for a length that was told to be wrong, so that it is wrong no other way."""


def courses_of(form: SceneForm, sheet: Sheet) -> tuple[Usual, ...]:
    """Name, length and mark of every phase, one for one."""
    return tuple(_course(form, number, sheet) for number in range(len(form.phases)))


def reminders_told(scene: Scene) -> str:
    """What a scene reminds of because its route does, for those who wrote neither."""
    told: dict[tuple[str, str], list[str]] = {}
    for each in reminders_of_the_route(scene):
        minute = "" if each.after_dose is None else f"{each.after_dose / 60:g}"
        from_when = "each dose" if each.each_dose else "the dose"
        told.setdefault((each.says, from_when), []).append(minute)
    lines = [
        f'"{says}" in the last phase'
        if when == [""]
        else f'"{says}" {all_of(when)} min after {from_when}'
        for (says, from_when), when in told.items()
    ]
    if not lines:
        return "none; the scene has its own, or says reminders: none."
    return f"{'; '.join(lines)}."


def _course(form: SceneForm, number: int, sheet: Sheet) -> Usual:
    phase = form.phases[number]
    if phase.lasts is not None:
        lasts = None if phase.lasts == OPEN else phase.lasts
        return Usual(phase.name, lasts, phase.ends_on)
    usual = None
    if form.route is not None:
        usual = usual_phase(form.route, phase.name, _next(form, number))
    if usual is None:
        sheet.say_of(("phases", number, "lasts"), _missing(phase, form.route))
        return Usual(phase.name, UNKNOWN, phase.ends_on)
    if sheet.is_out(("phases", number, "lasts")):
        return Usual(phase.name, UNKNOWN, phase.ends_on)
    mark = phase.ends_on
    if mark is None and usual.ends_on not in {each.ends_on for each in form.phases}:
        mark = usual.ends_on
    return Usual(phase.name, usual.lasts, mark)


def _next(form: SceneForm, number: int) -> str:
    following = form.phases[number + 1 : number + 2]
    return following[0].name if following else ""


def _missing(phase: PhaseForm, route: Route | None) -> str:
    write = "Write lasts: 20m, or lasts: open."
    if route is None:
        return f"This is missing, and no route gives it. {write}"
    known = known_names(route)
    meant = did_you_mean(phase.name, known)
    return (
        f"This is missing, and {route} has none for a phase named "
        f"{quoted(phase.name)}. {write}{meant or f' It knows {all_of(known)}.'}"
    )
