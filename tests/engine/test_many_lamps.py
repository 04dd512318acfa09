"""Many lamps, groups, coarse lamps: how much is said, how evenly, and no less."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import pytest
from typing_extensions import override

from kap_room.engine.ports import LampLost, LampSaid
from kap_room.exchange.commands import Button, SetLight
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.units import Level, Seconds
from tests.engine.bulbs import LivedIn, Vices, lamps
from tests.engine.house import ROOM, House, RecordingLights, Step

HUNDRED = replace(ROOM, lamps=lamps(100), arm_light={}, walk_light={})

THREE = ("lamp0", "lamp1", "lamp2")
GROUPED = replace(
    ROOM,
    lamps=lamps(4),
    groups={"trio": THREE},
    group_lamps={"trio": Lamp("trio", "zigbee2mqtt", "z/trio")},
    arm_light={},
    walk_light={},
)


Some = TypeVar("Some", bound=House)


def in_a_ramp(house: Some) -> Some:
    house.begin()
    house.wait(100)
    house.press(Button.NEXT_PHASE)
    house.wait(20)
    house.lights.steps.clear()
    return house


def one_lamp(
    *,
    minimum: float = 0.0,
    dimming: Dimming = Dimming.LINEAR,
    can: Ability = Ability.WARMTH,
    never_dark: bool = False,
) -> LivedIn:
    """A room with one lamp of its kind."""
    lamp = Lamp(
        "floor",
        "zigbee2mqtt",
        "z/floor",
        Level(minimum),
        dimming=dimming,
        can=can,
        never_dark=never_dark,
    )
    vices = Vices(square=lamp.dimming is Dimming.SQUARE)
    return LivedIn(replace(ROOM, lamps=(lamp,)), [vices])


def test_a_hundred_lamps_do_not_speak_at_once() -> None:
    """Twenty messages a second, and never half the room together."""
    house = in_a_ramp(House(HUNDRED))
    house.wait(50)
    instants = Counter(step.at for step in house.lights.steps)
    seconds = Counter(int(step.at) for step in house.lights.steps)
    assert max(instants.values()) <= 10
    assert max(seconds.values()) <= 40
    assert len(house.lights.steps) <= 1100


def test_no_lamp_of_a_hundred_is_told_twice_in_a_second() -> None:
    """However the others are told."""
    house = in_a_ramp(House(HUNDRED))
    house.wait(50)
    for lamp in HUNDRED.lamps:
        told = [step.at for step in house.told(lamp.name)]
        gaps = [later - sooner for sooner, later in pairwise(told)]
        assert min(gaps) >= 1.0


def test_a_turn_is_spread_over_a_step() -> None:
    """Nobody asked, so nobody waits."""
    house = House(HUNDRED)
    house.begin()
    house.press(Button.NEXT_PHASE)
    house.wait(895)
    house.lights.steps.clear()
    house.wait(10)
    instants = Counter(step.at for step in house.lights.steps)
    assert max(instants.values()) <= 10
    assert {step.lamp for step in house.lights.steps} == {n.name for n in HUNDRED.lamps}


def test_a_command_reaches_a_hundred_lamps_at_once_and_again() -> None:
    """In the moment of the key, and when each one's step is over."""
    house = in_a_ramp(House(HUNDRED))
    house.wait(12)
    house.lights.steps.clear()
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP, Button.LIGHTS_UP)
    at = house.reading
    assert {s.lamp for s in house.lights.steps if s.at == at} == set(
        house.session.lamps
    )
    house.wait(5.1)
    again = [s for s in house.lights.steps if s.at > at and s.light.level == 1.0]
    assert {s.lamp for s in again} == set(house.session.lamps)


def test_twenty_lamps_in_a_ramp_obey_in_the_same_step() -> None:
    """Before any time passes."""
    room = replace(HUNDRED, lamps=lamps(20))
    house = in_a_ramp(House(room))
    for _ in range(20):
        house.wait(3.3)
        house.lights.steps.clear()
        house.press(Button.LIGHTS_UP)
        assert len({s.lamp for s in house.lights.steps}) == 20
        house.press(Button.BACK_TO_PLAN)


def test_a_word_a_minute_is_spread_too() -> None:
    """A hundred lamps at rest."""
    house = House(HUNDRED)
    house.begin()
    house.wait(1300)
    house.lights.steps.clear()
    house.wait(120, by=1.0)
    seconds = Counter(int(step.at) for step in house.lights.steps)
    assert max(seconds.values()) <= 20


def test_a_group_hears_one_message() -> None:
    """In a ramp as at a command."""
    house = in_a_ramp(LivedIn(GROUPED))
    house.wait(60)
    house.press(Button.LIGHTS_UP)
    house.wait(20)
    assert {step.lamp for step in house.lights.steps} == {"trio", "lamp3"}
    assert house.by_hand == []


def test_a_group_of_which_a_hand_has_one_is_told_one_by_one() -> None:
    """The hand's lamp hears nothing of the level."""
    house = in_a_ramp(LivedIn(GROUPED))
    house.hand("lamp1", 0.0)
    house.wait(2)
    house.lights.steps.clear()
    house.wait(60)
    assert {step.lamp for step in house.lights.steps} == {"lamp0", "lamp2", "lamp3"}


def test_a_group_of_which_one_is_lost_is_told_one_by_one() -> None:
    """So that it is told when it is back."""
    house = in_a_ramp(LivedIn(GROUPED))
    house.engine.post(LampLost("lamp2"))
    house.engine.step()
    house.lights.steps.clear()
    house.wait(30)
    assert "trio" not in {step.lamp for step in house.lights.steps}
    assert house.told("lamp0")


def test_a_group_comes_together_again() -> None:
    """After one of its lamps went its own way for a while."""
    house = in_a_ramp(LivedIn(GROUPED))
    house.give(SetLight("lamp1", Level(0.9)))
    house.wait(10)
    house.press(Button.BACK_TO_PLAN)
    house.wait(90)
    house.lights.steps.clear()
    house.wait(30)
    assert {step.lamp for step in house.lights.steps} == {"trio", "lamp3"}


def test_a_group_that_nobody_can_reach_is_told_one_by_one() -> None:
    """A topic that is wrong must not leave its lamps dark."""

    class Unheard(RecordingLights):
        @override
        def show(self, lamp: str, light: Light, over: Seconds) -> bool:
            return lamp != "trio" and super().show(lamp, light, over)

    class NoGroups(House):
        @override
        def make_lights(self) -> RecordingLights:
            return Unheard(self.clock)

    house = NoGroups(GROUPED)
    house.begin()
    assert {step.lamp for step in house.lights.steps} == {*THREE, "lamp3"}


def test_a_report_of_a_group_is_nobodys() -> None:
    """Groups report the last of their lamps."""
    house = in_a_ramp(LivedIn(GROUPED))
    house.engine.post(LampSaid("trio", Level(1.0), None))
    house.engine.step()
    assert house.by_hand == []


def levels(steps: list[Step]) -> list[float]:
    return [step.light.level for step in steps if step.light.level is not None]


def test_a_lamp_that_only_switches_hears_of_a_ramp_once() -> None:
    """Full above a third, off below; not two hundred and forty times."""
    house = one_lamp(can=Ability.SWITCH)
    house.speak()
    house.begin()
    house.wait(60)
    house.press(Button.NEXT_PHASE)
    house.lights.steps.clear()
    house.wait(590)
    assert levels(house.told("floor")) == [0.0]
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP)
    assert house.told("floor")[-1].light.level == 1.0
    assert house.by_hand == []


def test_a_lamp_with_a_minimum_rests_there() -> None:
    """And is not told the same again and again."""
    house = one_lamp(minimum=0.1)
    house.speak()
    house.begin()
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(900)
    told = levels(house.told("floor"))
    assert min(told) == 0.1
    assert house.glows("floor") == pytest.approx(0.1, abs=0.01)
    assert house.by_hand == []


def test_a_lamp_that_is_never_dark_is_not_told_to_go_off() -> None:
    """Also by hand on the keys."""
    house = one_lamp(never_dark=True)
    house.speak()
    house.begin()
    house.give(SetLight("floor", Level(0.0)))
    house.wait(10)
    assert min(levels(house.told("floor"))) > 0.0


def test_a_lamp_that_has_only_white_hears_of_no_warmth() -> None:
    """It may not know the word."""
    house = one_lamp(can=Ability.DIM)
    house.begin()
    house.wait(60)
    assert all(step.light.warmth is None for step in house.told("floor"))


@pytest.mark.parametrize("dimming", Dimming)
def test_the_low_end_is_told_step_by_step_of_the_lamps_own(dimming: Dimming) -> None:
    """Each once, next to the one before, with a whole step to glide over it."""
    house = one_lamp(dimming=dimming, can=Ability.DIM)
    house.speak()
    house.begin()
    house.wait(60)
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(500)
    house.lights.steps.clear()
    house.wait(300)
    told = house.told("floor")
    bent = 0.5 if dimming is Dimming.SQUARE else 1.0
    own = [round(level**bent * 254) for level in levels(told)]
    assert len(own) > 5
    assert own[0] <= (14 if bent == 1.0 else 70)
    assert all(0 < one - other <= 2 for one, other in pairwise(own))
    assert all(step.over == 5.0 for step in told)
