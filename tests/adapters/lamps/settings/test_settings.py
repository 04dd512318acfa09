"""How lamps are set up: what is asked, what the answers mean, and what mends it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.lamps.settings.every import SETTINGS
from kap_room.adapters.lamps.settings.setting import Remark
from kap_room.plan.room import Lamp

LAMPS = {
    "zigbee2mqtt": Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor"),
    "tasmota": Lamp("floor", "tasmota", "floor"),
    "wled": Lamp("floor", "wled", "wled/floor"),
    "homeassistant": Lamp("floor", "homeassistant", "room/floor"),
    "esphome": Lamp("floor", "esphome", "kap/light/floor"),
    "shelly": Lamp("floor", "shelly", "shellyplus-1"),
    "shelly1": Lamp("floor", "shelly1", "shellies/shellydimmer2-1"),
}
US = "kap-room-check-0"


def remarks(lamp: Lamp, *payloads: str) -> tuple[Remark, ...]:
    """What is said of a lamp that answered this."""
    settings = SETTINGS[lamp.speaks]
    facts: dict[str, str] = {}
    for payload in payloads:
        facts.update(settings.learn(lamp, payload.encode()))
    return settings.judge(lamp, facts)


SAFE = [
    ("zigbee2mqtt", '{"state":"ON","power_on_behavior":"previous"}'),
    ("zigbee2mqtt", '{"power_on_behavior":"off"}'),
    ("tasmota", '{"PowerOnState":3}'),
    ("tasmota", '{"PowerOnState":0}'),
    ("shelly", '{"id":1,"result":{"id":0,"initial_state":"restore_last"}}'),
    ("shelly", '{"id":1,"result":{"id":0,"initial_state":"off"}}'),
    ("esphome", ""),
]

DOUBTED = [
    ("zigbee2mqtt", '{"power_on_behavior":"on"}'),
    ("zigbee2mqtt", '{"power_on_behavior":"toggle"}'),
    ("zigbee2mqtt", '{"power_on_behavior":null}'),
    ("zigbee2mqtt", '{"state":"ON"}'),
    ("tasmota", '{"PowerOnState":1}'),
    ("tasmota", '{"PowerOnState":2}'),
    ("tasmota", '{"PowerOnState":4}'),
    ("tasmota", "{}"),
    ("shelly", '{"id":1,"result":{"id":0,"initial_state":"on"}}'),
    ("shelly", '{"id":1,"error":{"code":404,"message":"No handler"}}'),
    ("wled", ""),
    ("homeassistant", ""),
    ("shelly1", ""),
]


@pytest.mark.parametrize(("speaks", "payload"), SAFE)
def test_a_lamp_that_stays_off_or_as_it_was_is_right(speaks: str, payload: str) -> None:
    """A power cut in the peak is then no flash."""
    (remark,) = remarks(LAMPS[speaks], payload)
    assert remark.ok


@pytest.mark.parametrize(("speaks", "payload"), DOUBTED)
def test_a_lamp_that_may_return_at_full_is_doubted(speaks: str, payload: str) -> None:
    """Also one that does not say, which is most of them."""
    (remark,) = remarks(LAMPS[speaks], payload)
    assert not remark.ok
    assert "return at" in remark.says


@pytest.mark.parametrize(("speaks", "payload"), DOUBTED)
def test_what_was_accepted_is_doubted_no_more(speaks: str, payload: str) -> None:
    """Somebody has tried it at the wall and knows."""
    lamp = replace(LAMPS[speaks], full_is_accepted=True)
    (remark,) = remarks(lamp, payload)
    assert (remark.ok, remark.mends) == (True, ())
    assert "accepted" in remark.says


KEEPS = (
    b'{"id":1,"src":"kap-room","method":"Light.SetConfig","params":'
    b'{"id":0,"config":{"initial_state":"restore_last"}}}'
)

MENDED = {
    "zigbee2mqtt": ("zigbee2mqtt/floor/set", b'{"power_on_behavior":"previous"}'),
    "tasmota": ("cmnd/floor/PowerOnState", b"3"),
    "shelly": ("shellyplus-1/rpc", KEEPS),
    "shelly1": "curl 'http://ADDRESS/settings/light/0?default_state=last'",
}


@pytest.mark.parametrize("speaks", MENDED)
def test_each_doubt_comes_with_what_mends_it(speaks: str) -> None:
    """In the words of its own make."""
    (remark,) = remarks(LAMPS[speaks])
    assert remark.mends == (MENDED[speaks],)


@pytest.mark.parametrize("speaks", LAMPS)
def test_no_question_switches_a_lamp(speaks: str) -> None:
    """Each is a reading, whatever the lamp makes of it."""
    for topic, payload in SETTINGS[speaks].questions(LAMPS[speaks], US):
        asks = (
            (topic.endswith("/get"))
            or (topic.startswith("cmnd/") and payload == b"")
            or (topic.endswith("/rpc") and b".GetConfig" in payload)
            or payload == b"announce"
        )
        assert asks, (topic, payload)


def test_a_tasmota_lamp_that_would_stay_dark_is_told() -> None:
    """SetOption20 keeps a lamp off that is told a level; other programs stumble."""
    found = remarks(LAMPS["tasmota"], '{"PowerOnState":3}', '{"SetOption20":"ON"}')
    assert [remark.ok for remark in found] == [True, False]
    assert found[1].mends == (("cmnd/floor/SetOption20", b"0"),)


def test_a_tasmota_lamp_whose_fades_have_a_fixed_length_is_told() -> None:
    """Its fades are told as a speed, which SetOption117 makes a length."""
    found = remarks(LAMPS["tasmota"], '{"PowerOnState":0}', '{"SetOption117":"ON"}')
    assert found[1].mends == (("cmnd/floor/SetOption117", b"0"),)


def of_shelly(**config: bool) -> tuple[Remark, ...]:
    returns = '{"result":{"initial_state":"off"}}'
    return remarks(LAMPS["shelly"], returns, json.dumps({"id": 1, "result": config}))


def test_a_shelly_that_tells_nobody_of_a_hand_is_doubted() -> None:
    """It connects and looks healthy all the same."""
    found = of_shelly(status_ntf=False, rpc_ntf=False, enable_control=True)
    assert [remark.ok for remark in found] == [True, False]
    assert "Mqtt.SetConfig" in str(found[1].mends[0])
    assert "Shelly.Reboot" in str(found[1].mends[1])


def test_a_shelly_out_of_its_box_is_right_for_this_program() -> None:
    """It is told and heard by RPC; what other programs need is said all the same."""
    found = of_shelly(status_ntf=False, rpc_ntf=True, enable_control=False)
    assert [remark.ok for remark in found] == [True, True, True]
    assert all("Mqtt.SetConfig" in str(remark.mends) for remark in found[1:])


def test_a_shelly_answers_where_it_is_told() -> None:
    """Each lamp has a topic of ours, so that none answers for another."""
    settings, lamp = SETTINGS["shelly"], LAMPS["shelly"]
    ((topic, payload), _) = settings.questions(lamp, US)
    assert (topic, json.loads(payload)["src"]) == ("shellyplus-1/rpc", US)
    assert settings.topics(lamp, US) == (f"{US}/rpc",)


@pytest.mark.parametrize(
    ("topic", "method"),
    [
        ("shellyplus-1/switch:0", "Switch.GetConfig"),
        ("shellyplus-1/cct:1", "CCT.GetConfig"),
    ],
)
def test_the_output_of_a_shelly_that_the_room_file_names_is_asked(
    topic: str, method: str
) -> None:
    """It may have four, each set up by itself."""
    lamp = replace(LAMPS["shelly"], topic=topic)
    (told, payload), _ = SETTINGS["shelly"].questions(lamp, US)
    says = json.loads(payload)
    assert (told, says["method"]) == ("shellyplus-1/rpc", method)
    assert says["params"] == {"id": int(topic[-1])}


def test_an_old_shelly_tells_where_its_page_is() -> None:
    """The command that mends it is then ready, and is still a person's to run."""
    announced = '{"id":"shellydimmer2-1","model":"SHDM-2","ip":"192.168.1.9"}'
    (remark,) = remarks(LAMPS["shelly1"], announced)
    assert remark.mends == (
        "curl 'http://192.168.1.9/settings/light/0?default_state=last'",
    )


@pytest.mark.parametrize(
    "announced",
    [
        '{"id":"shellydimmer2-2","ip":"192.168.1.9"}',
        '{"id":"shellydimmer2-1","ip":"192.168.1.9/$(reboot)"}',
        '{"id":"shellydimmer2-1","ip":"::1"}',
        '{"id":"shellydimmer2-1","ip":3232235777}',
    ],
)
def test_a_stranger_s_word_never_stands_in_a_command(announced: str) -> None:
    """Somebody will paste it into a shell."""
    (remark,) = remarks(LAMPS["shelly1"], announced)
    assert remark.mends == (MENDED["shelly1"],)


def test_another_output_of_an_old_shelly_is_set_up_by_itself() -> None:
    """Its page has another name."""
    lamp = replace(LAMPS["shelly1"], topic="shellies/x/white/1")
    (remark,) = SETTINGS["shelly1"].judge(lamp, {})
    assert remark.mends == (
        "curl 'http://ADDRESS/settings/white/1?default_state=last'",
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "power_on_behavior",
                    "PowerOnState",
                    "SetOption20",
                    "result",
                    "initial_state",
                    "status_ntf",
                    "ip",
                    "id",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(speaks=st.sampled_from(sorted(LAMPS)), says=ANYTHING)
def test_no_answer_whatever_it_holds_is_an_error(speaks: str, says: object) -> None:
    """Anybody at the broker can answer for a lamp."""
    assert remarks(LAMPS[speaks], json.dumps(says))


@given(speaks=st.sampled_from(sorted(LAMPS)), payload=st.binary(max_size=200))
def test_no_bytes_are_an_error(speaks: str, payload: bytes) -> None:
    """Nor what is no JSON at all."""
    settings = SETTINGS[speaks]
    assert settings.judge(LAMPS[speaks], settings.learn(LAMPS[speaks], payload))
