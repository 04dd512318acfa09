"""After the session the room is as it was before, where the room file says so."""

from dataclasses import replace

import pytest

from kap_room.engine.checkpoint import Dumper, load
from kap_room.engine.ports import LampSaid
from kap_room.exchange.commands import Button
from kap_room.plan.room import Afterwards
from kap_room.plan.units import Kelvin, Level
from tests.engine.bulbs import LivedIn
from tests.engine.house import ROOM

AS_IT_WAS = replace(ROOM, afterwards=Afterwards.AS_IT_WAS)


def evening(ceiling: float = 0.9, floor: float = 0.0) -> LivedIn:
    """Bright ceiling, floor lamp off; then a session."""
    house = LivedIn(AS_IT_WAS)
    house.hand("ceiling", ceiling)
    house.hand("floor", floor)
    house.speak()
    house.begin()
    house.wait(900)
    return house


def test_every_lamp_goes_back_to_what_it_was() -> None:
    """Also one that was off."""
    house = evening()
    house.press(Button.END)
    house.wait(300)
    assert house.glows("ceiling") == pytest.approx(0.9, abs=0.01)
    assert house.glows("floor") == 0.0


def test_first_comes_the_closing_light_and_then_slowly_the_room() -> None:
    """The person is still there."""
    house = evening()
    house.press(Button.END)
    house.wait(60)
    assert house.glows("ceiling") == pytest.approx(0.4, abs=0.01)
    house.wait(60)
    assert 0.42 < house.glows("ceiling") < 0.7
    assert 0.0 < house.glows("floor") < 0.4


def test_a_room_whose_file_says_nothing_stays_in_the_closing_light() -> None:
    """As it always did."""
    house = LivedIn()
    house.hand("ceiling", 0.9)
    house.speak()
    house.begin()
    house.wait(60)
    house.press(Button.END)
    house.wait(400)
    assert house.glows("ceiling") == pytest.approx(0.4, abs=0.01)


def test_a_lamp_that_a_hand_has_stays_with_it() -> None:
    """Somebody wants it so."""
    house = evening()
    house.hand("ceiling", 0.1)
    house.wait(5)
    house.press(Button.END)
    house.wait(300)
    assert house.glows("ceiling") == pytest.approx(0.1, abs=0.01)


def test_light_that_is_asked_for_after_the_end_stays() -> None:
    """Nobody takes it away while the person gets up."""
    house = evening(ceiling=0.0)
    house.press(Button.END)
    house.wait(30)
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.wait(300)
    assert house.glows("floor") == pytest.approx(0.4, abs=0.01)


def test_a_lamp_of_which_nobody_knew_stays_in_the_closing_light() -> None:
    """There is nothing to go back to."""
    house = LivedIn(AS_IT_WAS)
    house.engine.post(LampSaid("floor", Level(0.9), Kelvin(2700)))
    house.begin()
    house.wait(60)
    house.press(Button.END)
    house.wait(300)
    assert house.level("ceiling") == pytest.approx(0.4)


def test_a_session_soon_after_another_gives_back_what_was_before_both() -> None:
    """What lamps report half way is not how the room was."""
    house = evening()
    house.press(Button.END)
    house.wait(100)
    house.begin()
    house.wait(600)
    house.press(Button.END)
    house.wait(300)
    assert house.glows("ceiling") == pytest.approx(0.9, abs=0.01)
    assert house.glows("floor") == 0.0


def test_the_next_engine_gives_the_room_back_as_well() -> None:
    """It was killed in the closing ramp; the checkpoint remembers."""
    house = evening()
    house.press(Button.END)
    house.wait(30)
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    later = LivedIn(AS_IT_WAS)
    later.clock.advance_to(house.reading)
    later.engine.resume(load(text), kept=True)
    later.wait(300)
    assert later.glows("ceiling") == pytest.approx(0.9, abs=0.01)


def test_an_engine_that_comes_hours_later_leaves_the_lamps_alone() -> None:
    """The room belongs to the people in it by then."""
    house = evening()
    house.press(Button.END)
    house.wait(30)
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    later = LivedIn(AS_IT_WAS)
    later.clock.advance_to(house.reading)
    later.wait(7200, by=60)
    later.engine.resume(load(text), kept=True)
    later.wait(300)
    assert later.lights.steps == []


def test_hands_after_the_end_are_nobodys_business() -> None:
    """Nothing is journaled, and nothing is sent."""
    house = evening()
    house.press(Button.END)
    house.wait(400)
    house.lights.steps.clear()
    house.hand("ceiling", 0.2)
    house.wait(120)
    assert house.by_hand == []
    assert house.lights.steps == []
