"""Hands at the wall: each is seen and left alone, and our own ramps never are one."""

import random
from dataclasses import replace

import pytest

from kap_room.engine.checkpoint import Dumper, load
from kap_room.engine.ports import LampSaid
from kap_room.exchange.commands import Button, Release, Seen, SetLight
from kap_room.plan.look import Light
from kap_room.plan.room import Dimming, Room
from kap_room.plan.scene import Mark
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.engine.bulbs import LivedIn, Vices, lamps
from tests.engine.bulbs import dice as chance
from tests.engine.house import LOOKS, ROOM, SCENE, loaded, shorter

HAND_OUTSIDE = 0.15

MANY = (
    Vices(),
    Vices(late=2.0, twice=True),
    Vices(scale=100, late=1.0),
    Vices(scale=255, ignores=True),
    Vices(ignores=True, late=2.0, twice=True),
    Vices(deaf=0.2, late=1.0),
    Vices(scale=100, square=True, twice=True),
    Vices(square=True, ignores=True, late=2.0),
    Vices(optimistic=False, interim=False),
    Vices(optimistic=True, interim=False, late=2.0),
    Vices(warmest=2200.0),
)


def many_lamps() -> Room:
    kinds = [Dimming.SQUARE if v.square else Dimming.LINEAR for v in MANY]
    first = ROOM.lamps[1]
    lamps = tuple(
        replace(first, name="floor" if n == 0 else f"lamp{n}", dimming=kind)
        for n, kind in enumerate(kinds)
    )
    return replace(ROOM, lamps=lamps)


def at_rest(seed: int = 1) -> LivedIn:
    house = LivedIn(seed=seed)
    house.speak()
    house.begin()
    house.wait(60)
    return house


def test_our_own_ramps_are_never_a_hand() -> None:
    """Three hours with every key of light, and lamps with every vice."""
    house = LivedIn(many_lamps(), MANY)
    house.speak()
    house.begin(loaded(shorter(SCENE, onset=900, peak=2400)))
    house.wait(300)
    house.give(Seen(Mark.DOSE))
    for button in (Button.LIGHTS_UP, Button.LIGHTS_UP, Button.ARM_LIGHT):
        house.press(button)
        house.wait(400)
    house.press(Button.LIGHTS_DOWN, Button.LIGHTS_DOWN, Button.ARM_LIGHT)
    house.wait(900)
    house.press(Button.AWAY)
    house.wait(180)
    house.press(Button.AWAY)
    house.give(SetLight("floor", Level(0.5)))
    house.wait(300)
    house.give(Release())
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.wait(3)
    house.press(Button.BACK_TO_PLAN)
    house.wait(900)
    house.press(Button.GROUND)
    house.wait(600)
    house.press(Button.TAKE_BACK)
    house.wait(3000)
    house.press(Button.END)
    house.wait(900)
    assert house.by_hand == []


def in_the_dark() -> LivedIn:
    """Every lamp of every vice has gone out, by the plan and by keys."""
    dark = {"all": Light(Level(0.0))}
    low = {"all": Light(Level(0.05), Kelvin(2200))}
    scene = replace(SCENE, looks={**LOOKS, "dusk": low, "night": dark})
    house = LivedIn(many_lamps(), MANY)
    house.speak()
    house.begin(loaded(scene))
    house.wait(40)
    dice = chance(1)
    for button in (
        *(Button.NEXT_PHASE, Button.NEXT_PHASE, Button.LIGHTS_UP),
        *(Button.BACK_TO_PLAN, Button.AWAY, Button.AWAY),
        *(Button.LIGHTS_UP, Button.LIGHTS_DOWN),
    ):
        house.press(button)
        house.wait(dice.uniform(20, 100))
    house.wait(700)
    return house


def test_a_little_light_that_somebody_turns_on_in_the_dark_stays_on() -> None:
    """A twentieth, while no lamp that went out by itself is a hand's."""
    house = in_the_dark()
    assert house.by_hand == []
    for lamp in house.lights.bulbs:
        house.hand(lamp, 0.05)
        house.wait(5)
    house.wait(90)
    assert house.by_hand == list(house.lights.bulbs)
    assert all(each.by_hand for each in house.view.lights.values())


def going_out(ramp: float, vices: Vices | None = None) -> LivedIn:
    """From a twentieth into the dark, and two seconds beyond it."""
    low, dark = Light(Level(0.05), Kelvin(2200)), Light(Level(0.0))
    looks = {**LOOKS, "welcome": {"all": low}, "dusk": {"all": dark}}
    phases = tuple(replace(p, ramp=Seconds(ramp)) for p in SCENE.phases)
    house = LivedIn(many_lamps(), [vices or Vices()])
    house.speak()
    house.begin(loaded(replace(SCENE, looks=looks, phases=phases)))
    house.wait(200)
    house.press(Button.NEXT_PHASE)
    house.wait(ramp + 2.0)
    assert all(house.glows(lamp) == 0.0 for lamp in house.lights.bulbs)
    return house


@pytest.mark.parametrize("ramp", [33.0, 121.3])
def test_a_little_light_soon_after_the_lamps_went_out_is_a_hand(ramp: float) -> None:
    """Ten seconds later they have all said that they are off, or were asked."""
    house = going_out(ramp)
    house.wait(8)
    for lamp in house.lights.bulbs:
        house.hand(lamp, 0.05)
    house.wait(90)
    assert sorted(house.by_hand) == sorted(house.lights.bulbs)
    assert all(house.glows(lamp) > 0.04 for lamp in house.lights.bulbs)


@pytest.mark.parametrize("vices", [Vices(), Vices(late=2.0, twice=True)])
def test_a_little_light_at_once_after_a_lamp_went_out_is_a_hand(vices: Vices) -> None:
    """Where its last step was long enough for its word to be no echo of it."""
    house = going_out(33.0, vices)
    known = [lamp for lamp in house.lights.bulbs if house.told(lamp)[-1].over >= 3.0]
    assert known
    for lamp in known:
        house.hand(lamp, 0.05)
    house.wait(90)
    assert sorted(house.by_hand) == sorted(known)
    assert all(house.glows(lamp) > 0.04 for lamp in known)


def outside(house: LivedIn, lamp: str, dice: random.Random) -> float:
    """A level 15 % beside what the running step passes through; now and then off."""
    told = house.told(lamp)[-2:]
    levels = [step.light.level or 0.0 for step in told]
    low, high = min(levels) - HAND_OUTSIDE, max(levels) + HAND_OUTSIDE
    some = [0.0, *(dice.random() for _ in range(20))]
    return dice.choice([x for x in some if not low <= x <= high])


@pytest.mark.parametrize("late", [0.0, 2.0])
def test_two_hundred_hands_during_ramps_are_all_seen(late: float) -> None:
    """Whatever they turn a lamp to, 15 % beside what the step passes through."""
    dice = chance(7)
    room = replace(ROOM, lamps=lamps(10), arm_light={}, walk_light={})
    house = LivedIn(room, [Vices(late=late, twice=True)])
    house.speak()
    house.begin()
    for _ in range(10):
        house.press(Button.NEXT_PHASE)
        house.wait(dice.uniform(20, 60))
        for lamp in room.lamps:
            house.wait(dice.uniform(0.0, 1.0))
            house.hand(lamp.name, outside(house, lamp.name, dice))
        house.wait(3)
        assert all(lamp.by_hand for lamp in house.view.lights.values())
        house.give(Release())
        house.press(Button.PREVIOUS_PHASE)
        house.wait(40)
    assert len(house.by_hand) == 100


def test_a_lamp_that_a_hand_has_is_left_alone() -> None:
    """Its level; and its warmth goes on with the plan."""
    house = at_rest()
    house.hand("floor", 0.2)
    house.wait(5)
    house.lights.steps.clear()
    house.press(Button.NEXT_PHASE)
    house.wait(700)
    assert house.glows("floor") == pytest.approx(0.2, abs=0.01)
    assert all(step.light.level is None for step in house.told("floor"))
    assert house.told("floor")[-1].light.warmth == pytest.approx(2200.0)
    assert house.glows("ceiling") == pytest.approx(0.2, abs=0.01)


def test_it_is_shown_and_journaled() -> None:
    """Once, with what it was left at."""
    house = at_rest()
    house.hand("floor", 0.2)
    house.wait(30)
    assert house.view.lights["floor"].by_hand
    assert house.view.lights["floor"].level == pytest.approx(0.2, abs=0.01)
    assert not house.view.lights["ceiling"].by_hand
    assert house.by_hand == ["floor"]


def test_a_lamp_switched_off_at_the_wall_stays_off() -> None:
    """Nothing is sent to it: some lamps would go on for a warmth."""
    house = at_rest()
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(900)
    house.hand("floor", 0.0)
    house.wait(2)
    house.lights.steps.clear()
    house.press(Button.NEXT_PHASE)
    house.wait(600)
    assert house.told("floor") == []
    assert house.view.lights["floor"].level == 0.0


def test_a_colour_is_a_hand_on_the_warmth() -> None:
    """The level goes on with the plan."""
    house = at_rest()
    house.engine.post(LampSaid("floor", Level(0.6), None, coloured=True))
    house.engine.step()
    house.lights.steps.clear()
    house.press(Button.NEXT_PHASE)
    house.wait(30)
    assert house.view.lights["floor"].by_hand
    assert all(step.light.warmth is None for step in house.told("floor"))
    assert house.told("floor")


def test_another_warmth_is_a_hand_on_the_warmth() -> None:
    """By more than a hundred kelvin."""
    house = at_rest()
    house.engine.post(LampSaid("floor", Level(0.6), Kelvin(4000.0)))
    house.engine.step()
    assert house.events("LampByHand")[0]["warmth_k"] == 4000.0
    assert house.events("LampByHand")[0]["level"] is None


def test_release_gives_it_back_softly_from_where_it_is() -> None:
    """In twenty seconds, to where the plan is by now."""
    house = at_rest()
    house.hand("floor", 0.1)
    house.wait(5)
    house.give(Release("floor"))
    first = house.told("floor")[-1].light.level
    assert first is not None
    assert first < 0.2
    house.wait(10)
    assert 0.1 < house.glows("floor") < 0.5
    house.wait(11)
    assert house.glows("floor") == pytest.approx(0.6, abs=0.01)
    assert not house.view.lights["floor"].by_hand


def test_back_to_plan_gives_every_lamp_back() -> None:
    """In a minute."""
    house = at_rest()
    house.hand("floor", 0.1)
    house.hand("ceiling", 0.0)
    house.wait(5)
    house.press(Button.BACK_TO_PLAN)
    house.wait(40)
    assert house.glows("floor") < 0.55
    house.wait(21)
    for lamp in ("floor", "ceiling"):
        assert house.glows(lamp) == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    ("button", "level"),
    [(Button.LIGHTS_UP, 0.15), (Button.GROUND, 0.4), (Button.ARM_LIGHT, 0.7)],
)
def test_a_key_that_asks_for_light_is_the_newer_hand(
    button: Button, level: float
) -> None:
    """Every lamp obeys it, also one that was dimmed at the wall."""
    house = at_rest()
    house.press(Button.NEXT_PHASE)
    house.wait(700)
    house.hand("floor", 0.0)
    house.wait(5)
    house.press(button)
    house.wait(10)
    assert house.glows("floor") >= level - 0.01
    assert not house.view.lights["floor"].by_hand


def test_lights_up_again_is_obeyed_by_a_lamp_that_was_turned_down_since() -> None:
    """Full already, and pressed once more."""
    house = at_rest()
    house.press(*[Button.LIGHTS_UP] * 3)
    house.wait(10)
    house.hand("floor", 0.1)
    house.wait(5)
    assert house.view.lights["floor"].by_hand
    house.press(Button.LIGHTS_UP)
    house.wait(5)
    assert house.glows("floor") == 1.0


def test_lights_up_does_not_dim_what_a_hand_made_brighter() -> None:
    """It asks for light, and there is more."""
    house = at_rest()
    house.press(Button.NEXT_PHASE)
    house.wait(700)
    house.hand("floor", 0.8)
    house.wait(5)
    house.press(Button.LIGHTS_UP, Button.LIGHTS_UP)
    house.wait(10)
    assert house.glows("floor") == pytest.approx(0.8, abs=0.01)
    assert house.glows("ceiling") == pytest.approx(0.4, abs=0.01)


def test_a_phase_that_lights_the_arm_by_itself_leaves_a_hand_alone() -> None:
    """Only a key is a newer hand."""
    first, second, *rest = SCENE.phases
    scene = replace(SCENE, phases=(first, replace(second, arm_light=True), *rest))
    house = LivedIn()
    house.speak()
    house.begin(loaded(scene))
    house.wait(60)
    house.hand("floor", 0.1)
    house.wait(5)
    house.press(Button.NEXT_PHASE)
    house.wait(20)
    assert house.glows("floor") == pytest.approx(0.1, abs=0.01)


def test_a_lamp_set_by_name_is_taken_from_the_wall() -> None:
    """Exactly, from where it was left."""
    house = at_rest()
    house.hand("floor", 0.1)
    house.wait(5)
    house.give(SetLight("floor", Level(0.3)))
    house.wait(6)
    assert house.glows("floor") == pytest.approx(0.3, abs=0.01)


def test_a_hand_keeps_its_lamp_when_the_session_ends() -> None:
    """The closing ramp is for the others."""
    house = at_rest()
    house.hand("floor", 0.1)
    house.wait(5)
    house.press(Button.END)
    house.wait(120)
    assert house.glows("floor") == pytest.approx(0.1, abs=0.01)
    assert house.glows("ceiling") == pytest.approx(0.4, abs=0.01)


def test_a_hand_is_remembered_by_the_next_engine() -> None:
    """It stands in the checkpoint."""
    house = at_rest()
    house.hand("floor", 0.1)
    house.wait(5)
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    assert load(text).session.hands == house.session.hands != {}


def test_a_lamp_that_missed_a_message_is_no_hand() -> None:
    """It says where it was before, and is told again."""
    house = at_rest()
    bulb = house.lights.bulbs["floor"]
    bulb.vices = replace(bulb.vices, deaf=1.0)
    house.give(SetLight("floor", Level(0.1)))
    house.wait(30)
    house.speak()
    assert house.by_hand == []
    bulb.vices = replace(bulb.vices, deaf=0.0)
    house.wait(61)
    assert house.glows("floor") == pytest.approx(0.1, abs=0.01)


def test_what_a_key_took_from_a_hand_can_be_taken_back() -> None:
    """To where the hand had it, and by hand as before."""
    house = at_rest()
    house.hand("floor", 0.2)
    house.wait(5)
    house.press(*[Button.LIGHTS_UP] * 3)
    house.wait(10)
    house.press(*[Button.TAKE_BACK] * 3)
    house.wait(20)
    assert house.glows("floor") == pytest.approx(0.2, abs=0.01)
    assert house.view.lights["floor"].by_hand
    assert house.glows("ceiling") == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize("button", [Button.WALK_LIGHT, Button.AWAY])
def test_a_turn_never_dims_the_walk_light(button: Button) -> None:
    """Somebody is on the way to the door."""
    house = at_rest()
    house.press(Button.NEXT_PHASE)
    house.wait(850)
    house.press(button)
    house.wait(900)
    assert house.glows("floor") == pytest.approx(0.3, abs=0.01)


def test_lamps_that_ignore_what_they_are_told_while_they_move_obey_soon() -> None:
    """They are told again when their step is over."""
    house = LivedIn(vices=[Vices(ignores=True)])
    house.speak()
    house.begin()
    house.wait(60)
    house.press(Button.NEXT_PHASE)
    house.wait(33)
    house.press(*[Button.LIGHTS_UP] * 3)
    house.wait(8)
    assert house.glows("floor") == 1.0
    assert house.glows("ceiling") == 1.0
    assert house.by_hand == []


def test_a_rise_from_dark_begins_low() -> None:
    """The first steps are the smallest."""
    house = at_rest()
    house.give(SetLight("all", Level(0.0)))
    house.wait(10)
    house.lights.steps.clear()
    house.press(Button.BACK_TO_PLAN)
    house.wait(61)
    levels = [step.light.level or 0.0 for step in house.told("floor")]
    assert levels[0] < 0.01
    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(0.6)
