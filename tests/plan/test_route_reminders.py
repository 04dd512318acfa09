"""What a route reminds of."""

import pytest

from kap_room.plan.route_reminders import (
    BEFORE_LEAVING,
    SPIT_OR_SWALLOW,
    About,
    is_about,
    reminders_of_the_route,
    usual_reminders,
    with_usual_reminders,
)
from kap_room.plan.routes import minutes
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene

ARRIVAL = Phase("arrival", None, Mark.DOSE)
ONSET = Phase("onset", minutes(20))
LAST = Phase("integration", None)


@pytest.mark.parametrize("route", Route)
def test_blood_pressure_is_taken_at_the_dose_and_on_the_way(route: Route) -> None:
    """In order of time, the first at once."""
    moments = [each.after_dose or 0.0 for each in usual_reminders(route)]
    assert moments == sorted(moments)
    assert moments[0] == 0.0
    assert len(moments) >= 2


def test_a_lozenge_has_its_timer() -> None:
    """Twelve minutes, and pressure at the dose, 40 and 90 minutes after it."""
    reminders = usual_reminders(Route.SUBLINGUAL)
    assert [each.after_dose for each in reminders] == [0.0, 720.0, 2400.0, 5400.0]
    assert reminders[1].says == SPIT_OR_SWALLOW


@pytest.mark.parametrize("route", Route)
def test_nothing_but_a_lozenge_comes_again_for_each_dose(route: Route) -> None:
    """Blood pressure is taken after the first."""
    again = [each.says for each in usual_reminders(route) if each.each_dose]
    assert again == ([SPIT_OR_SWALLOW] if route is Route.SUBLINGUAL else [])


@pytest.mark.parametrize(
    ("says", "thing", "is_it"),
    [
        ("Lozenges out", About.LOZENGE, True),
        ("Despite all", About.LOZENGE, False),
        ("BP?", About.VITALS, True),
        ("An impulse", About.VITALS, False),
        ("Safe to leave?", About.LEAVING, True),
        ("Leaves of tea", About.VITALS, False),
    ],
)
def test_what_a_reminder_is_about_is_told_by_whole_words(
    says: str, thing: About, *, is_it: bool
) -> None:
    """Part of a word is not the word."""
    assert is_about(thing, Reminder(says, at=minutes(1))) is is_it


def test_pressure_in_words_that_are_not_known_is_asked_for_twice() -> None:
    """One sentence too many; never one too few."""
    own = Reminder("Blutdruck", after_dose=minutes(40))
    onset = Phase("onset", minutes(20), reminders=(own,))
    found = with_usual_reminders(Scene("s", (ARRIVAL, onset, LAST), Route.ESKETAMINE))
    moments = [each.after_dose for each in found.phases[1].reminders]
    assert moments == [minutes(40), 0.0, minutes(40)]


def test_a_scene_of_one_phase_is_not_left_as_it_begins() -> None:
    """There is no last phase after the dose."""
    found = with_usual_reminders(Scene("s", (ARRIVAL, ONSET), Route.IM))
    assert BEFORE_LEAVING not in found.phases[-1].reminders


def test_those_of_the_route_are_known_among_others() -> None:
    """Whether they were written or added."""
    own = Reminder("Pulse", after_dose=minutes(41))
    onset = Phase("onset", minutes(20), reminders=(own,))
    found = with_usual_reminders(Scene("s", (ARRIVAL, onset, LAST), Route.ESKETAMINE))
    assert reminders_of_the_route(found) == (
        Reminder("Blood pressure and pulse", after_dose=minutes(0)),
        BEFORE_LEAVING,
    )
