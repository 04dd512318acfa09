"""The course: phases laid on seconds."""

from dataclasses import replace

from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Seconds
from kap_room.timeline.course import SHORTEST, Course, landing, lay, walked


def course_of(*lengths: float | None) -> Course:
    phases = tuple(
        Phase(f"phase {number}", None if each is None else Seconds(each))
        for number, each in enumerate(lengths)
    )
    return lay(Scene("a scene", phases))


def test_a_turn_lies_where_the_phase_ends() -> None:
    """A phase of ten minutes turns ten minutes after it began."""
    assert course_of(600, 60).turned(0, Seconds(5.0)).ends == 605.0


def test_an_open_phase_has_no_end() -> None:
    """It waits for the therapist, and nobody knows when the plan is over."""
    course = course_of(None, 600)
    assert course.ends is None
    assert course.plan_ends(Seconds(0.0)) is None


def test_the_plan_ends_where_the_last_phase_does() -> None:
    """Counted from the phase that is now."""
    assert course_of(600, 60).turned(1, Seconds(700.0)).plan_ends(Seconds(0.0)) == 760.0


def test_a_phase_is_extended_by_what_was_asked() -> None:
    """Five minutes are five minutes."""
    assert course_of(600).stretched(Seconds(300), Seconds(10)).ends == 900.0


def test_shortening_never_turns_under_the_finger() -> None:
    """Ten seconds are left, however much was taken away."""
    course = course_of(600).stretched(Seconds(-3600), Seconds(100.0))
    assert course.ends == 100.0 + SHORTEST


def test_shortening_a_phase_about_to_turn_does_not_make_it_longer() -> None:
    """Asked for less, never given more."""
    assert course_of(600).stretched(Seconds(-60), Seconds(595.0)).ends == 600.0


def test_an_open_phase_cannot_be_stretched() -> None:
    """It has no length to change."""
    course = course_of(None)
    assert course.stretched(Seconds(60), Seconds(5.0)) is course


def test_land_goes_to_the_phase_that_returning_leads_to() -> None:
    """Whatever that one is called."""
    course = course_of(60, 60, 60)
    peak = replace(course.phases[1], ends_on=Mark.RETURNING)
    course = replace(course, phases=(course.phases[0], peak, course.phases[2]))
    assert landing(course) == 2


def test_land_knows_a_return_by_its_name() -> None:
    """Where no phase waits for the mark."""
    course = course_of(60, 60)
    back = replace(course.phases[1], name="Return")
    assert landing(replace(course, phases=(course.phases[0], back))) == 1


def test_there_is_no_landing_from_the_return_itself() -> None:
    """It is now, or behind us."""
    course = course_of(60, 60)
    back = replace(course.phases[1], name="return")
    course = replace(course, phases=(course.phases[0], back)).turned(1, Seconds(60.0))
    assert landing(course) is None


def test_a_leap_over_several_phases_comes_to_the_right_one() -> None:
    """Twenty minutes late: the first fifteen belong to the phase in between."""
    course = walked(course_of(900, 2400), Seconds(1200.0))
    assert (course.index, course.begins) == (1, 900.0)


def test_a_leap_stops_at_an_open_phase() -> None:
    """It waits for the therapist, who was not asked yet."""
    course = walked(course_of(900, None, 60), Seconds(50_000.0))
    assert (course.index, course.begins) == (1, 900.0)


def test_a_leap_never_ends_the_plan() -> None:
    """A slip of the finger must not close the session: a minute is left."""
    course = walked(course_of(900, 600), Seconds(50_000.0))
    assert course.index == 1
    assert course.ends is not None
    assert course.ends >= 50_000.0 + 60.0


def test_a_short_way_is_no_leap() -> None:
    """Inside the phase nothing changes."""
    course = course_of(900, 600)
    assert walked(course, Seconds(899.0)) is course
