"""The buttons of the plan: hold, phases, lengths, marks, land."""

import pytest

from kap_room.exchange.commands import Button, Extend, Seen
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from tests.engine.house import House


def house_in(phase: str) -> House:
    house = House()
    house.begin()
    while house.phase != phase:
        house.press(Button.NEXT_PHASE)
        house.wait(15)
    return house


def test_hold_stops_the_plan() -> None:
    """Ten minutes held are no position."""
    house = house_in("onset")
    house.press(Button.HOLD)
    before = house.view.session.position_s
    house.wait(600)
    assert house.view.session.position_s == before
    assert house.view.session.state == "held"


def test_hold_again_lets_the_plan_go_on() -> None:
    """From where it stopped."""
    house = house_in("onset")
    house.press(Button.HOLD)
    before = house.view.session.position_s
    house.wait(600)
    house.press(Button.HOLD)
    house.wait(10)
    assert before is not None
    assert house.view.session.position_s == pytest.approx(before + 10)


def test_the_music_goes_on_through_a_hold() -> None:
    """Four tracks of five minutes, an hour held: it is never quiet."""
    house = house_in("onset")
    house.press(Button.HOLD)
    for _ in range(60):
        house.wait(60)
        assert house.order.sounding
        assert house.order.next is not None


def test_the_body_clock_is_stopped_by_nothing() -> None:
    """Not by hold, not by ground, not by a turn."""
    house = house_in("arrival")
    house.give(Seen(Mark.DOSE))
    house.press(Button.HOLD)
    house.wait(300)
    house.press(Button.GROUND)
    house.wait(300)
    assert house.view.session.since_dose_s == pytest.approx(600)


def test_the_dose_ends_the_phase_that_waits_for_it() -> None:
    """One key, and onset begins."""
    house = house_in("arrival")
    house.give(Seen(Mark.DOSE))
    assert house.phase == "onset"


def test_a_mark_that_nobody_waits_for_is_only_noted() -> None:
    """The plan goes on as it was."""
    house = house_in("arrival")
    answer = house.give(Seen(Mark.PEAK))
    assert answer is not None
    assert answer.ok
    assert house.phase == "arrival"


def test_a_phase_turns_by_itself_when_its_time_is_over() -> None:
    """Fifteen minutes of onset."""
    house = house_in("arrival")
    house.give(Seen(Mark.DOSE))
    house.wait(899)
    assert house.phase == "onset"
    house.wait(2)
    assert house.phase == "peak"


def test_extend_moves_the_turn() -> None:
    """Five minutes more."""
    house = house_in("arrival")
    house.give(Seen(Mark.DOSE))
    house.give(Extend(Seconds(300)))
    house.wait(1199)
    assert house.phase == "onset"
    house.wait(2)
    assert house.phase == "peak"


def test_the_phase_before_begins_anew() -> None:
    """With its whole length ahead of it."""
    house = house_in("peak")
    house.press(Button.PREVIOUS_PHASE)
    view = house.view.phase
    assert view is not None
    assert (view.name, view.position_s, view.remaining_s) == ("onset", 0.0, 900.0)


@pytest.mark.parametrize("button", [Button.HOLD, Button.NEXT_PHASE])
def test_nothing_of_the_plan_moves_while_grounded(button: Button) -> None:
    """A refusal, and it says what to do."""
    house = house_in("onset")
    house.press(Button.GROUND)
    answer = house.press(button)
    assert not answer.ok
    assert "Go back in" in answer.says


def test_land_goes_to_the_return() -> None:
    """From wherever we are, with a crossfade of half a minute."""
    house = house_in("onset")
    house.press(Button.LAND)
    assert house.phase == "return"
    assert house.order.decks[-1].rise == 30.0


def test_land_takes_the_lamps_over_the_length_of_the_return() -> None:
    """Twenty minutes, as its own ramp says."""
    house = house_in("onset")
    house.wait(900)
    house.press(Button.LAND)
    assert house.session.lamps["floor"].plan.lasts == 1200.0


def test_there_is_no_landing_twice() -> None:
    """It is now."""
    house = house_in("return")
    assert not house.press(Button.LAND).ok


def test_the_plan_ends_by_itself() -> None:
    """A closing fade, then nothing, and it says so."""
    house = house_in("return")
    house.wait(3600)
    assert house.view.session.state == "ended"
    house.wait(6)
    assert house.order.decks == ()
    assert house.view.sound.state in {"silent", "lost"}


def test_ending_stops_for_good() -> None:
    """Nothing starts any more, and the console says that it is over."""
    house = house_in("onset")
    house.press(Button.END)
    house.wait(7200)
    assert not house.order.sounding
    assert house.phase is None
    assert not house.press(Button.NEXT_TRACK).ok


@pytest.mark.parametrize("first", [Button.SILENCE, Button.GROUND, Button.AWAY])
def test_a_session_ends_from_wherever_it_is(first: Button) -> None:
    """Silent, grounded or away."""
    house = house_in("onset")
    house.press(first)
    house.wait(30)
    assert house.press(Button.END).ok
    house.wait(70)
    assert house.view.session.state == "ended"
    assert house.level("floor") == pytest.approx(0.4)


def test_light_can_be_had_when_the_session_is_over() -> None:
    """The person is still there."""
    house = house_in("onset")
    house.press(Button.END)
    house.wait(70)
    assert house.press(Button.LIGHTS_UP, Button.LIGHTS_UP, Button.LIGHTS_UP).ok
    house.wait(3)
    assert house.level("floor") == 1.0


def test_a_turn_between_two_looks_is_in_the_journal() -> None:
    """The key came before the engine looked at the clock."""
    house = house_in("arrival")
    house.give(Seen(Mark.DOSE))
    house.wait(1)
    house.clock.advance(Seconds(1000.0))
    house.press(Button.LOUDER)
    assert "peak" in [event["phase"] for event in house.events("PhaseTurned")]
