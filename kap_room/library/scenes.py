"""A scene file becomes a scene: usual values filled in, impossible ones told.

Lengths are judged by the plan alone. A therapist may take less time on the day; a file
that plans what cannot be is told before anybody lies down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.library import routes
from kap_room.library.entries import OPEN
from kap_room.library.forms import PhaseForm, ReminderForm, SceneForm
from kap_room.library.looks import look_of
from kap_room.library.problems import did_you_mean, quoted
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.library.values import length_words
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene
from kap_room.plan.units import Seconds

_IN_TIME: Final = (Mark.DOSE, Mark.ONSET, Mark.PEAK, Mark.RETURNING)


def scene_of(form: SceneForm, sheet: Sheet) -> Scene:
    looks = {
        name: look_of(look, ("looks", name), sheet) for name, look in form.looks.items()
    }
    phases = tuple(
        _phase_of(phase, ("phases", number), form.route, sheet)
        for number, phase in enumerate(form.phases)
    )
    scene = Scene(form.name or sheet.path.stem, phases, form.route, looks)
    _judge_names(scene, sheet)
    _judge_marks(scene, sheet)
    if sheet.is_clean:
        _judge_stay(scene, sheet)
    return _with_usual_reminders(scene)


def _phase_of(
    form: PhaseForm, place: Place, route: Route | None, sheet: Sheet
) -> Phase:
    lasts = form.lasts
    if lasts is None:
        lasts = routes.usual_length(route, form.name)
    if lasts is None:
        sheet.say_of(
            (*place, "lasts"),
            f"This is missing, and nothing is usual for a phase named "
            f"{quoted(form.name)}. Write lasts: 20m, or lasts: open.",
        )
        lasts = OPEN
    length = None if lasts == OPEN else lasts
    return Phase(
        name=form.name,
        lasts=length,
        ends_on=form.ends_on,
        playlist=form.playlist,
        volume=form.volume,
        look=form.look,
        ramp=form.ramp,
        crossfade=form.crossfade,
        arm_light=form.arm_light,
        reminders=tuple(
            _reminder_of(reminder, (*place, "reminders", number), length, sheet)
            for number, reminder in enumerate(form.reminders or ())
        ),
    )


def _reminder_of(
    form: ReminderForm, place: Place, lasts: Seconds | None, sheet: Sheet
) -> Reminder:
    if (form.at is None) == (form.after_dose is None):
        sheet.say_of(
            place,
            "A reminder has one time. Write after dose: 12m, counted from the dose, or "
            "at: 5m, counted from the beginning of the phase.",
        )
    if form.at is not None and lasts is not None and form.at > lasts:
        sheet.say_of(
            (*place, "at"),
            f"The phase is over by then: it lasts {length_words(lasts)}. Write an "
            "earlier time.",
        )
    return Reminder(form.say, after_dose=form.after_dose, at=form.at)


def _judge_names(scene: Scene, sheet: Sheet) -> None:
    written = sheet.tree.at(("looks",))
    looks = tuple(written) if isinstance(written, dict) else ()
    first: dict[str, int] = {}
    for number, phase in enumerate(scene.phases):
        place: Place = ("phases", number)
        if phase.look is not None and phase.look not in looks:
            hint = did_you_mean(phase.look, looks)
            sheet.say_of(
                (*place, "look"),
                f"There is no look {quoted(phase.look)} under looks."
                f"{hint or ' Write it there.'}",
            )
        before = first.setdefault(phase.name.lower(), number)
        if before != number:
            line = sheet.tree.line_of((*sheet.in_file(("phases", before)), "name"))
            sheet.say_of(
                (*place, "name"),
                f"Another phase has the name {quoted(phase.name)}, on line {line}. "
                "Each needs a name of its own.",
            )


def _judge_marks(scene: Scene, sheet: Sheet) -> None:
    """A mark that comes later in the body cannot end an earlier phase."""
    latest = Mark.DOSE
    for number, phase in enumerate(scene.phases):
        if phase.ends_on is None:
            continue
        if _IN_TIME.index(phase.ends_on) < _IN_TIME.index(latest):
            sheet.say_of(
                ("phases", number, "ends on"),
                f"An earlier phase ends on {latest}, and {phase.ends_on} comes before "
                "that. Put the phases in the order in which it happens.",
            )
        else:
            latest = phase.ends_on


def _judge_stay(scene: Scene, sheet: Sheet) -> None:
    """An open phase counts as nothing: it may be ended at once."""
    if scene.route is not Route.ESKETAMINE:
        return
    stays = sum(phase.lasts or 0.0 for phase in scene.phases[after_the_dose(scene) :])
    if stays < routes.ESKETAMINE_STAYS:
        sheet.say(
            ("phases",),
            f"After the dose the phases last {length_words(Seconds(stays))} together "
            "(open ones count as nothing). With esketamine a person stays at least 2h: "
            "write longer phases.",
        )


def after_the_dose(scene: Scene) -> int:
    """The position of the phase that the dose begins; the first if none says."""
    doses = (n for n, phase in enumerate(scene.phases) if phase.ends_on is Mark.DOSE)
    return min(next(doses, -1) + 1, len(scene.phases) - 1)


def _with_usual_reminders(scene: Scene) -> Scene:
    if scene.route is None or any(phase.reminders for phase in scene.phases):
        return scene
    first = after_the_dose(scene)
    phases = list(scene.phases)
    usual = routes.COURSES[scene.route].reminders()
    phases[first] = replace(phases[first], reminders=usual)
    if first < len(phases) - 1:
        phases[-1] = replace(phases[-1], reminders=(routes.BEFORE_LEAVING,))
    return replace(scene, phases=tuple(phases))
