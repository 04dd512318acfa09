"""What each make does with what it is told, as its maker and its owners describe it."""

from __future__ import annotations

import json

import pytest

from kap_room.adapters.virtual_lamps.bulb import Command, PowerOn
from kap_room.adapters.virtual_lamps.device import Device, new_device
from kap_room.adapters.virtual_lamps.make import Said
from kap_room.adapters.virtual_lamps.makes import BASE, MakeError, description_of
from kap_room.adapters.virtual_lamps.vices import NONE
from kap_room.plan.units import Seconds

NOON = Seconds(1000.0)
LATER = Seconds(9000.0)

BULB = "zigbee2mqtt/x/set"
BACKLOG = "cmnd/x/Backlog"
STRIP = "wled/x/api"
NODE = "kap/light/x/command"
RPC = "shelly-x/rpc"
COMPACT = "shelly-x/command/light:0"
OLD = "shellies/x/light/0/set"

DIM_IN_5 = "NoDelay;Fade2 1;NoDelay;Speed2 13;NoDelay;Dimmer 25"


def lamp(speaks: str) -> Device:
    """At full."""
    described = description_of(f"x:{speaks}", "zigbee2mqtt", NONE, BASE)
    return new_device(described.make, described.vices, NOON, PowerOn.FULL)


def told(device: Device, topic: str, payload: str) -> tuple[Device, tuple[Said, ...]]:
    return device.hears(topic, payload.encode(), NOON)


def in_words(said: Said) -> dict[str, object]:
    says = json.loads(said.payload)
    assert isinstance(says, dict)
    return says


def rpc(method: str, **params: object) -> str:
    asked = {"id": 7, "src": "us", "method": method, "params": params}
    return json.dumps(asked)


@pytest.mark.parametrize(
    ("speaks", "topic", "payload", "level", "lasts"),
    [
        ("zigbee2mqtt", BULB, '{"brightness":127,"transition":2.5}', 0.5, 2.5),
        ("zigbee2mqtt", BULB, '{"state":"OFF","transition":2}', 0.0, 2.0),
        ("zigbee2mqtt", BULB, '{"brightness":255}', 1.0, 0.0),
        ("zigbee2mqtt", BULB, '{"effect":"blink"}', 1.0, 0.0),
        ("zigbee2mqtt", BULB, '{"brightness":NaN}', 1.0, 0.0),
        ("tasmota", BACKLOG, DIM_IN_5, 0.25, 4.875),
        ("tasmota", BACKLOG, "NoDelay;Fade2 1;NoDelay;Power1 OFF", 0.0, 0.5),
        ("tasmota", "cmnd/x/Dimmer", "25", 0.25, 0.0),
        ("tasmota", "cmnd/x/POWER", "TOGGLE", 0.0, 0.0),
        ("tasmota:fixed", BACKLOG, DIM_IN_5, 0.25, 6.5),
        ("wled", STRIP, '{"on":true,"bri":51,"tt":50}', 0.2, 5.0),
        ("wled", STRIP, '{"bri":51,"tt":656}', 0.2, 0.064),
        ("wled", STRIP, '{"on":false,"tt":10}', 0.0, 1.0),
        ("wled", STRIP, '{"bri":51}', 0.2, 0.75),
        ("wled", STRIP, "A=51&T=1", 0.2, 0.75),
        ("wled", "wled/x", '{"bri":51,"tt":50}', 0.0, 0.75),
        ("wled", "wled/x", '{"on":true,"bri":51}', 1.0, 0.75),
        ("wled", "wled/x", "51", 0.2, 0.75),
        ("homeassistant", "room/x/set", '{"state":"ON","brightness":51}', 0.2, 0.0),
        ("homeassistant", "room/x/set", '{"brightness":51}', 1.0, 0.0),
        ("esphome", NODE, '{"state":"ON","brightness":51,"transition":5}', 0.2, 5.0),
        ("esphome", NODE, '{"state":"ON","brightness":51,"transition":2.5}', 0.2, 1.0),
        ("esphome", NODE, '{"state":"ON","brightness":51.0}', 1.0, 1.0),
        ("shelly", RPC, rpc("Light.Set", id=0, on=True, brightness=25), 0.25, 0.0),
        ("shelly", RPC, rpc("Light.Set", id=0, transition_duration=2), 1.0, 0.0),
        ("shelly", COMPACT, "set,true,25,5", 1.0, 0.0),
        ("shelly:controlled", COMPACT, "set,true,25,5", 0.25, 5.0),
        ("shelly:controlled", COMPACT, "set,false,,2", 0.0, 2.0),
        ("shelly1", OLD, '{"turn":"on","brightness":25,"transition":2000}', 0.25, 2.0),
        ("shelly1", OLD, '{"turn":"on","brightness":25,"transition":9000}', 0.25, 0.0),
        ("shelly1", "shellies/x/light/0/command", "off", 0.0, 0.0),
    ],
)
def test_it_does_what_its_maker_says(
    speaks: str, topic: str, payload: str, level: float, lasts: float
) -> None:
    """And of everything else, nothing."""
    device, _ = told(lamp(speaks), topic, payload)
    assert device.glow_at(LATER).level == pytest.approx(level, abs=0.003)
    assert device.bulb.lasts == pytest.approx(lasts)


@pytest.mark.parametrize(
    ("speaks", "topic", "payload", "mired"),
    [
        ("zigbee2mqtt", BULB, '{"color_temp":400}', 400.0),
        ("tasmota", "cmnd/x/CT", "400", 400.0),
        ("tasmota", "cmnd/x/CT", "600", 370.0),
        ("wled", STRIP, '{"seg":[{"cct":2500}]}', 400.0),
        ("wled", STRIP, '{"seg":{"cct":0}}', 1e6 / 1900),
        ("homeassistant", "room/x/set", '{"state":"ON","color_temp":400}', 400.0),
        ("esphome", NODE, '{"color_temp":400}', 400.0),
        ("shelly", RPC, rpc("Light.Set", id=0, on=True, temp=2500), 370.0),
        ("shelly1", OLD, '{"temp":4000}', 250.0),
    ],
)
def test_it_takes_warmth_where_its_maker_has_it(
    speaks: str, topic: str, payload: str, mired: float
) -> None:
    """Each in its own unit, and within its own bounds."""
    device, _ = told(lamp(speaks), topic, payload)
    assert device.glow_at(LATER).mired == pytest.approx(mired)


def test_a_tasmota_told_without_nodelay_leaps_for_its_second_change() -> None:
    """What held for the next change of light has been used up by the first."""
    apart, _ = told(lamp("tasmota"), BACKLOG, "Fade2 1;Speed2 8;Dimmer 25;CT 500")
    assert apart.glow_at(NOON).level == 0.25
    together = DIM_IN_5 + ";NoDelay;CT 500"
    joined, _ = told(lamp("tasmota"), BACKLOG, together)
    assert joined.glow_at(NOON).level == 1.0


def test_a_tasmota_with_setoption20_stays_off_when_it_is_dimmed() -> None:
    """Until it is turned on, or the option is taken from it."""
    off, _ = told(lamp("tasmota:stays-off"), "cmnd/x/Power", "OFF")
    dimmed, _ = told(off, "cmnd/x/Dimmer", "25")
    assert dimmed.glow_at(LATER).level == 0.0
    on, _ = told(dimmed, "cmnd/x/Power", "ON")
    assert on.glow_at(LATER).level == 0.25
    mended, _ = told(off, "cmnd/x/SetOption20", "0")
    assert told(mended, "cmnd/x/Dimmer", "25")[0].glow_at(LATER).level == 0.25


def test_a_tasmota_stops_where_it_is() -> None:
    """By a single mark, in the middle of a fade."""
    device, _ = told(lamp("tasmota"), BACKLOG, DIM_IN_5)
    device, _ = device.hears("cmnd/x/Dimmer", b"!", Seconds(NOON + 2.0))
    assert 0.6 < device.glow_at(LATER).level < 0.8


def test_a_shelly_answers_whoever_asked() -> None:
    """On their own topic, with the number of their question."""
    _, (answer,) = told(lamp("shelly"), RPC, rpc("Light.GetStatus", id=0))
    assert answer.topic == "us/rpc"
    assert in_words(answer)["id"] == 7
    result = {"id": 0, "source": "MQTT", "output": True, "brightness": 100}
    assert in_words(answer)["result"] == result
    _, (refused,) = told(lamp("shelly"), RPC, rpc("Light.Set", id=0))
    assert "error" in in_words(refused)


def test_a_shelly_notifies_only_of_what_has_changed() -> None:
    """One that is dimmed while it is on does not say again that it is on."""
    device, _ = lamp("shelly").moved(Command(on=True, level=0.5), NOON)
    device, (said,) = device.moved(Command(on=True, level=0.3), NOON)
    assert said.topic == "shelly-x/events/rpc"
    params = in_words(said)["params"]
    assert isinstance(params, dict)
    assert params["light:0"] == {"id": 0, "source": "MQTT", "brightness": 30}


def test_a_shelly_takes_its_switches_over_the_broker() -> None:
    """As a mend before a session does it."""
    config = {"enable_control": True, "status_ntf": True}
    device, _ = told(lamp("shelly"), RPC, rpc("Mqtt.SetConfig", config=config))
    device, said = told(device, COMPACT, "set,true,25,0")
    assert device.glow_at(LATER).level == 0.25
    _, said = device.ticks(NOON)
    assert said[-1].topic == "shelly-x/status/light:0"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x:tasmotta", 'No lamp here speaks "tasmotta". Did you mean "tasmota"?'),
        (":tasmota", '":tasmota" names no lamp.'),
    ],
)
def test_a_lamp_that_cannot_be_had_is_refused_in_a_sentence(
    text: str, says: str
) -> None:
    """Which says what could be meant."""
    with pytest.raises(MakeError) as refused:
        description_of(text, "zigbee2mqtt", NONE, BASE)
    assert str(refused.value).startswith(says)
