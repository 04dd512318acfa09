"""What is usual for a route."""

import pytest

from kap_room.plan.routes import (
    PROFILES,
    Profile,
    Span,
    floor_of,
    known_names,
    minutes,
    usual_phase,
    usual_phases,
)
from kap_room.plan.scene import Mark, Route

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
    """Neither by the usual plan nor by any other."""
    lengths = [each.lasts or 0.0 for each in usual_phases(Route.ESKETAMINE)]
    assert sum(lengths) >= minutes(120)
    assert floor_of(Route.ESKETAMINE) == minutes(120)
    assert floor_of(Route.IM) is None
    assert floor_of(None) is None


def test_an_infusion_is_over_before_the_plateau_is() -> None:
    """Ten minutes before."""
    _, onset, peak, *_ = usual_phases(Route.IV)
    assert (onset.lasts or 0.0) + (peak.lasts or 0.0) == minutes(50)
    assert PROFILES[Route.IV].infusion == 40


def test_a_phase_is_known_by_its_name() -> None:
    """In whatever letters; a strange one is not."""
    peak = usual_phase(Route.SUBLINGUAL, "Peak")
    assert peak is not None
    assert peak.lasts == minutes(40)
    assert usual_phase(Route.SUBLINGUAL, "descent") is None


@pytest.mark.parametrize("route", ROUTES)
def test_every_name_that_a_route_knows_has_its_phase(route: Route) -> None:
    """Also settling in, which waits."""
    assert "settling in" in known_names(route)
    assert all(usual_phase(route, name) for name in known_names(route))


@pytest.mark.parametrize(
    ("name", "followed_by", "mark"),
    [
        ("arrival", "onset", Mark.DOSE),
        ("arrival", "settling in", None),
        ("settling in", "Onset", Mark.DOSE),
        ("arrival", "peak", Mark.DOSE),
        ("onset", "peak", Mark.PEAK),
        ("onset", "ascent", None),
        ("peak", "return", Mark.RETURNING),
        ("peak", "", None),
        ("return", "integration", None),
    ],
)
def test_a_mark_ends_what_comes_before_the_phase_that_it_begins(
    name: str, followed_by: str, mark: Mark | None
) -> None:
    """And nothing else: peak must not lead into an ascent."""
    found = usual_phase(Route.IM, name, followed_by)
    assert found is not None
    assert found.ends_on is mark
