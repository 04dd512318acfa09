"""Lamps at a real broker that say how bright they are or that they are on, not both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import BrokerFound, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Broker, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.makes import MAKES
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import Mosquitto, Spy, wait_until

ZIGBEE = MAKES["zigbee2mqtt"].lamp
SHELLY = MAKES["shelly"].lamp
TASMOTA = MAKES["tasmota"].lamp
BED = MAKES["homeassistant"].lamp
DESK = MAKES["esphome"].lamp
SHELF = MAKES["wled"].lamp


@pytest.fixture(scope="module")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path_factory.mktemp("broker")) as broker:
        yield broker


@contextmanager
def lights_at(mosquitto: Mosquitto, lamp: Lamp) -> Iterator[Postbox]:
    inbox = Postbox()
    lights = MqttLights(Broker(port=mosquitto.port), [lamp], inbox)
    lights.start()
    try:
        assert inbox.has(BrokerFound())
        yield inbox
    finally:
        lights.close()


def said(inbox: Postbox) -> list[Level | None]:
    return [m.level for m in inbox.posted if isinstance(m, LampSaid)]


def words(lamp: Lamp, *, on: bool | None = None, steps: int | None = None) -> str:
    """What the lamp says of itself where it says no more than this."""
    match lamp.speaks:
        case "shelly":
            light = _without_none(output=on, brightness=steps)
            params = {"light:0": {"id": 0, **light}}
            return json.dumps({"method": "NotifyStatus", "params": params})
        case "tasmota":
            return json.dumps(_without_none(POWER=_state(on), Dimmer=steps))
        case _:
            return json.dumps(_without_none(state=_state(on), brightness=steps))


def _without_none(**says: object) -> dict[str, object]:
    return {key: value for key, value in says.items() if value is not None}


def _state(on: bool | None) -> str | None:
    return None if on is None else "ON" if on else "OFF"


def topic_of(lamp: Lamp) -> str:
    match lamp.speaks:
        case "shelly":
            return f"{lamp.topic}/events/rpc"
        case "tasmota":
            return f"stat/{lamp.topic}/RESULT"
        case "esphome":
            return f"{lamp.topic}/state"
        case _:
            return lamp.topic


@pytest.mark.parametrize("can", [Ability.WARMTH, Ability.SWITCH])
@pytest.mark.parametrize(
    ("make", "asked_on"),
    [(ZIGBEE, "zigbee2mqtt/ceiling/get"), (SHELLY, "wall/rpc"), (BED, None)],
    ids=lambda one: one.speaks if isinstance(one, Lamp) else None,
)
def test_a_dark_lamp_that_names_a_brightness_is_not_lit_by_it(
    mosquitto: Mosquitto, spy: Spy, make: Lamp, asked_on: str | None, can: Ability
) -> None:
    """Somebody chose it in an app for later. It is asked, where it can be, once."""
    lamp = replace(make, can=can)
    with lights_at(mosquitto, lamp) as inbox:
        spy.say(topic_of(lamp), words(lamp, on=False, steps=40))
        assert inbox.has(LampSaid(lamp.name, Level(0.0), None))
        assert asked_on is None or spy.wait_for(asked_on)
        spy.forget()
        for _ in range(3):
            spy.say(topic_of(lamp), words(lamp, steps=60))
        assert wait_until(lambda: len(said(inbox)) == 4, within=3.0)
        assert said(inbox)[1:] == [None, None, None]
        spy.say("end", b"")
        assert spy.wait_for("end")
        asked = [m for m in spy.heard() if m.topic == asked_on]
        assert len(asked) == (0 if asked_on is None else 1)


@pytest.mark.parametrize("lamp", [ZIGBEE, SHELLY, BED], ids=lambda one: one.speaks)
def test_a_lamp_that_is_lit_may_name_its_brightness_alone(
    mosquitto: Mosquitto, spy: Spy, lamp: Lamp
) -> None:
    """A Shelly names only what has changed."""
    full = 100 if lamp is SHELLY else 254 if lamp is ZIGBEE else 255
    with lights_at(mosquitto, lamp) as inbox:
        spy.say(topic_of(lamp), words(lamp, on=True, steps=20))
        spy.say(topic_of(lamp), words(lamp, steps=full))
        assert inbox.has(LampSaid(lamp.name, Level(1.0), None))


def test_a_make_that_comes_on_for_a_brightness_is_believed(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Tasmota's dimmer turns on what was dark."""
    with lights_at(mosquitto, TASMOTA) as inbox:
        spy.say(topic_of(TASMOTA), words(TASMOTA, on=False, steps=20))
        spy.say(topic_of(TASMOTA), words(TASMOTA, steps=40))
        assert inbox.has(LampSaid(TASMOTA.name, Level(0.4), None))


@pytest.mark.parametrize("lamp", [BED, DESK], ids=lambda one: one.speaks)
def test_a_lamp_that_cannot_be_asked_comes_on_as_bright_as_it_was(
    mosquitto: Mosquitto, spy: Spy, lamp: Lamp
) -> None:
    """Of off and on at the wall it would else be off for the rest of the evening."""
    with lights_at(mosquitto, lamp) as inbox:
        for word in (
            words(lamp, on=True, steps=51),
            words(lamp, on=False),
            words(lamp, on=True),
            words(lamp, on=False),
            words(lamp, steps=102),
            words(lamp, on=True),
        ):
            spy.say(topic_of(lamp), word)
        assert wait_until(lambda: len(said(inbox)) == 6, within=3.0)
        assert said(inbox) == [0.2, 0.0, 0.2, 0.0, None, 0.4]


def test_a_lamp_that_can_be_asked_says_itself_how_bright_it_is(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It may have come on at full."""
    with lights_at(mosquitto, ZIGBEE) as inbox:
        for on in (True, False, True):
            spy.say(topic_of(ZIGBEE), words(ZIGBEE, on=on, steps=None if on else 51))
        assert wait_until(lambda: len(said(inbox)) == 3, within=3.0)
        assert said(inbox) == [None, 0.0, None]


def test_a_strip_that_shows_a_white_is_as_warm_as_it_was_told(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It never says how warm. Unless it was once white, no colour is a hand's."""
    inbox = Postbox()
    lights = MqttLights(Broker(port=mosquitto.port), [SHELF], inbox)
    lights.start()
    try:
        assert inbox.has(BrokerFound())
        spy.say(f"{SHELF.topic}/c", b"#FFE0C0")
        spy.say(f"{SHELF.topic}/g", b"153")
        assert inbox.has(LampSaid(SHELF.name, Level(0.6), None))
        assert said(inbox) == [0.6]
        assert lights.show(SHELF.name, Light(None, Kelvin(2700.0)), Seconds(1.0))
        spy.say(f"{SHELF.topic}/c", b"#FFE0C0")
        assert inbox.has(LampSaid(SHELF.name, None, Kelvin(2700.0)))
        spy.say(f"{SHELF.topic}/c", b"#FF0000")
        assert inbox.has(LampSaid(SHELF.name, None, None, coloured=True))
    finally:
        lights.close()
