"""A bridge that speaks of many lamps at once, at a real broker."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kap_room.adapters.lamps.health import LATE
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import BrokerFound, LampFound, LampLost
from kap_room.plan.room import Broker, Lamp
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.flood import Finger

BULBS = [Lamp(f"l{n}", "zigbee2mqtt", f"zigbee2mqtt/l{n}") for n in range(30)]
STATE = "zigbee2mqtt/bridge/state"
EVENT = "zigbee2mqtt/bridge/event"


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


@pytest.fixture
def finger(mosquitto: Mosquitto) -> Iterator[Finger]:
    with closing(Finger(mosquitto.port)) as tapping:
        yield tapping


@contextmanager
def lights_at(mosquitto: Mosquitto) -> Iterator[Postbox]:
    inbox = Postbox()
    lights = MqttLights(Broker(port=mosquitto.port), BULBS, inbox)
    lights.start()
    try:
        assert inbox.has(BrokerFound())
        yield inbox
    finally:
        lights.close()


def announces(name: str) -> str:
    data = {"friendly_name": name, "ieee_address": "0x00158d0001a2b3c4"}
    return json.dumps({"type": "device_announce", "data": data})


def test_every_lamp_of_a_house_that_comes_to_power_at_once_is_found(
    mosquitto: Mosquitto, finger: Finger
) -> None:
    """One that is not stays at full, and is taken for a hand's."""
    with lights_at(mosquitto) as inbox:
        for number in range(60):
            finger.say(EVENT, announces(f"something else {number}"))
        for bulb in BULBS:
            finger.say(EVENT, announces(bulb.name))
        found = {LampFound(bulb.name) for bulb in BULBS}
        assert wait_until(lambda: found <= set(inbox.posted), within=3.0)


def asked(spy: Spy) -> list[str]:
    return [heard.topic for heard in spy.heard() if heard.topic.endswith("/get")]


def test_a_bridge_that_comes_and_goes_leaves_its_radio_in_peace(
    mosquitto: Mosquitto, spy: Spy, finger: Finger
) -> None:
    """Its lamps are asked when it comes, and once more when that was not the last."""
    with lights_at(mosquitto):
        assert wait_until(lambda: len(asked(spy)) == len(BULBS), within=3.0)
        spy.forget()
        for _ in range(25):  # all of them well within the rest of two seconds
            finger.say(STATE, "offline")
            finger.say(STATE, "online")
            time.sleep(0.01)
        assert wait_until(lambda: len(asked(spy)) == 2 * len(BULBS), within=8.0)
        time.sleep(0.3)
        assert len(asked(spy)) == 2 * len(BULBS)


def test_a_bridge_whose_old_will_comes_late_is_found_by_what_its_lamps_say(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It began anew; the others are asked when one has spoken."""
    with lights_at(mosquitto) as inbox:
        spy.say(STATE, "online")
        spy.say(STATE, "offline")
        assert inbox.has(LampLost("l29"))
        assert wait_until(lambda: len(asked(spy)) >= len(BULBS), within=3.0)
        time.sleep(LATE)
        inbox.empty()
        spy.forget()
        spy.say("zigbee2mqtt/l0", b'{"state":"ON","brightness":102}')
        assert inbox.has(LampFound("l0"))
        assert wait_until(lambda: len(asked(spy)) == len(BULBS) - 1, within=3.0)
        spy.say("zigbee2mqtt/l7", b'{"state":"OFF"}')
        assert inbox.has(LampFound("l7"))
        inbox.empty()
        spy.say(EVENT, announces("l7"))
        assert inbox.has(LampFound("l7"))


def test_a_will_that_the_broker_kept_is_refuted_by_the_first_word(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It may be of yesterday: it stays until the bridge begins anew."""
    spy.say(STATE, "offline", retain=True)
    with lights_at(mosquitto) as inbox:
        assert inbox.has(LampLost("l0"))
        spy.say("zigbee2mqtt/l0", b'{"state":"ON","brightness":102}')
        assert inbox.has(LampFound("l0"))
