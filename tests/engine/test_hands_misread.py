"""A lamp in a hand's care of which the room believes more light than there is."""

from dataclasses import replace

import pytest

from kap_room.engine.ports import LampSaid
from kap_room.exchange.commands import Button
from kap_room.plan.look import Light
from kap_room.plan.units import Level
from tests.engine.bulbs import LivedIn
from tests.engine.house import LOOKS, SCENE, loaded


def misread(level: float) -> LivedIn:
    """The floor lamp is off; what was understood is a hand at that level."""
    dark = {"all": Light(Level(0.0))}
    scene = replace(SCENE, looks={**LOOKS, "welcome": dark})
    house = LivedIn()
    house.begin(loaded(scene))
    house.wait(30)
    house.engine.post(LampSaid("floor", Level(level), None))
    house.engine.step()
    assert house.by_hand == ["floor"]
    assert house.glows("floor") == 0.0
    return house


@pytest.mark.parametrize("keys", [[Button.GROUND], [Button.LIGHTS_UP] * 2])
def test_an_emergency_lights_a_lamp_that_was_only_thought_to_be_lit(
    keys: list[Button],
) -> None:
    """It is told once more what it was left at, as slowly as any other rises."""
    house = misread(0.4)
    house.press(*keys)
    step = house.told("floor")[-1]
    assert step.light.level == 0.4
    assert step.over >= 4.0
    house.wait(8)
    assert house.glows("floor") == pytest.approx(0.4, abs=0.01)
    assert house.view.lights["floor"].by_hand


def test_a_lamp_that_was_thought_to_be_brighter_is_lit_so_bright() -> None:
    """Nobody knows that it is not, and no light is taken from anybody."""
    house = misread(0.6)
    house.press(Button.GROUND)
    house.wait(8)
    assert house.glows("floor") == pytest.approx(0.6, abs=0.01)


def test_ground_again_lights_a_lamp_that_has_turned_out_to_be_dark() -> None:
    """It did not hear the first time, and has said since that it is off."""
    house = misread(0.4)
    bulb = house.lights.bulbs["floor"]
    bulb.vices = replace(bulb.vices, deaf=1.0)
    house.press(Button.GROUND)
    house.wait(10)
    bulb.vices = replace(bulb.vices, deaf=0.0)
    house.speak()
    answer = house.press(Button.GROUND)
    house.wait(8)
    assert answer.ok
    assert house.glows("floor") == pytest.approx(0.4, abs=0.01)
    assert not house.view.lights["floor"].by_hand


def test_a_hand_that_dims_it_after_that_wins() -> None:
    """It is told once, and never again against somebody at the wall."""
    house = misread(0.4)
    house.press(Button.GROUND)
    house.wait(3)
    house.hand("floor", 0.1)
    house.lights.steps.clear()
    house.wait(70)
    assert house.glows("floor") == pytest.approx(0.1, abs=0.01)
    assert all(step.light.level is None for step in house.told("floor"))


def test_it_is_told_anew_by_the_next_key_and_not_by_the_clock() -> None:
    """A key is somebody who looks at the lamp."""
    house = misread(0.4)
    house.press(Button.GROUND)
    house.wait(130)
    assert [s.light.level for s in house.told("floor")].count(Level(0.4)) == 1
    house.engine.post(LampSaid("floor", Level(0.4), None))
    house.press(Button.LIGHTS_UP)
    assert house.told("floor")[-1].light.level == pytest.approx(0.4, abs=0.002)


@pytest.mark.parametrize("button", [Button.ARM_LIGHT, Button.LIGHTS_DOWN])
def test_no_other_key_tells_a_hands_lamp_what_it_is(button: Button) -> None:
    """Only an emergency is worth the doubt."""
    house = misread(0.8)
    house.lights.steps.clear()
    house.press(button)
    house.wait(10)
    assert all(step.light.level is None for step in house.told("floor"))


def test_a_lamp_turned_down_after_lights_up_obeys_ground() -> None:
    """As much light was asked for before; it is an emergency all the same."""
    house = LivedIn()
    house.speak()
    house.begin()
    house.wait(30)
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.wait(30)
    house.hand("floor", 0.1)
    house.wait(5)
    house.press(Button.GROUND)
    house.wait(8)
    assert house.glows("floor") >= 0.39
