"""Steps to the lamps: sent when they are due, and not otherwise."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kap_room.engine.ports import BrokerFound, BrokerLost, LampFound, LampSaid
from kap_room.exchange.commands import Button, SetLight
from kap_room.plan.look import Light
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.engine.bulbs import LivedIn
from tests.engine.house import LOOKS, SCENE, House, loaded


def resting() -> House:
    """The first ramp is over, and nothing moves."""
    house = House()
    house.begin()
    house.wait(1300, by=1.0)
    house.lights.steps.clear()
    return house


def test_nothing_is_sent_while_nothing_changes() -> None:
    """But a word a minute, for a lamp that missed the last one."""
    house = resting()
    house.wait(600, by=1.0)
    for lamp in ("ceiling", "floor"):
        told = [step.at for step in house.told(lamp)]
        assert 8 <= len(told) <= 11
        assert all(later - sooner >= 60.0 for sooner, later in pairwise(told))


def test_a_command_is_sent_at_once_and_again_when_the_step_ends() -> None:
    """Some lamps finish an older transition first."""
    house = resting()
    house.give(SetLight("floor", Level(0.1)))
    house.wait(1)
    house.give(SetLight("floor", Level(0.5)))
    house.wait(20)
    began = house.told("floor")[0].at
    told = [(round(s.at - began, 2), s.light.level) for s in house.told("floor")]
    # A little later than it was over here: the lamp heard it later, too.
    assert told == [(0.0, 0.1), (1.0, 0.5), (4.15, 0.5)]


def test_a_command_that_turns_a_rising_lamp_down_is_sent_at_once() -> None:
    """And at once again; one turn is no flash."""
    house = resting()
    house.give(SetLight("floor", Level(1.0)))
    house.wait(1)
    asked = house.reading
    house.give(SetLight("floor", Level(0.2)))
    last = house.told("floor")[-1]
    assert last.at == asked
    assert last.light.level == 0.2


def test_keys_in_a_row_do_not_put_off_what_is_said_again() -> None:
    """It is said when the step is over that ran first, and the ones after it."""
    house = resting()
    for level in (0.1, 0.2, 0.3, 0.2, 0.3, 0.4):
        house.give(SetLight("floor", Level(level)))
        house.wait(0.1)
    house.wait(20)
    began = house.told("floor")[0].at
    assert house.told("floor")[-1].at - began < 5.0


def test_a_command_into_a_lamp_at_rest_is_sent_once() -> None:
    """Nothing was running that could win over it."""
    house = resting()
    house.give(SetLight("floor", Level(0.5)))
    house.wait(30)
    assert len(house.told("floor")) == 1
    assert {step.light.level for step in house.told("ceiling")} <= {0.6}


def test_holding_a_room_at_rest_sends_nothing() -> None:
    """The lamps rest anyway."""
    house = resting()
    house.wait(45)
    house.lights.steps.clear()
    house.press(Button.HOLD)
    house.wait(3)
    house.press(Button.HOLD)
    house.wait(3)
    assert house.lights.steps == []


def test_at_most_a_message_a_second_and_lamp() -> None:
    """While a ramp runs and nobody presses anything."""
    house = House()
    house.begin()
    house.wait(30, by=0.1)
    house.press(Button.NEXT_PHASE)
    house.wait(5)
    house.lights.steps.clear()
    house.wait(700, by=0.1)
    told = [step.at for step in house.told("floor")]
    assert min(later - sooner for sooner, later in pairwise(told)) >= 1.0


def test_steps_that_a_lamp_cannot_show_are_not_sent() -> None:
    """At half a percent a second, 1 % of the lamp's range lasts for minutes."""
    house = House()
    house.begin()
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(900, by=1.0)
    told = [step for step in house.told("floor") if 1006 < step.at < 1190]
    shown = [
        (round((step.light.level or 0.0) * 254), round(1e6 / (step.light.warmth or 1)))
        for step in told
    ]
    assert len(shown) > 1
    assert all(one != other for one, other in pairwise(shown))


def test_a_ramp_reaches_exactly_its_end() -> None:
    """To the last step of the lamp."""
    house = House()
    house.begin()
    house.press(Button.NEXT_PHASE)
    house.wait(610, by=1.0)
    assert house.told("floor")[-1].light == Light(Level(0.2), Kelvin(2200))


def test_a_ramp_begins_where_the_lamp_says_it_is() -> None:
    """Known before the session: no lamp goes dark first."""
    house = House()
    house.engine.post(LampSaid("floor", Level(0.5), Kelvin(2700)))
    house.engine.step()
    house.begin()
    first = house.told("floor")[0].light.level
    assert first is not None
    assert 0.45 < first <= 0.6


def test_a_ramp_begins_low_when_nobody_knows() -> None:
    """It may be off."""
    house = House()
    house.begin()
    first = house.told("floor")[0].light.level
    assert first is not None
    assert first < 0.01


def test_a_lamp_that_comes_back_is_told_at_once() -> None:
    """What it should be by now."""
    house = resting()
    house.wait(20)
    house.lights.steps.clear()
    house.engine.post(LampFound("floor"))
    house.engine.step()
    assert [step.lamp for step in house.lights.steps] == ["floor"]


def test_a_broker_that_was_away_hears_nothing_stale() -> None:
    """One message a lamp, with what should be now."""
    house = resting()
    house.lights.broker_is_there = False
    house.engine.post(BrokerLost("The broker does not answer."))
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.wait(60)
    house.lights.broker_is_there = True
    house.engine.post(BrokerFound())
    house.engine.step()
    assert {step.lamp for step in house.lights.steps} == {"ceiling", "floor"}
    assert {step.light.level for step in house.lights.steps} == {1.0}
    assert len(house.lights.steps) == 2


def test_the_music_goes_on_when_the_broker_disappears() -> None:
    """And the plan."""
    house = House()
    house.begin()
    house.lights.broker_is_there = False
    house.engine.post(BrokerLost("The broker does not answer."))
    house.press(Button.NEXT_PHASE)
    house.wait(905)
    assert house.phase == "peak"
    assert house.order.sounding
    assert not house.view.health["broker"].ok


def test_lamps_are_left_alone_when_the_session_is_over() -> None:
    """After the closing ramp the room belongs to the people in it."""
    house = resting()
    house.press(Button.END)
    house.wait(90)
    house.lights.steps.clear()
    house.wait(600)
    assert house.lights.steps == []


@pytest.mark.parametrize("ramp", [33.0, 121.3])
def test_a_ramp_into_the_dark_ends_in_the_dark(ramp: float) -> None:
    """Its end may lie a hair behind the last step; that is not told a minute late."""
    looks = {**LOOKS, "dusk": {"all": Light(Level(0.0))}}
    phases = tuple(replace(p, ramp=Seconds(ramp)) for p in SCENE.phases)
    house = LivedIn()
    house.speak()
    house.begin(loaded(replace(SCENE, looks=looks, phases=phases)))
    house.wait(200)
    house.press(Button.NEXT_PHASE)
    house.wait(ramp + 2.0)
    assert house.glows("ceiling") == house.glows("floor") == 0.0
