"""Marks with a past: `dose 4m ago`."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Seen
from kap_room.plan.scene import Mark, Reminder
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded


def ago(minutes: float, mark: Mark = Mark.DOSE, waited: float = 60.0) -> House:
    house = House()
    house.begin()
    house.wait(waited)
    house.give(Seen(mark, Seconds(60 * minutes)))
    return house


def test_the_body_clock_counts_from_the_dose_and_not_from_the_key() -> None:
    """Four minutes have gone."""
    assert ago(4).view.session.since_dose_s == 240.0


def test_the_phase_counts_from_the_dose_too() -> None:
    """Of fifteen minutes of onset eleven are left, also when the session is young."""
    phase = ago(4).view.phase
    assert phase is not None
    assert (phase.name, phase.remaining_s) == ("onset", 660.0)


@pytest.mark.parametrize("minutes", [0, 4, 9, 14, 20, 600])
def test_no_lamp_jumps_however_long_ago_it_was(minutes: float) -> None:
    """The ramp begins now, from where the lamps are."""
    house = House()
    house.begin()
    house.wait(1200)
    before = house.level("floor")
    house.give(Seen(Mark.DOSE, Seconds(60 * minutes)))
    assert house.level("floor") == pytest.approx(before)
    house.wait(1)
    assert house.level("floor") == pytest.approx(before, rel=0.02)


def test_a_dose_of_long_ago_is_in_the_phase_that_it_would_be() -> None:
    """Twenty minutes: onset is over, and peak has gone on for five."""
    phase = ago(20).view.phase
    assert phase is not None
    assert phase.name == "peak"
    assert phase.position_s == pytest.approx(300.0)


def test_such_a_leap_is_one_crossfade() -> None:
    """Nothing of the phase in between is heard."""
    house = ago(20)
    files = [deck.file for deck in house.order.decks]
    assert files == ["/music/arrival/0.flac", "/music/peak/0.flac"]
    assert house.order.decks[-1].starts == house.reading


def test_a_slip_of_the_finger_never_ends_the_session() -> None:
    """Ten hours."""
    house = ago(600)
    house.wait(30)
    assert house.view.session.state == "running"
    house.press(Button.TAKE_BACK)
    assert house.phase == "arrival"


def test_a_booster_leaves_the_body_clock() -> None:
    """It counts from the first dose."""
    house = ago(0)
    house.wait(600)
    house.give(Seen(Mark.BOOSTER))
    assert house.view.session.since_dose_s == 600.0


def test_returning_ends_the_peak() -> None:
    """Before its time."""
    house = ago(0)
    house.press(Button.NEXT_PHASE)
    house.wait(60)
    house.give(Seen(Mark.RETURNING))
    assert house.phase == "return"


def test_every_mark_is_in_the_record() -> None:
    """With how long ago it was."""
    house = ago(4)
    assert house.events("MarkSeen") == [{"mark": "dose", "ago_s": 240.0}]


def test_reminders_on_the_body_clock_come_in_any_phase() -> None:
    """They belong to the body, not to the phase that they are written in."""
    reminder = Reminder("Blood pressure", after_dose=Seconds(1200))
    peak = replace(SCENE.phases[2], reminders=(reminder,))
    phases = (*SCENE.phases[:2], peak, SCENE.phases[3])
    house = House()
    house.begin(loaded(replace(SCENE, phases=phases)))
    house.give(Seen(Mark.DOSE))
    house.press(Button.LAND)
    house.wait(1201)
    assert [each.says for each in house.view.reminders] == ["Blood pressure"]
    house.press(Button.REMINDER_DONE)
    assert house.view.reminders == ()
