"""The buttons of light: what the lamps are, and how softly they get there."""

from dataclasses import replace

import pytest

from kap_room.engine.begin import Loaded
from kap_room.exchange.commands import Button, Release, SetLight
from kap_room.plan.units import Level
from tests.engine.house import ROOM, SCENE, House, loaded


def house_in(phase: str) -> House:
    house = House()
    house.begin()
    while house.phase != phase:
        house.press(Button.NEXT_PHASE)
        house.wait(880)
    return house


@pytest.mark.parametrize(
    ("presses", "level", "over"), [(1, 0.15, 6.0), (2, 0.40, 4.0), (3, 1.0, 2.0)]
)
def test_lights_up_step_by_step(presses: int, level: float, over: float) -> None:
    """Soft, safe, full."""
    house = house_in("peak")
    house.press(*[Button.LIGHTS_UP] * presses)
    house.wait(over - 0.2)
    assert house.level("floor") < level
    house.wait(0.2)
    assert house.level("floor") == pytest.approx(level)


def test_light_is_sent_at_once() -> None:
    """To every lamp, in the moment of the key."""
    house = house_in("peak")
    house.wait(2.5)
    before = len(house.lights.steps)
    house.press(Button.LIGHTS_UP)
    told = house.lights.steps[before:]
    assert {step.lamp for step in told} == {"ceiling", "floor"}
    assert all(step.at == house.reading for step in told)


def test_a_step_down_comes_back_to_the_plan() -> None:
    """Full, safe, soft, and then the plan's own."""
    house = house_in("peak")
    house.press(*[Button.LIGHTS_UP] * 3)
    house.wait(10)
    for expected in (0.40, 0.15, 0.01):
        house.press(Button.LIGHTS_DOWN)
        house.wait(65)
        assert house.level("floor") == pytest.approx(expected)


def test_lights_up_never_dims_a_lamp() -> None:
    """60 % of welcome is more than soft."""
    house = House()
    house.begin()
    house.wait(1200)
    house.press(Button.LIGHTS_UP)
    house.wait(10)
    assert house.level("floor") == pytest.approx(0.6)


def test_a_turn_does_not_dim_what_was_asked_for() -> None:
    """Safe light stays through the turn into the night."""
    house = house_in("onset")
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.press(Button.NEXT_PHASE)
    house.wait(1000)
    assert house.level("floor") == pytest.approx(0.4)


def test_a_turn_to_more_light_is_not_kept_down() -> None:
    """Soft light, and the plan goes back to welcome."""
    house = House()
    house.begin()
    house.press(Button.NEXT_PHASE)
    house.wait(600)
    house.press(Button.LIGHTS_UP)
    house.press(Button.PREVIOUS_PHASE)
    house.wait(1200)
    assert house.level("floor") == pytest.approx(0.6)


def test_back_to_plan_takes_every_hand_off() -> None:
    """Over a minute."""
    house = house_in("peak")
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP, Button.ARM_LIGHT)
    house.wait(10)
    house.press(Button.BACK_TO_PLAN)
    house.wait(30)
    assert 0.01 < house.level("floor") < 0.4
    house.wait(31)
    assert house.level("floor") == pytest.approx(0.01)


def test_the_arm_light_is_the_lamp_that_the_room_names() -> None:
    """That one in four seconds, no other."""
    house = house_in("peak")
    house.press(Button.ARM_LIGHT)
    house.wait(4)
    assert house.level("floor") == pytest.approx(0.7)
    assert house.level("ceiling") == pytest.approx(0.05)


def test_the_arm_light_goes_out_over_a_minute() -> None:
    """The same key again."""
    house = house_in("peak")
    house.press(Button.ARM_LIGHT)
    house.wait(10)
    house.press(Button.ARM_LIGHT)
    house.wait(55)
    assert house.level("floor") > 0.01
    house.wait(6)
    assert house.level("floor") == pytest.approx(0.01)


def test_a_turn_never_dims_the_arm_light() -> None:
    """The needle is in."""
    house = house_in("onset")
    house.press(Button.ARM_LIGHT)
    house.wait(10)
    house.press(Button.NEXT_PHASE)
    house.wait(900)
    assert house.level("floor") == pytest.approx(0.7)


def needle() -> Loaded:
    first, second, *rest = SCENE.phases
    phases = (replace(first, arm_light=True), second, *rest)
    return loaded(replace(SCENE, phases=phases))


def test_a_phase_may_have_the_arm_light_of_itself() -> None:
    """From the first phase of a scene on."""
    house = House()
    house.begin(needle())
    house.wait(5)
    assert house.level("floor") == pytest.approx(0.7)


def test_the_arm_light_goes_with_its_phase() -> None:
    """Over a minute, to what the plan wants."""
    house = House()
    house.begin(needle())
    house.wait(1200)
    house.press(Button.NEXT_PHASE)
    house.wait(700)
    assert house.level("floor") == pytest.approx(0.2)


def test_a_room_without_an_arm_light_says_so() -> None:
    """And where to write it."""
    house = House(replace(ROOM, arm_light={}))
    house.begin()
    answer = house.press(Button.ARM_LIGHT)
    assert not answer.ok
    assert '"arm light:"' in answer.says


def test_one_lamp_by_hand_is_exactly_what_was_asked() -> None:
    """Also darker than the plan."""
    house = House()
    house.begin()
    house.wait(1200)
    house.give(SetLight("floor", Level(0.1)))
    house.wait(5)
    assert house.level("floor") == pytest.approx(0.1)
    assert house.view.lights["floor"].by_hand
    assert house.level("ceiling") == pytest.approx(0.6)


def test_a_released_lamp_goes_back_to_the_plan() -> None:
    """Softly."""
    house = House()
    house.begin()
    house.wait(1200)
    house.give(SetLight("floor", Level(0.1)))
    house.wait(5)
    house.give(Release("floor"))
    house.wait(10)
    assert 0.1 < house.level("floor") < 0.6
    house.wait(11)
    assert house.level("floor") == pytest.approx(0.6)


def test_a_hold_rests_the_lamps_where_they_are() -> None:
    """In the middle of a ramp."""
    house = House()
    house.begin()
    house.press(Button.NEXT_PHASE)
    house.wait(300)
    house.press(Button.HOLD)
    level = house.level("floor")
    house.wait(120)
    assert house.level("floor") == level
    house.press(Button.HOLD)
    house.wait(310)
    assert house.level("floor") == pytest.approx(0.2)


def test_a_lamp_that_is_not_there_is_named() -> None:
    """With those that are."""
    house = House()
    house.begin()
    answer = house.give(SetLight("flor", Level(0.1)))
    assert answer is not None
    assert not answer.ok
    assert "ceiling, floor" in answer.says
