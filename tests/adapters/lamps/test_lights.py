"""Lamps of every make at a real broker, and the groups that a bridge knows as one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.adapters.lamps.asking import REST
from kap_room.adapters.lamps.dialects import DIALECTS
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import BrokerFound, LampFound, LampLost, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Broker, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.makes import MAKES, Make
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import Mosquitto, Overheard, Spy, wait_until

DIM = Light(Level(0.25), Kelvin(3000.0))
DARK = Light(Level(0.0))
STEP = Seconds(5.0)
TASMOTA = MAKES["tasmota"]
DESK = MAKES["esphome"]
BEDSIDE = Lamp("bedside", "zigbee2mqtt", "zigbee2mqtt/bedside")

makes = pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())


@pytest.fixture(scope="module")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path_factory.mktemp("broker")) as broker:
        yield broker


@contextmanager
def lights_at(
    mosquitto: Mosquitto, *lamps: Lamp, **groups: tuple[Lamp, tuple[str, ...]]
) -> Iterator[tuple[MqttLights, Postbox]]:
    inbox = Postbox()
    lights = MqttLights(
        Broker(port=mosquitto.port),
        lamps,
        inbox,
        groups={name: lamp for name, (lamp, _) in groups.items()},
        members={name: members for name, (_, members) in groups.items()},
    )
    lights.start()
    try:
        assert inbox.has(BrokerFound())
        yield lights, inbox
    finally:
        lights.close()


def said(inbox: Postbox, lamp: str) -> list[LampSaid]:
    return [m for m in inbox.posted if isinstance(m, LampSaid) and m.lamp == lamp]


def says(spy: Spy, make: Make, steps: int, kelvin: float | None = None) -> None:
    topic, payload = make.says(steps, kelvin)
    spy.say(topic, payload)


def orders(spy: Spy) -> list[Overheard]:
    topics = {make.told_on for make in MAKES.values()}
    return [m for m in spy.heard() if m.topic in topics and b"Get" not in m.payload]


@makes
def test_a_lamp_is_dimmed_warmed_and_turned_off(
    mosquitto: Mosquitto, spy: Spy, make: Make
) -> None:
    """On its own topic, in its own words, each over its own transition."""
    with lights_at(mosquitto, make.lamp) as (lights, _):
        spy.forget()
        for light in (DIM, DARK):
            assert lights.show(make.lamp.name, light, STEP)
        assert wait_until(lambda: len(orders(spy)) == 2, 3.0)
        dim, dark = (make.reads(m.payload) for m in orders(spy))
    brightest = DIALECTS[make.lamp.speaks].brightest
    assert (dim.on, dim.steps) == (True, round(0.25 * brightest))
    assert (dark.on, dark.steps, dark.kelvin) == (False, None, None)
    assert dim.lasts == dark.lasts == 5.0 or dark.speed == 40
    if make.lamp.name != "wall":
        assert dim.kelvin == pytest.approx(3000, abs=5)
    assert not any(m.kept for m in spy.heard())


@makes
def test_what_a_lamp_says_is_heard_in_the_units_of_the_room(
    mosquitto: Mosquitto, spy: Spy, make: Make
) -> None:
    """Also when nothing was ever told to it."""
    lamp = make.lamp.name
    with lights_at(mosquitto, make.lamp) as (_, inbox):
        says(spy, make, DIALECTS[make.lamp.speaks].brightest, 2500.0)
        warmth = Kelvin(2500.0) if make.tells_warmth else None
        assert inbox.has(LampSaid(lamp, Level(1.0), warmth))
        assert LampFound(lamp) in inbox.posted
        says(spy, make, 0)
        assert inbox.has(LampSaid(lamp, Level(0.0), None))


@makes
def test_a_lamp_is_lost_and_found_again(
    mosquitto: Mosquitto, spy: Spy, make: Make
) -> None:
    """In the words of its make; found, it is asked where it can be."""
    lamp = make.lamp
    topic, there, gone = make.is_there
    with lights_at(mosquitto, lamp) as (_, inbox):
        asks = DIALECTS[lamp.speaks].get_message(lamp)
        assert asks is None or spy.wait_for(asks[0])
        spy.say(topic, gone)
        assert inbox.has(LampLost(lamp.name))
        spy.forget()
        spy.say(topic, there)
        assert inbox.has(LampFound(lamp.name))
        assert asks is None or spy.wait_for(asks[0])


def test_nothing_that_was_refused_is_sent_when_the_broker_is_back(
    tmp_path: Path,
) -> None:
    """To no lamp of any make, nor to a group of them."""
    lamps = [make.lamp for make in MAKES.values()]
    groups = {f"{one.name}s": (one, (one.name,)) for one in lamps}
    with (
        Mosquitto(tmp_path / "own") as broker,
        Spy(broker.port) as spy,
        lights_at(broker, *lamps, **groups) as (lights, inbox),
    ):
        broker.kill()
        assert wait_until(lambda: not lights.show("floors", DIM, STEP), within=3.0)
        for lamp in lamps:
            assert not lights.show(lamp.name, DIM, STEP)
            assert not lights.show(f"{lamp.name}s", DIM, STEP)
            assert not lights.ask(lamp.name)
        spy.forget()
        inbox.empty()
        broker.start()
        assert inbox.has(BrokerFound())
        assert wait_until(lambda: spy.is_listening, within=3.0)
        for lamp in lamps:
            assert lights.show(lamp.name, DARK, STEP)
        # What is told now, once to each, and nothing of before.
        assert wait_until(lambda: len(orders(spy)) >= len(lamps), within=3.0)
        assert sorted(m.topic for m in orders(spy)) == sorted(
            make.told_on for make in MAKES.values()
        )


def test_a_group_is_told_with_one_message(mosquitto: Mosquitto, spy: Spy) -> None:
    """One broadcast moves its bulbs together; one by one they would straggle."""
    bulbs = [Lamp(name, "zigbee2mqtt", f"zigbee2mqtt/{name}") for name in ("a", "b")]
    with lights_at(mosquitto, *bulbs, bedside=(BEDSIDE, ("a", "b"))) as (lights, _):
        spy.forget()
        assert lights.show("bedside", DIM, STEP)
        assert spy.wait_for("zigbee2mqtt/bedside/set")
        assert [m.topic for m in spy.heard() if m.topic.endswith("/set")] == [
            "zigbee2mqtt/bedside/set"
        ]
        assert not lights.ask("bedside")


def test_what_a_group_says_of_itself_is_no_lamp_s_word(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Its bridge averages, and says so before any bulb has moved."""
    bulb = Lamp("a", "zigbee2mqtt", "zigbee2mqtt/a")
    with lights_at(mosquitto, bulb, bedside=(BEDSIDE, ("a",))) as (_, inbox):
        spy.say("zigbee2mqtt/bedside", b'{"state":"ON","brightness":254}')
        spy.say("zigbee2mqtt/a", b'{"state":"OFF"}')
        assert inbox.has(LampSaid("a", Level(0.0), None))
        assert [m.lamp for m in inbox.posted if isinstance(m, LampSaid)] == ["a"]


def test_a_lamp_told_as_one_of_a_group_is_known_to_be_there(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Its next own step counts from where the group has left it."""
    group = Lamp("both", "tasmota", "tasmotas")
    lamp = TASMOTA.lamp
    with lights_at(mosquitto, lamp, both=(group, (lamp.name,))) as (lights, _):
        spy.forget()
        assert lights.show("both", Light(Level(1.0)), Seconds(0.0))
        assert lights.show(lamp.name, Light(Level(0.25)), STEP)
        assert spy.wait_for(TASMOTA.told_on)
        assert TASMOTA.reads(spy.heard(TASMOTA.told_on)[-1].payload).speed == 13


def test_the_speed_of_a_fade_is_reckoned_from_where_the_lamp_is_now(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """In the midst of a fade, and after a hand."""
    lamp = TASMOTA.lamp.name
    with lights_at(mosquitto, TASMOTA.lamp) as (lights, inbox):
        assert lights.show(lamp, Light(Level(0.0)), Seconds(0.0))
        before = time.monotonic()
        assert lights.show(lamp, Light(Level(1.0)), Seconds(1.0))
        after = time.monotonic()
        time.sleep(0.5)
        least = time.monotonic() - after
        assert lights.show(lamp, Light(Level(0.0)), STEP)
        most = time.monotonic() - before
        says(spy, TASMOTA, 20)
        assert inbox.has(LampSaid(lamp, Level(0.2), None))
        assert lights.show(lamp, Light(Level(1.0)), STEP)
        assert spy.wait_for(TASMOTA.told_on, 4)
        midst, hand = [
            TASMOTA.reads(m.payload).speed for m in spy.heard(TASMOTA.told_on)[-2:]
        ]
    assert midst is not None
    assert round(10 / min(1.0, most)) <= midst <= round(10 / least)
    assert hand == round(10 / 0.8)


@makes
def test_a_switch_that_does_as_it_was_told_is_no_hand(
    mosquitto: Mosquitto, spy: Spy, make: Make
) -> None:
    """Asked for 20 % it is off, as it was asked to be; by hand it is full."""
    lamp = replace(make.lamp, can=Ability.SWITCH)
    full = DIALECTS[lamp.speaks].brightest
    with lights_at(mosquitto, lamp) as (lights, inbox):
        for level, steps, heard in ((0.6, full, 0.6), (0.2, 0, 0.2), (0.2, full, 1.0)):
            assert lights.show(lamp.name, Light(Level(level)), STEP)
            says(spy, make, steps)
            assert inbox.has(LampSaid(lamp.name, Level(heard), None))


def test_a_bulb_that_cannot_be_as_warm_as_it_is_asked_to_be_is_no_hand(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It stops at its own warmest, and is asked for again every minute."""
    make = MAKES["zigbee2mqtt"]
    candle = Light(Level(0.2), Kelvin(2000.0))
    with lights_at(mosquitto, make.lamp) as (lights, inbox):
        assert lights.show(make.lamp.name, candle, Seconds(0.1))
        for _ in range(2):
            says(spy, make, 51, 2700.0)
        assert wait_until(lambda: len(said(inbox, "ceiling")) == 2, within=3.0)
        assert {m.warmth for m in said(inbox, "ceiling")} == {Kelvin(2000.0)}
        says(spy, make, 51, 4000.0)
        assert wait_until(lambda: len(said(inbox, "ceiling")) == 3, within=3.0)
        assert said(inbox, "ceiling")[-1].warmth == pytest.approx(4000.0)


def test_a_lamp_that_goes_on_by_hand_and_says_no_more_is_asked(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Once: one that never says how bright it is would be asked for ever."""
    lamp = TASMOTA.lamp.name
    with lights_at(mosquitto, TASMOTA.lamp) as (_, inbox):
        spy.say("stat/floorlamp/RESULT", b'{"POWER":"OFF"}')
        assert inbox.has(LampSaid(lamp, Level(0.0), None))
        assert spy.wait_for("cmnd/floorlamp/State")
        spy.forget()
        for _ in range(3):
            spy.say("stat/floorlamp/RESULT", b'{"POWER":"ON"}')
        assert wait_until(lambda: len(said(inbox, lamp)) == 4, within=3.0)
        assert spy.wait_for("cmnd/floorlamp/State")
        assert len(spy.heard("cmnd/floorlamp/State")) == 1


def test_whoever_says_a_hundred_times_that_the_bridge_is_there_is_heard_once(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Each lamp behind it would be asked a hundred times over a slow radio."""
    bulb = Lamp("a", "zigbee2mqtt", "zigbee2mqtt/a")
    with lights_at(mosquitto, bulb) as (_, inbox):
        began = time.monotonic()
        for _ in range(100):
            spy.say("zigbee2mqtt/bridge/state", b"online")
            spy.say("zigbee2mqtt/a/availability", b"online")
        spy.say("zigbee2mqtt/a", b'{"state":"OFF"}')
        assert inbox.has(LampSaid("a", Level(0.0), None))
        spy.say("end", b"")
        assert spy.wait_for("end")
        most = 3 + (time.monotonic() - began) / REST
        assert 1 <= len(spy.heard("zigbee2mqtt/a/get")) <= most


def test_a_colour_is_told_of(mosquitto: Mosquitto, spy: Spy) -> None:
    """A hand chose it; the warmth that the lamp goes on reporting means nothing."""
    lamp = MAKES["zigbee2mqtt"].lamp
    with lights_at(mosquitto, lamp) as (_, inbox):
        text = b'{"state":"ON","brightness":254,"color_mode":"xy","color_temp":370}'
        spy.say(lamp.topic, text)
        assert inbox.has(LampSaid(lamp.name, Level(1.0), None, coloured=True))


def test_a_lamp_that_cannot_be_asked_is_believed_as_it_was_kept(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """While its node is there and nothing was told to it: it is all that is known."""
    lamp = DESK.lamp.name
    spy.say("kap/status", b"online", retain=True)
    spy.say("kap/light/desk/state", b'{"state":"ON","brightness":51}', retain=True)
    with lights_at(mosquitto, DESK.lamp) as (_, inbox):
        assert inbox.has(LampSaid(lamp, Level(0.2), None))
    spy.say("kap/status", b"offline", retain=True)
    with lights_at(mosquitto, DESK.lamp) as (_, inbox):
        assert inbox.has(LampLost(lamp))
        says(spy, DESK, 255)
        assert inbox.has(LampSaid(lamp, Level(1.0), None))
        assert len(said(inbox, lamp)) == 1
    for topic in ("kap/status", "kap/light/desk/state"):
        spy.say(topic, b"", retain=True)


def test_eight_megabytes_in_a_lamp_s_name_delay_nobody(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """What comes behind them is heard at once, and the connection stands."""
    with lights_at(mosquitto, *(make.lamp for make in MAKES.values())) as (_, inbox):
        inbox.empty()
        for make in MAKES.values():
            spy.say(make.says(1, None)[0], b'{"state":"' + b"x" * 8_000_000 + b'"}')
        started = time.monotonic()
        says(spy, TASMOTA, 100)
        assert inbox.has(LampSaid("floor", Level(1.0), None))
        assert time.monotonic() - started < 2.0
        assert [type(m) for m in inbox.posted] == [LampFound, LampSaid]
