"""Lamps at a real broker: what arrives, what is said, and what is never sent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kap_room.adapters.lamps.dialects import LampError
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampFound,
    LampLost,
    LampSaid,
    PartSaid,
)
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.broker_line.doorman import Doorman
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import Mosquitto, Spy, free_port, wait_until
from tests.rig.relay import Relay
from tests.rig.tries import quickest

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
BED = Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed")
SET = "zigbee2mqtt/floor/set"
DIM = Light(Level(0.25), Kelvin(2000.0))
STEP = Seconds(5.0)


@contextmanager
def lights_at(broker: Broker, *lamps: Lamp) -> Iterator[tuple[MqttLights, Postbox]]:
    inbox = Postbox()
    lights = MqttLights(broker, lamps or (FLOOR, BED), inbox)
    lights.start()
    try:
        yield lights, inbox
    finally:
        lights.close()


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


@pytest.fixture
def room(mosquitto: Mosquitto) -> Iterator[tuple[MqttLights, Postbox]]:
    with lights_at(Broker(port=mosquitto.port)) as opened:
        assert opened[1].has(BrokerFound())
        yield opened


def lost(inbox: Postbox, within: float = 3.0) -> str:
    """What was said when the broker was lost, or not found."""
    assert wait_until(lambda: bool(_says(inbox)), within)
    return _says(inbox)[-1]


def _says(inbox: Postbox) -> list[str]:
    return [m.says for m in inbox.posted if isinstance(m, BrokerLost)]


def test_a_step_arrives_as_the_lamp_understands_it(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """Level, warmth and length come as brightness, mired and seconds."""
    assert room[0].show("floor", DIM, STEP)
    assert spy.wait_for(SET)
    assert json.loads(spy.heard(SET)[0].payload) == {
        "state": "ON",
        "brightness": 64,
        "color_temp": 500,
        "transition": 5.0,
    }


def test_a_command_is_at_the_broker_within_a_tenth_of_a_second(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """Eight lamps told at once wait neither for each other nor for a buffer."""
    took = []
    for _ in range(3):  # a busy computer may be late once
        spy.forget()
        started = time.monotonic()
        for number in range(8):
            assert room[0].show("floor", Light(Level(0.1 * number)), STEP)
        assert spy.wait_for(SET, count=8)
        took.append(spy.heard(SET)[-1].reading - started)
    assert sorted(took)[1] < 0.1


def test_no_command_is_kept_by_the_broker(
    mosquitto: Mosquitto, spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """Whoever comes later is told nothing of what was commanded before."""
    assert spy.wait_for("zigbee2mqtt/bed/get")
    room[0].show("floor", DIM, STEP)
    assert spy.wait_for(SET)
    with Spy(mosquitto.port) as newcomer:
        newcomer.say("end", b"")
        assert newcomer.wait_for("end")
        assert [m.topic for m in newcomer.heard()] == ["end"]


def test_what_never_arrived_is_not_sent_again(mosquitto: Mosquitto, spy: Spy) -> None:
    """A step of before the break would come minutes late, over what is meant now."""
    with (
        Relay(mosquitto.port) as relay,
        lights_at(Broker(port=relay.port)) as (lights, inbox),
    ):
        assert inbox.has(BrokerFound())
        relay.swallow()
        assert lights.show("floor", Light(Level(0.9)), STEP)
        relay.hang_up()
        lost(inbox)
        inbox.empty()
        relay.mend()
        assert inbox.has(BrokerFound())
        assert lights.show("bed", DIM, STEP)
        assert spy.wait_for("zigbee2mqtt/bed/set")
        assert spy.heard(SET) == ()


def test_nothing_is_taken_while_the_broker_is_away(
    mosquitto: Mosquitto, spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """What is refused is never heard of again; the engine decides anew."""
    lights, inbox = room
    mosquitto.kill()
    lost(inbox)
    assert not lights.show("floor", Light(Level(0.8)), STEP)
    inbox.empty()
    mosquitto.start()
    assert inbox.has(BrokerFound())
    assert wait_until(lambda: spy.is_listening, within=3.0)
    assert lights.show("bed", DIM, STEP)
    assert spy.wait_for("zigbee2mqtt/bed/set")
    assert spy.heard(SET) == ()


def test_the_broker_is_found_soon_after_it_is_back(
    mosquitto: Mosquitto, room: tuple[MqttLights, Postbox]
) -> None:
    """Lamps are to be told again within 2 s; most of that is left for telling them."""
    _, inbox = room

    def took() -> float:
        inbox.empty()
        mosquitto.kill()
        lost(inbox)
        inbox.empty()
        mosquitto.start()
        back = time.monotonic()
        assert inbox.has(BrokerFound())
        return inbox.reading_of(BrokerFound()) - back

    assert quickest(took, 1.0) < 1.0


def test_a_broker_that_comes_later_is_found(tmp_path: Path) -> None:
    """The room may be switched on in any order."""
    broker = Mosquitto(tmp_path / "broker")
    with ExitStack() as stack:
        lights, inbox = stack.enter_context(lights_at(Broker(port=broker.port)))
        assert f"127.0.0.1:{broker.port}" in lost(inbox)
        assert "refused" in lost(inbox)
        assert not lights.show("floor", DIM, STEP)
        stack.enter_context(broker)
        assert inbox.has(BrokerFound())
        assert lights.show("floor", DIM, STEP)


def test_a_broker_that_stays_away_is_mentioned_once() -> None:
    """The same sentence twice a second would fill the journal."""
    with lights_at(Broker(port=free_port())) as (_, inbox):
        lost(inbox)
        assert not wait_until(lambda: len(inbox.posted) > 1, within=1.3)


def test_a_lamp_reports_in_the_units_of_the_room(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """254 is all of it, mired become kelvin."""
    spy.say(FLOOR.topic, b'{"state":"ON","brightness":254,"color_temp":400}')
    assert room[1].has(LampSaid("floor", Level(1.0), Kelvin(2500.0)))


def test_every_lamp_is_asked_when_the_broker_is_found(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """A dead lamp looks healthy to its bridge for ten minutes; so it is asked."""
    with lights_at(Broker(port=mosquitto.port)):
        assert spy.wait_for("zigbee2mqtt/floor/get")
        assert spy.wait_for("zigbee2mqtt/bed/get")


def test_a_lamp_is_asked_once_when_the_broker_is_found(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Not again for each word that the broker had kept of it and of its bridge."""
    spy.say("zigbee2mqtt/bridge/state", '{"state":"online"}', retain=True)
    spy.say("zigbee2mqtt/floor/availability", '{"state":"online"}', retain=True)
    with lights_at(Broker(port=mosquitto.port)) as (_, inbox):
        assert inbox.has(LampFound("floor"))
        spy.say(BED.topic, b'{"state":"OFF"}')
        assert inbox.has(LampSaid("bed", Level(0.0), None))
        assert spy.wait_for("zigbee2mqtt/floor/get")
        assert len(spy.heard("zigbee2mqtt/floor/get")) == 1


def test_a_lamp_that_comes_to_power_is_asked_once(mosquitto: Mosquitto) -> None:
    """It says in one moment that it is there and that it has begun."""
    shelf = Lamp("shelf", "tasmota", "shelf")
    with (
        Spy(mosquitto.port) as spy,
        lights_at(Broker(port=mosquitto.port), shelf) as (_, inbox),
    ):
        assert spy.wait_for("cmnd/shelf/State")
        spy.say("tele/shelf/LWT", "Offline")
        assert inbox.has(LampLost("shelf"))
        spy.forget()
        spy.say("tele/shelf/LWT", "Online")
        spy.say("tele/shelf/INFO3", '{"Info3":{"RestartReason":"Power On"}}')
        spy.say("tele/shelf/STATE", '{"POWER":"ON","Dimmer":100}')
        assert inbox.has(LampSaid("shelf", Level(1.0), None))
        assert spy.wait_for("cmnd/shelf/State")
        spy.say("tele/shelf/STATE", '{"POWER":"ON","Dimmer":50}')
        assert inbox.has(LampSaid("shelf", Level(0.5), None))
        assert len(spy.heard("cmnd/shelf/State")) == 1


def test_a_lamp_without_availability_is_found_when_it_speaks(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """zigbee2mqtt announces availability only where somebody switched that on."""
    spy.say(FLOOR.topic, b'{"state":"OFF"}')
    assert room[1].has(LampSaid("floor", Level(0.0), None))
    assert LampFound("floor") in room[1].posted
    assert LampFound("bed") not in room[1].posted


@pytest.mark.parametrize("spelling", ["%s", '{"state":"%s"}'])
def test_a_lamp_is_lost_and_found_in_both_spellings(
    spy: Spy, room: tuple[MqttLights, Postbox], spelling: str
) -> None:
    """Older bridges say plainly what newer ones say in JSON."""
    spy.say("zigbee2mqtt/floor/availability", spelling % "offline")
    assert room[1].has(LampLost("floor"))
    spy.say("zigbee2mqtt/floor/availability", spelling % "online")
    assert room[1].has(LampFound("floor"))


def test_a_bridge_that_goes_takes_its_lamps_along(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """The broker keeps saying that a lamp is there when nobody is left to know."""
    spy.say("zigbee2mqtt/floor/availability", "online", retain=True)
    assert room[1].has(LampFound("floor"))
    spy.say("zigbee2mqtt/bridge/state", '{"state":"offline"}', retain=True)
    assert room[1].has(LampLost("floor"))
    assert room[1].has(LampLost("bed"))


def test_a_lamp_that_announces_itself_is_found_anew_and_asked(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """A short cut of its power shows in nothing else, and it may be back at full."""
    spy.say(FLOOR.topic, b'{"state":"OFF"}')
    assert room[1].has(LampFound("floor"))
    assert spy.wait_for("zigbee2mqtt/floor/get")
    room[1].empty()
    spy.forget()
    event = '{"type":"device_announce","data":{"friendly_name":"floor"}}'
    spy.say("zigbee2mqtt/bridge/event", event)
    assert room[1].has(LampFound("floor"))
    assert spy.wait_for("zigbee2mqtt/floor/get")


def test_a_light_that_the_broker_kept_is_not_believed(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """It may be of yesterday; a lamp that is there answers when it is asked."""
    spy.say(FLOOR.topic, b'{"state":"ON","brightness":254}', retain=True)
    with lights_at(Broker(port=mosquitto.port)) as (_, inbox):
        assert spy.wait_for("zigbee2mqtt/bed/get")
        spy.say(BED.topic, b'{"state":"OFF"}')
        assert inbox.has(LampFound("bed"))
        assert LampFound("floor") not in inbox.posted


def test_nonsense_from_the_broker_changes_nothing(
    spy: Spy, room: tuple[MqttLights, Postbox]
) -> None:
    """Anybody may publish anything on a lamp's topics."""
    nonsense = [
        b"",
        b"\xff\xfe",
        b"[" * 9000,
        b'{"brightness":NaN}',
        b"9" * 5000,
        b"x" * 99_999,
    ]
    for payload in nonsense:
        for topic in (FLOOR.topic, "zigbee2mqtt/floor/availability"):
            spy.say(topic, payload)
        spy.say("zigbee2mqtt/bridge/state", payload)
        spy.say("zigbee2mqtt/bridge/event", payload)
    spy.say(BED.topic, b'{"state":"OFF"}')
    assert room[1].has(LampSaid("bed", Level(0.0), None))
    assert {type(m) for m in room[1].posted} == {BrokerFound, LampFound, LampSaid}
    assert LampFound("floor") not in room[1].posted


def test_a_lamp_of_an_unknown_make_is_a_sentence() -> None:
    """It is said before a session begins, with what was probably meant."""
    with pytest.raises(LampError, match=r'"floor".*Did you mean "zigbee2mqtt"'):
        MqttLights(Broker(), [Lamp("floor", "zigbee2mqt", "x/y")], Postbox())


def test_a_lamp_that_is_not_of_this_room_cannot_be_shown(
    room: tuple[MqttLights, Postbox],
) -> None:
    """A name that nobody knows is refused, and breaks nothing."""
    assert not room[0].show("garden", DIM, STEP)


def test_leaving_is_quick_whether_the_broker_is_there_or_not(
    mosquitto: Mosquitto,
) -> None:
    """The engine stops and starts within 3 s, whatever the network does."""
    for port in (mosquitto.port, free_port()):
        with lights_at(Broker(port=port)) as (lights, inbox):
            assert inbox.has_anything()
            started = time.monotonic()
            lights.close()
            assert time.monotonic() - started < 2.0


def test_a_broker_that_lets_no_lamp_be_heard_is_said_and_lamps_are_told(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """They obey all the same; what they say is missed, and the journal has why."""
    with (
        Doorman(mosquitto.port, refuses=1) as door,
        lights_at(Broker(port=door.port)) as (lights, inbox),
    ):
        assert wait_until(lambda: bool(_doubts(inbox)), within=3.0)
        found, told = inbox.posted[:2]
        assert found == BrokerFound()
        assert isinstance(told, PartSaid)
        assert (told.part, told.ok) == ("broker", False)
        assert 'does not let us hear "zigbee2mqtt/' in told.says
        assert lights.show("floor", DIM, STEP)
        assert spy.wait_for(SET)


def _doubts(inbox: Postbox) -> list[PartSaid]:
    return [said for said in inbox.posted if isinstance(said, PartSaid)]
