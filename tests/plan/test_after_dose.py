"""How long after the dose everything else comes, on paper."""

from kap_room.plan.after_dose import (
    begins_after_dose,
    comes_after_dose,
    first_after_dose,
    phases_after_dose,
)
from kap_room.plan.routes import minutes
from kap_room.plan.scene import Mark, Phase, Reminder, Scene

EVENING = Scene(
    "evening",
    (
        Phase("arrival", None, Mark.DOSE),
        Phase("onset", minutes(20)),
        Phase("peak", None),
        Phase("return", minutes(60)),
    ),
)


def test_the_dose_begins_the_phase_after_the_one_that_it_ends() -> None:
    """And the first, where none says anything of a dose."""
    assert first_after_dose(EVENING) == 1
    assert first_after_dose(Scene("music", EVENING.phases[1:])) == 0


def test_a_dose_that_ends_the_last_phase_begins_nothing_beyond() -> None:
    """There is no phase after the last."""
    odd = Scene("odd", EVENING.phases[:1])
    assert (first_after_dose(odd), phases_after_dose(odd)) == (0, ())


def test_a_phase_begins_when_those_since_the_dose_are_over() -> None:
    """Nobody knows how long an open one is."""
    begins = [begins_after_dose(EVENING, place) for place in range(1, 5)]
    assert begins == [0.0, minutes(20), None, None]


def test_a_reminder_comes_on_the_body_clock_or_with_its_phase() -> None:
    """Before the dose counts as at the dose."""
    body, within = Reminder("b", after_dose=minutes(40)), Reminder("w", at=minutes(5))
    assert comes_after_dose(EVENING, 3, body) == minutes(40)
    told = [comes_after_dose(EVENING, place, within) for place in range(4)]
    assert told == [0.0, minutes(5), minutes(25), None]
