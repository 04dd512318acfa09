"""What is usual for a route."""

import pytest

from kap_room.plan.routes import (
    PROFILES,
    SPIT_OR_SWALLOW,
    Profile,
    Span,
    lozenge_timer,
    minutes,
    stays_until,
    usual_phase,
    usual_phases,
    usual_reminders,
)
from kap_room.plan.scene import Mark, Route
from kap_room.plan.units import Seconds

ROUTES = tuple(Route)


def spans_of(course: Profile) -> tuple[Span, ...]:
    spans = (course.onset, course.plateau_starts, course.plateau, course.return_done)
    return (*spans, course.stay, *([course.lozenge] if course.lozenge else []))


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_usual_lies_between_what_happens(route: Route) -> None:
    """Every figure has its least and its most."""
    spans = spans_of(PROFILES[route])
    assert all(span.least <= span.usual <= span.most for span in spans)


@pytest.mark.parametrize("route", ROUTES)
def test_a_course_runs_forwards(route: Route) -> None:
    """Felt before the plateau, back before the person leaves."""
    course = PROFILES[route]
    assert course.onset.usual <= course.plateau_starts.usual
    over = course.plateau_starts.usual + course.plateau.usual
    assert over < course.return_done.usual <= course.stay.usual
    assert course.floor <= course.stay.least


@pytest.mark.parametrize("route", ROUTES)
def test_an_evening_waits_for_the_dose_and_then_runs_by_itself(route: Route) -> None:
    """Arrival is open; onset, peak and return have their lengths."""
    arrival, *others = usual_phases(route)
    assert (arrival.lasts, arrival.ends_on) == (None, Mark.DOSE)
    assert [each.name for each in others] == ["onset", "peak", "return", "integration"]
    assert all(each.lasts and each.lasts > 0 for each in others[:3])


@pytest.mark.parametrize("route", ROUTES)
def test_the_return_is_done_when_the_body_is(route: Route) -> None:
    """Onset, peak and return together."""
    lengths = [each.lasts or 0.0 for each in usual_phases(route)[1:4]]
    assert sum(lengths) == minutes(PROFILES[route].return_done.usual)


def test_nobody_leaves_two_hours_after_esketamine() -> None:
    """Neither by the usual plan nor before the floor, from the last device."""
    lengths = [each.lasts or 0.0 for each in usual_phases(Route.ESKETAMINE)]
    assert sum(lengths) >= minutes(120)
    assert stays_until(Route.ESKETAMINE, minutes(10)) == minutes(130)
    assert stays_until(Route.IM, minutes(10)) is None
    assert stays_until(None, Seconds(0.0)) is None


def test_an_infusion_is_over_before_the_plateau_is() -> None:
    """Ten minutes before."""
    _, onset, peak, *_ = usual_phases(Route.IV)
    assert (onset.lasts or 0.0) + (peak.lasts or 0.0) == minutes(50)
    assert PROFILES[Route.IV].infusion == 40


@pytest.mark.parametrize("route", ROUTES)
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
    assert lozenge_timer(Route.SUBLINGUAL) == minutes(12)


@pytest.mark.parametrize("route", [r for r in ROUTES if r is not Route.SUBLINGUAL])
def test_nothing_else_has_a_lozenge_timer(route: Route) -> None:
    """There is nothing to spit out."""
    assert lozenge_timer(route) is None


def test_a_phase_is_known_by_its_name() -> None:
    """In whatever letters; a strange one is not."""
    peak = usual_phase(Route.SUBLINGUAL, "Peak")
    assert peak is not None
    assert peak.lasts == minutes(40)
    assert usual_phase(Route.SUBLINGUAL, "descent") is None
