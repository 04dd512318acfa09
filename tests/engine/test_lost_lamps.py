"""Broker and lamps that go and come back: nothing stale, and nothing sudden."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kap_room.engine.checkpoint import Dumper, load
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampFound,
    LampLost,
    LampSaid,
)
from kap_room.exchange.commands import Button, SetLight
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.engine.bulbs import LivedIn
from tests.engine.house import LOOKS, SCENE, Step, loaded


def at_rest() -> LivedIn:
    """60 % in both lamps."""
    house = LivedIn()
    house.speak()
    house.begin()
    house.wait(60)
    return house


def at_night() -> LivedIn:
    """5 % in the ceiling and 1 % on the floor."""
    house = at_rest()
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(900)
    house.lights.steps.clear()
    return house


def broker_goes(house: LivedIn) -> None:
    house.lights.broker_is_there = False
    house.engine.post(BrokerLost("The broker does not answer."))
    house.engine.step()


def broker_comes(house: LivedIn) -> None:
    """As the adapter does: every lamp is asked."""
    house.lights.broker_is_there = True
    house.lights.waiting.clear()
    house.lights.steps.clear()
    house.engine.post(BrokerFound())
    house.engine.step()
    for lamp in house.lights.bulbs:
        house.lights.ask(lamp)


def first(house: LivedIn, lamp: str) -> Step:
    return house.told(lamp)[0]


def test_what_should_be_is_said_again_within_two_seconds() -> None:
    """Of a broker's return, to every lamp, and as it should be by now."""
    house = at_rest()
    broker_goes(house)
    house.wait(100)
    broker_comes(house)
    house.wait(2)
    assert {step.lamp for step in house.lights.steps} == {"ceiling", "floor"}
    assert {step.light.level for step in house.lights.steps} == {0.6}


def test_a_lamp_goes_on_from_where_it_says_it_is() -> None:
    """Not dark first, and not at once to where it should be."""
    house = at_rest()
    broker_goes(house)
    house.hand("floor", 0.3)
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(1000)
    broker_comes(house)
    house.wait(2)
    level = first(house, "floor").light.level
    assert level is not None
    assert 0.05 < level < 0.3
    house.wait(25)
    assert house.glows("floor") == pytest.approx(0.01, abs=0.005)
    assert house.by_hand == []


def test_a_lamp_that_does_not_say_what_it_is_is_told_all_the_same() -> None:
    """Within two seconds."""
    house = at_rest()
    broker_goes(house)
    house.wait(100)
    for bulb in house.lights.bulbs.values():
        bulb.answers = False
    broker_comes(house)
    house.wait(2)
    assert len(house.lights.steps) == 2


def test_a_key_does_not_wait_for_a_lamp_that_may_say_what_it_is() -> None:
    """Light that is asked for comes at once."""
    house = at_night()
    broker_goes(house)
    house.wait(10)
    broker_comes(house)
    house.press(Button.LIGHTS_UP)
    assert {s.at for s in house.lights.steps} == {house.reading}
    assert len(house.lights.steps) == 2


def test_a_lamp_that_was_offline_rises_from_low() -> None:
    """Nobody knows what it shows."""
    house = at_rest()
    house.lights.bulbs["floor"].answers = False
    house.engine.post(LampLost("floor"))
    house.engine.step()
    house.wait(30)
    house.lights.steps.clear()
    house.engine.post(LampFound("floor"))
    house.wait(1.9)
    level = first(house, "floor").light.level
    assert level is not None
    assert level < 0.05
    house.wait(21)
    assert house.told("floor")[-1].light.level == pytest.approx(0.6)


def test_a_lamp_back_from_a_power_cut_is_taken_down_once() -> None:
    """Within two seconds, in the middle of the night."""
    house = at_night()
    house.power_blip("floor")
    house.wait(0.2)
    down = first(house, "floor")
    assert down.light.level == pytest.approx(0.01)
    assert down.over <= 1.8
    house.wait(1.8)
    assert house.glows("floor") == pytest.approx(0.01, abs=0.005)
    assert house.by_hand == []
    assert house.events("LampTakenDown") == [{"lamp": "floor"}]


def test_a_lamp_at_full_in_the_night_is_taken_down_without_an_announce() -> None:
    """Not every lamp announces itself."""
    house = at_night()
    house.hand("floor", 1.0)
    house.wait(2)
    assert house.glows("floor") == pytest.approx(0.01, abs=0.005)
    assert house.by_hand == []


def test_the_same_again_within_a_minute_is_a_hand() -> None:
    """Somebody wants light."""
    house = at_night()
    house.hand("floor", 1.0)
    house.wait(20)
    house.hand("floor", 1.0)
    house.wait(20)
    assert house.by_hand == ["floor"]
    assert house.glows("floor") == 1.0


def test_a_lamp_found_at_full_may_still_lose_its_power() -> None:
    """Its first word of all was no power cut: the room was bright when we came."""
    house = LivedIn()
    floor = house.lights.bulbs["floor"]
    floor.answers = False
    house.engine.post(LampFound("floor"))
    house.begin()
    house.wait(1)
    floor.answers = True
    house.hand("floor", 1.0)
    house.wait(15)
    house.power_blip("floor")
    house.wait(2)
    assert house.by_hand == []
    assert floor.end < 0.9


def test_a_lamp_that_repeats_late_what_it_was_told_before_a_cut_is_no_hand() -> None:
    """Its words come in their order, and the last before the cut comes after it."""
    house = at_rest()
    house.lights.bulbs["floor"].answers = False
    house.engine.post(LampLost("floor"))
    house.engine.post(LampFound("floor"))
    house.wait(1)
    told = house.told("floor")[-1].light.level
    assert told is not None
    assert told < 0.05
    house.engine.post(LampSaid("floor", Level(1.0), None))
    house.wait(0.05)
    house.engine.post(LampSaid("floor", told, None))
    house.wait(3)
    assert house.by_hand == []
    assert house.told("floor")[-1].light.level == pytest.approx(0.6)


def test_full_light_that_is_said_twice_is_one_power_cut() -> None:
    """Some say everything twice, before they could be told anything."""
    house = at_rest()
    house.give(SetLight("floor", Level(0.4)))
    house.wait(5)
    house.lights.bulbs["floor"].hand(1.0, house.reading)
    house.engine.post(LampFound("floor"))
    for _ in range(2):
        house.engine.post(LampSaid("floor", Level(1.0), None))
    house.wait(2)
    assert house.by_hand == []
    assert house.glows("floor") == pytest.approx(0.4, abs=0.01)


def test_the_same_again_later_is_a_power_cut_again() -> None:
    """Taken down once more."""
    house = at_night()
    house.hand("floor", 1.0)
    house.wait(70)
    house.hand("floor", 1.0)
    house.wait(3)
    assert house.by_hand == []
    assert house.glows("floor") == pytest.approx(0.01, abs=0.005)


def test_full_light_by_hand_in_a_bright_phase_is_a_hand() -> None:
    """Nothing came online, and nothing is dark."""
    house = at_rest()
    house.hand("floor", 1.0)
    house.wait(3)
    assert house.by_hand == ["floor"]


def test_full_light_soon_after_coming_online_is_a_power_cut_in_any_phase() -> None:
    """As by day, so by night."""
    house = at_rest()
    house.power_blip("floor")
    house.wait(2)
    assert house.glows("floor") == pytest.approx(0.6, abs=0.01)
    assert house.by_hand == []


def test_a_lamp_that_a_hand_had_goes_back_to_that_after_a_power_cut() -> None:
    """And is still by hand."""
    house = at_rest()
    house.hand("floor", 0.3)
    house.wait(10)
    house.power_blip("floor")
    house.wait(3)
    assert house.glows("floor") == pytest.approx(0.3, abs=0.01)
    assert house.view.lights["floor"].by_hand


def test_a_lamp_that_says_nothing_is_asked_every_minute() -> None:
    """Also where its bridge calls it online."""
    house = at_rest()
    house.wait(200)
    house.lights.asked.clear()
    house.lights.bulbs["floor"].answers = False
    house.wait(90)
    assert house.lights.asked.count("floor") in (1, 2)


def test_a_lamp_that_does_not_answer_twice_is_lost() -> None:
    """Within three minutes, in words; until it speaks."""
    house = at_rest()
    house.wait(100)
    house.lights.bulbs["floor"].answers = False
    house.wait(190)
    assert house.view.lights["floor"].health == "lost"
    assert "does not answer" in house.view.health["lamp floor"].says
    assert house.view.lights["ceiling"].health == "ok"
    house.lights.bulbs["floor"].answers = True
    house.wait(130)
    assert house.view.lights["floor"].health == "ok"
    assert house.view.health["lamp floor"].ok


def test_a_bridge_that_only_repeats_what_it_was_told_does_not_hide_a_dead_lamp() -> (
    None
):
    """It answers for the lamp at once, and never afterwards."""
    house = at_rest()
    house.lights.bulbs["floor"].answers = False
    for _ in range(60):
        house.wait(5)
        step = house.told("floor")[-1]
        if house.reading - step.at <= 5.0:
            said = LampSaid("floor", step.light.level, step.light.warmth)
            house.engine.post(said)
            house.engine.step()
    assert house.view.lights["floor"].health == "lost"


def test_a_lamp_that_never_says_anything_is_unknown_and_not_lost() -> None:
    """Some lamps cannot."""
    house = LivedIn()
    for bulb in house.lights.bulbs.values():
        bulb.answers = False
    house.begin()
    house.wait(600)
    assert house.view.lights["floor"].health == "unknown"


def test_a_broker_that_says_again_that_lamps_are_there_dims_none() -> None:
    """It keeps their availability and tells it to whoever comes."""
    house = at_rest()
    broker_goes(house)
    house.wait(3)
    for bulb in house.lights.bulbs.values():
        bulb.answers = False
    broker_comes(house)
    for lamp in ("ceiling", "floor"):
        house.engine.post(LampFound(lamp))
    house.wait(3)
    assert {s.light.level for s in house.lights.steps} == {0.6}


def test_a_broker_that_goes_and_comes_fifty_times_leaves_the_lamps_in_peace() -> None:
    """In the middle of a ramp: what is sent lies on it."""
    house = at_rest()
    house.press(Button.NEXT_PHASE)
    house.wait(20)
    house.lights.steps.clear()
    kept: list[Step] = []
    for n in range(50):
        house.wait(1 + n % 7)
        kept += house.lights.steps
        broker_goes(house)
        house.wait(n % 5)
        broker_comes(house)
        house.wait(2)
        assert {step.lamp for step in house.lights.steps} == {"ceiling", "floor"}
    levels = [s.light.level or 0.0 for s in kept if s.lamp == "floor"]
    assert all(b <= a + 0.005 for a, b in pairwise(levels))
    assert house.by_hand == []


def test_a_warmth_that_comes_late_after_a_return_is_no_hand() -> None:
    """The lamp was another colour of white while it was away."""
    house = at_rest()
    broker_goes(house)
    house.wait(10)
    bulb = house.lights.bulbs["floor"]
    bulb.warmth = 4000.0
    broker_comes(house)
    house.wait(10)
    assert house.by_hand == []
    assert replace(bulb).warmth == Kelvin(2700.0)
    assert house.glows("floor") == pytest.approx(Level(0.6), abs=0.01)


def test_lamps_that_cannot_say_what_they_are_catch_up_softly() -> None:
    """An hour of dimming is not made up for in a second."""
    house = at_rest()
    for bulb in house.lights.bulbs.values():
        bulb.answers = False
    broker_goes(house)
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(1000)
    broker_comes(house)
    house.wait(2)
    level = first(house, "ceiling").light.level
    assert level is not None
    assert 0.2 < level < 0.6
    house.wait(22)
    assert house.told("ceiling")[-1].light.level == pytest.approx(0.05)


def test_lamps_catch_up_softly_with_an_engine_that_was_away() -> None:
    """The plan went on; the lamps did not."""
    house = at_rest()
    house.press(Button.NEXT_PHASE, Button.NEXT_PHASE)
    house.wait(30)
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    left = house.level("ceiling")
    later = LivedIn()
    later.clock.advance_to(Seconds(house.reading + 300))
    later.engine.resume(load(text), kept=True)
    later.wait(1)
    level = first(later, "ceiling").light.level
    assert level is not None
    assert left * 0.5 < level < left
    later.wait(25)
    assert later.told("ceiling")[-1].light.level == pytest.approx(
        later.level("ceiling"), abs=0.02
    )


def after_a_night(*, answers: bool, line_at_the_start: bool = True) -> LivedIn:
    """The line was away, the floor lamp was switched off, and a session begins."""
    house = LivedIn()
    house.speak()
    floor = house.lights.bulbs["floor"]
    floor.answers = answers
    broker_goes(house)
    house.wait(60)
    house.hand("floor", 0.0)
    if line_at_the_start:
        broker_comes(house)
        house.wait(60)
    looks = {**LOOKS, "welcome": LOOKS["dusk"]}
    house.begin(loaded(replace(SCENE, looks=looks)))
    if not line_at_the_start:
        house.wait(60)
        broker_comes(house)
    house.wait(2)
    return house


@pytest.mark.parametrize("line_at_the_start", [True, False])
def test_a_lamp_that_nobody_can_ask_begins_low_after_the_line_was_away(
    *, line_at_the_start: bool
) -> None:
    """It is no more known to be as bright as it said before."""
    house = after_a_night(answers=False, line_at_the_start=line_at_the_start)
    level = first(house, "floor").light.level
    assert level is not None
    assert level < 0.1
    house.wait(900)
    assert house.glows("floor") == pytest.approx(0.2, abs=0.01)


def test_a_lamp_that_can_be_asked_goes_on_from_where_it_is_after_a_night() -> None:
    """The other says that it still is at 60 %."""
    house = after_a_night(answers=True)
    level = first(house, "ceiling").light.level
    assert level is not None
    assert 0.4 < level < 0.6


def test_full_light_after_a_power_cut_stays_where_it_was_asked_for() -> None:
    """Nothing is taken down that should be up."""
    house = at_rest()
    house.press(*[Button.LIGHTS_UP] * 3)
    house.wait(10)
    house.power_blip("floor")
    house.wait(3)
    assert house.glows("floor") == 1.0
    assert house.events("LampTakenDown") == []
