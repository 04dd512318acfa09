"""What each bridge and device tells of itself; and nothing it tells is an error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.lamps.discovery.found import Finding, Found, FoundGroup, Unusable
from kap_room.adapters.lamps.discovery.listening import TOPICS, findings_in
from kap_room.adapters.lamps.discovery.shelly import question_to
from kap_room.plan.room import Ability, Lamp
from tests.adapters.lamps.discovery.payloads import (
    DEVICES,
    GROUPS,
    OF_ANOTHER,
    OF_ESPHOME,
    OF_OLD_SHELLY,
    OF_SHELLY,
    OF_TASMOTA,
    OF_ZIGBEE2MQTT_FOR_HOME_ASSISTANT,
    Plain,
    device,
    in_json,
    light,
)

US = "us"


def found(topic: str, says: object) -> tuple[Finding, ...]:
    return findings_in(topic, in_json(says), US)


def lamps(topic: str, says: object) -> dict[str, Found]:
    return {f.lamp.name: f for f in found(topic, says) if isinstance(f, Found)}


def unusable(topic: str, says: object) -> dict[str, str]:
    return {f.name: f.says for f in found(topic, says) if isinstance(f, Unusable)}


def test_the_lamps_of_zigbee2mqtt_are_found_with_what_they_can() -> None:
    """Remotes and sensors are none."""
    inventory = lamps("zigbee2mqtt/bridge/devices", DEVICES)
    assert {name: one.lamp for name, one in inventory.items()} == {
        "floor": Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor"),
        "bed": Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed", can=Ability.DIM),
        "plug": Lamp("plug", "zigbee2mqtt", "zigbee2mqtt/plug", can=Ability.SWITCH),
    }


def test_a_plug_may_have_a_lamp_on_it_or_a_kettle() -> None:
    """So it is told, and not proposed as a lamp."""
    assert not lamps("zigbee2mqtt/bridge/devices", DEVICES)["plug"].is_lamp


def test_what_cannot_be_used_is_told_with_its_reason() -> None:
    """Nobody has to wonder where a lamp is."""
    told = unusable("zigbee2mqtt/bridge/devices", DEVICES)
    assert "several" in told["double"]
    assert "disabled" in told["spare"]


def test_a_bridge_may_have_any_base_topic() -> None:
    """Two bridges in one house have two."""
    says = [device("floor", "0x1", light("state", "brightness"))]
    assert lamps("house/zigbee/bridge/devices", says)["floor"].lamp.topic == (
        "house/zigbee/floor"
    )


def test_a_group_is_found_by_the_addresses_of_its_lamps() -> None:
    """An empty one is none."""
    groups = found("zigbee2mqtt/bridge/groups", GROUPS)
    bedside = Lamp("bedside", "zigbee2mqtt", "zigbee2mqtt/bedside")
    assert groups[0] == FoundGroup(bedside, ("0x1", "0x2"))
    assert [f.lamp.name for f in groups if isinstance(f, FoundGroup)] == [
        "bedside",
        "odd",
    ]


CONFIG = "homeassistant/light/node/thing/config"


def test_a_lamp_that_home_assistant_knows_keeps_its_topics() -> None:
    """Abbreviated, with a base topic, in the older form and the newer."""
    assert lamps(CONFIG, OF_ANOTHER)["Bed lamp"].lamp == Lamp(
        "Bed lamp",
        "homeassistant",
        "room/bed",
        command_topic="room/bed/set",
        availability_topic="room/bed/available",
    )


def test_a_node_of_esphome_is_spoken_to_in_its_own_words() -> None:
    """It reads whole seconds alone, which its own dialect knows."""
    lamp = lamps(CONFIG, OF_ESPHOME)["Desk"].lamp
    assert lamp == Lamp("Desk", "esphome", "kap/light/desk", can=Ability.DIM)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"schema": "basic"}, "fades"),
        ({"schema": None}, "fades"),
        ({"cmd_t": None}, "topic"),
        ({"bri_scl": 100}, "255"),
        ({"stat_t": "room/#"}, "topic"),
    ],
)
def test_what_home_assistant_alone_can_use_is_told(change: Plain, word: str) -> None:
    """With the reason, as a remark."""
    assert word in unusable(CONFIG, OF_ANOTHER | change)["Bed lamp"]


@pytest.mark.parametrize(
    ("modes", "can"),
    [
        (["onoff"], Ability.SWITCH),
        (["brightness"], Ability.DIM),
        (["rgb"], Ability.DIM),
        (["xy", "color_temp"], Ability.WARMTH),
    ],
)
def test_what_a_lamp_can_is_read_from_its_colour_modes(
    modes: list[str], can: Ability
) -> None:
    """A lamp is never told what it is not."""
    says = {**OF_ANOTHER, "sup_clrm": modes, "brightness": False}
    assert lamps(CONFIG, says)["Bed lamp"].lamp.can is can


def test_a_lamp_that_counts_warmth_in_kelvin_is_not_told_warmth() -> None:
    """It would take mired for a red that no lamp has."""
    says = {**OF_ANOTHER, "color_temp_kelvin": True}
    assert lamps(CONFIG, says)["Bed lamp"].lamp.can is Ability.DIM


def test_an_availability_in_words_of_its_own_is_left_out() -> None:
    """Else the lamp would be taken for lost, or never."""
    says = {**OF_ANOTHER, "avty": [{"t": "x/y", "pl_avail": "1", "pl_not_avail": "0"}]}
    assert lamps(CONFIG, says)["Bed lamp"].lamp.availability_topic is None


TASMOTA = "tasmota/discovery/AABBCCDDEEFF/config"


@pytest.mark.parametrize(
    ("kind", "can"),
    [
        (1, Ability.DIM),
        (2, Ability.WARMTH),
        (3, Ability.DIM),
        (4, Ability.DIM),
        (5, Ability.WARMTH),
    ],
)
def test_a_tasmota_lamp_is_found_with_what_it_can(kind: int, can: Ability) -> None:
    """By its kind of light."""
    lamp = lamps(TASMOTA, OF_TASMOTA | {"lt_st": kind})["Reading lamp"].lamp
    assert lamp == Lamp("Reading lamp", "tasmota", "readinglamp", can=can)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"ft": "%topic%/%prefix%/"}, "FullTopic"),
        ({"tp": ["a", "b", "c"]}, "FullTopic"),
        ({"t": "room/lamp"}, "Topic"),
        ({"rl": [2, 2, 0]}, "several"),
        ({"rl": [1, 2, 0]}, "several"),
        ({"so": {"68": 1}}, "several"),
    ],
)
def test_a_tasmota_lamp_that_is_set_up_otherwise_is_told(
    change: Plain, word: str
) -> None:
    """It would not hear us."""
    assert word in unusable(TASMOTA, OF_TASMOTA | change)["Reading lamp"]


def test_a_tasmota_relay_is_no_lamp_by_itself() -> None:
    """And a sensor with no output is nothing."""
    says = OF_TASMOTA | {"rl": [1, 0]}
    assert not lamps(TASMOTA, says)["Reading lamp"].is_lamp
    assert found(TASMOTA, OF_TASMOTA | {"rl": [0, 0]}) == ()


def test_a_shelly_that_is_online_is_asked_what_it_has() -> None:
    """Only by a reading, and answered on a topic of ours."""
    question = question_to("shellyplus-1/online", b"true", US)
    assert question is not None
    topic, payload = question
    assert (topic, json.loads(payload)["method"]) == (
        "shellyplus-1/rpc",
        "Shelly.GetStatus",
    )
    assert question_to("shellyplus-1/online", b"false", US) is None
    assert question_to("shellies/x/announce", b"true", US) is None


def test_the_outputs_of_a_shelly_are_found() -> None:
    """Its light by its name alone, its others by what stands behind it."""
    result: Plain = {"light:0": {}, "cct:1": {}, "switch:0": {}, "light:9": {}}
    inventory = lamps("us/dimmer/rpc", OF_SHELLY | {"result": result})
    assert {one.lamp.topic: one.lamp.can for one in inventory.values()} == {
        "dimmer": Ability.DIM,
        "dimmer/cct:1": Ability.WARMTH,
        "dimmer/switch:0": Ability.SWITCH,
    }


def test_an_old_shelly_is_found_by_its_announcement() -> None:
    """A dimmer is a lamp; a relay has no light."""
    lamp = Lamp(
        "shellydimmer2-a1b2", "shelly1", "shellies/shellydimmer2-a1b2", can=Ability.DIM
    )
    (one,) = lamps("shellies/announce", OF_OLD_SHELLY).values()
    assert one.lamp == lamp
    assert found("shellies/announce", OF_OLD_SHELLY | {"model": "SHSW-1"}) == ()


def test_wled_is_found_by_its_status() -> None:
    """It says no more; that it may do warmth is a remark."""
    (one,) = findings_in("wled/shelf/status", b"online", US)
    assert isinstance(one, Found)
    assert one.lamp == Lamp("shelf", "wled", "wled/shelf", can=Ability.DIM)
    assert "warmth" in one.says


def test_an_esphome_lamp_that_announces_nothing_is_found_by_its_state() -> None:
    """Its broker keeps that."""
    says = {"color_mode": "color_temp", "state": "ON", "brightness": 3}
    (one,) = lamps("kap/light/desk/state", says).values()
    assert one.lamp == Lamp("desk", "esphome", "kap/light/desk")


@pytest.mark.parametrize("name", ["a\x1b[31m", "a\nb", "\u202ea", "a\u0000"])
def test_a_name_that_a_terminal_would_obey_is_no_name(name: str) -> None:
    """Nor can it be a topic that a person writes down."""
    says = [device(name, "0x1", light("state", "brightness"))]
    (one,) = found("zigbee2mqtt/bridge/devices", says)
    assert isinstance(one, Unusable)
    assert one.name == "lamp"


def test_an_endless_inventory_is_looked_at_in_part() -> None:
    """A room has no thousand lamps."""
    one = device("floor", "0x1", light("state"))
    says = [one | {"friendly_name": f"lamp {n}"} for n in range(2000)]
    assert len(found("zigbee2mqtt/bridge/devices", says)) == 500


def test_deep_and_huge_payloads_are_nothing() -> None:
    """They cost no more than being passed over."""
    topic = "zigbee2mqtt/bridge/devices"
    assert findings_in(topic, b"[" * 100_000, US) == ()
    assert findings_in(topic, b"1" * 10_000, US) == ()
    assert findings_in(topic, b" " * 5_000_000, US) == ()


KEYS = sorted(
    {
        *OF_ANOTHER,
        *OF_ESPHOME,
        *OF_ZIGBEE2MQTT_FOR_HOME_ASSISTANT,
        *OF_TASMOTA,
        *OF_SHELLY,
        *OF_OLD_SHELLY,
        *DEVICES[1],
        *GROUPS[0],
        "exposes",
        "features",
        "light:0",
        "color_mode",
    }
)
WORDS = [
    "light",
    "switch",
    "json",
    "ON",
    "a/b",
    "SHDM-2",
    "online",
    "%prefix%/%topic%/",
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([1, 2, 0.5, -1, 10**30, float("nan")])
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)
HEARD = [topic.replace("+", "x") for topic in (*TOPICS, f"{US}/x/rpc")]


@given(topic=st.sampled_from(HEARD), says=ANYTHING)
def test_nothing_that_anybody_keeps_at_a_broker_is_an_error(
    topic: str, says: object
) -> None:
    """Whatever it is, on whatever topic."""
    assert isinstance(found(topic, says), tuple)


@given(key=st.sampled_from(sorted({*OF_ANOTHER, *OF_TASMOTA})), value=ANYTHING)
def test_one_wrong_value_is_never_an_error(key: str, value: object) -> None:
    """All else being right, it reaches furthest."""
    assert isinstance(found(CONFIG, OF_ANOTHER | {key: value}), tuple)
    assert isinstance(found(TASMOTA, OF_TASMOTA | {key: value}), tuple)
