"""A scene file becomes a scene: usual values filled in, impossible ones told.

Lengths are judged by the plan alone. A therapist may take less time on the day; a file
that plans what cannot be is told before anybody lies down.
"""

from __future__ import annotations

from typing import Final

from kap_room.library.by_route import courses_of
from kap_room.library.entries import OPEN
from kap_room.library.forms import PhaseForm, ReminderForm, SceneForm
from kap_room.library.judged import judge_body, judge_phases
from kap_room.library.looks import look_of
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.library.values import length_words
from kap_room.plan.route_reminders import with_usual_reminders
from kap_room.plan.routes import Usual, floor_of
from kap_room.plan.scene import WAITS, Phase, Reminder, Scene, Turn
from kap_room.plan.units import Seconds

_TIMES: Final = ("at", "after dose", "after each dose")


def scene_of(form: SceneForm, sheet: Sheet) -> Scene:
    looks = {
        name: look_of(look, ("looks", name), sheet) for name, look in form.looks.items()
    }
    phases = tuple(
        _phase_of(phase, course, ("phases", number), sheet)
        for number, (phase, course) in enumerate(
            zip(form.phases, courses_of(form, sheet), strict=True)
        )
    )
    stays = form.at_least or floor_of(form.route)
    scene = Scene(form.name or sheet.path.stem, phases, form.route, looks, stays)
    if form.reminders is None:
        scene = with_usual_reminders(scene)
    judge_phases(scene, sheet)
    if sheet.is_clean:
        judge_body(scene, sheet)
    return scene


def _phase_of(form: PhaseForm, course: Usual, place: Place, sheet: Sheet) -> Phase:
    reminders = tuple(
        _reminder_of(each, (*place, "reminders", number), course.lasts, sheet)
        for number, each in enumerate(form.reminders or ())
    )
    return Phase(
        name=form.name,
        lasts=course.lasts,
        ends_on=course.ends_on,
        playlist=form.playlist,
        volume=form.volume,
        look=form.look,
        ramp=form.ramp,
        crossfade=form.crossfade,
        arm_light=form.arm_light,
        reminders=reminders,
        turn=form.turn,
        waits=_waits_of(form, course, place, sheet),
        finish_track=form.finish_track or Seconds(0.0),
    )


def _waits_of(
    form: PhaseForm, course: Usual, place: Place, sheet: Sheet
) -> Seconds | None:
    if form.turn is Turn.ASK and course.lasts is None:
        sheet.say_of(
            (*place, "turn"),
            "The phase waits for you already: it lasts open. Write how long it lasts, "
            "or remove this line.",
        )
    if form.waits is None:
        return WAITS
    if form.turn is not Turn.ASK and not sheet.is_out((*place, "turn")):
        sheet.say_of(
            (*place, "waits"),
            "Nothing waits where the turn is automatic. Write turn: ask beside it, or "
            "remove this line.",
        )
    return None if form.waits == OPEN else form.waits


def _reminder_of(
    form: ReminderForm, place: Place, lasts: Seconds | None, sheet: Sheet
) -> Reminder:
    times = (form.at, form.after_dose, form.after_each_dose)
    refused = any(sheet.is_out((*place, key)) for key in _TIMES)
    if sum(time is not None for time in times) != 1 and not refused:
        sheet.say_of(
            place,
            "A reminder has one time. Write after dose: 40m, counted from the dose, "
            "after each dose: 12m, counted from every booster too, or at: 5m, counted "
            "from the beginning of the phase.",
        )
    if form.at is not None and lasts is not None and form.at > lasts:
        sheet.say_of(
            (*place, "at"),
            f"The phase is over by then: it lasts {length_words(lasts)}. Write an "
            "earlier time.",
        )
    each = form.after_each_dose
    after = form.after_dose if each is None else each
    return Reminder(form.say, after, form.at, each_dose=each is not None)
