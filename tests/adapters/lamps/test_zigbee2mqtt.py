"""The words of zigbee2mqtt: what is sent to a lamp, and what is made of its answer."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Glows,
    Joined,
    Step,
    Word,
)
from kap_room.adapters.lamps.zigbee2mqtt import (
    get_message,
    hear,
    set_message,
    topics,
)
from kap_room.plan.look import Light
from kap_room.plan.room import Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.rig.tries import quickest

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
BRIGHT = Lamp("path", "zigbee2mqtt", "zigbee2mqtt/path", minimum=Level(0.1))
ANY = st.floats() | st.none()


def sent(
    level: float | None, warmth: float | None, over: float, lamp: Lamp = FLOOR
) -> dict[str, object]:
    light = Light(
        None if level is None else Level(level),
        None if warmth is None else Kelvin(warmth),
    )
    message = set_message(lamp, Step(light, Seconds(over)))
    assert message is not None
    topic, payload = message
    assert topic == f"{lamp.topic}/set"
    says: dict[str, object] = json.loads(payload)
    return says


@pytest.mark.parametrize(
    ("level", "warmth", "over", "says"),
    [
        (0.25, None, 5, {"state": "ON", "brightness": 64, "transition": 5}),
        (
            1.0,
            2000,
            0,
            {"state": "ON", "brightness": 254, "color_temp": 500, "transition": 0},
        ),
        (None, 2700, 5, {"color_temp": 370, "transition": 5}),
        (0.0, None, 5, {"state": "OFF", "transition": 5}),
        (0.0, 2000, 5, {"state": "OFF", "transition": 5}),
        (0.0001, None, 1, {"state": "ON", "brightness": 1, "transition": 1}),
        (-1.0, None, 1, {"state": "OFF", "transition": 1}),
        (7.0, None, 600, {"state": "ON", "brightness": 254, "transition": 5}),
        (0.5, None, 0.449, {"state": "ON", "brightness": 127, "transition": 0.4}),
        (0.5, None, -3, {"state": "ON", "brightness": 127, "transition": 0}),
        (None, 90, 1, {"color_temp": 1000, "transition": 1}),
    ],
)
def test_a_light_is_sent_in_the_units_of_the_lamp(
    level: float | None, warmth: float | None, over: float, says: dict[str, object]
) -> None:
    """Off is a word of its own, and no transition outlasts a step."""
    assert sent(level, warmth, over) == says


def test_a_lamp_with_a_minimum_stays_above_it_while_it_is_on() -> None:
    """Some flicker below, some light the way to the door."""
    assert sent(0.01, None, 5, BRIGHT)["brightness"] == 25
    assert sent(0.5, None, 5, BRIGHT)["brightness"] == 127
    assert sent(0.0, None, 5, BRIGHT)["state"] == "OFF"


def test_a_light_that_says_nothing_is_not_sent() -> None:
    """A message of nothing but a length would mean whatever the bulb likes."""
    assert set_message(FLOOR, Step(Light(), Seconds(5.0))) is None


@given(level=ANY, warmth=ANY, over=st.floats(), minimum=st.floats(0, 1))
def test_whatever_the_light_the_message_is_one_that_a_bulb_can_follow(
    level: float | None, warmth: float | None, over: float, minimum: float
) -> None:
    """Brightness is whole and never 0, the length within a step, and all is JSON."""
    lamp = Lamp("any", "zigbee2mqtt", "zigbee2mqtt/any", Level(minimum))
    light = Light(
        None if level is None else Level(level),
        None if warmth is None else Kelvin(warmth),
    )
    message = set_message(lamp, Step(light, Seconds(over)))
    if message is None:
        return
    says = json.loads(message[1], parse_constant=pytest.fail)
    assert 0 <= says["transition"] <= 5
    assert set(says) <= {"state", "brightness", "color_temp", "transition"}
    if "brightness" in says:
        assert says["state"] == "ON"
        assert type(says["brightness"]) is int
        assert 1 <= says["brightness"] <= 254
    if "color_temp" in says:
        assert type(says["color_temp"]) is int
        assert 100 <= says["color_temp"] <= 1000


@given(st.floats(1 / 254, 1.0), st.floats(1000, 10_000))
def test_what_a_lamp_reports_back_is_what_it_was_told(
    level: float, warmth: float
) -> None:
    """Within half a step of the lamp's own units: our own ramps are no hand."""
    says = sent(level, warmth, 5.0)
    heard = hear(FLOOR, FLOOR.topic, json.dumps(says).encode())
    assert isinstance(heard, Glows)
    assert heard.level == pytest.approx(level, abs=0.51 / 254)
    assert heard.warmth is not None
    assert 1e6 / heard.warmth == pytest.approx(1e6 / warmth, abs=0.51)


def test_a_lamp_is_asked_for_level_and_state() -> None:
    """The bridge answers with everything it knows."""
    assert get_message(FLOOR) == (
        "zigbee2mqtt/floor/get",
        b'{"state":"","brightness":""}',
    )


def test_a_lamp_is_listened_to_and_its_bridge_wherever_that_may_be() -> None:
    """A name or a base topic may hold a slash; which of them does is not to be seen."""
    lamp = Lamp("floor", "zigbee2mqtt", "house/zigbee2mqtt/floor")
    assert {
        "house/zigbee2mqtt/floor",
        "house/zigbee2mqtt/floor/availability",
        "house/zigbee2mqtt/bridge/state",
        "house/bridge/state",
    } < set(topics(lamp))


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        (b'{"state":"ON","brightness":127}', Glows(Level(0.5), None)),
        (b'{"state":"OFF","brightness":127}', Glows(Level(0.0), None)),
        (b'{"brightness":255}', Glows(Level(1.0), None, if_lit=True)),
        (b'{"color_temp":500}', Glows(None, Kelvin(2000.0))),
        (
            b'{"brightness":127,"color_temp":500,"color_mode":"xy"}',
            Glows(Level(0.5), None, coloured=True, if_lit=True),
        ),
        (b'{"state":"ON"}', Glows(None, None, lit=True)),
        (b'{"state":"ON","color_mode":["xy"]}', Glows(None, None, lit=True)),
        (b'{"color_temp":500,"color_mode":"color_temp"}', Glows(None, Kelvin(2000.0))),
        (b'{"linkquality":90}', None),
        (b'{"brightness":true}', None),
        (b'{"brightness":"127"}', None),
        (b'{"brightness":-1}', None),
        (b'{"brightness":NaN,"color_temp":Infinity}', None),
        (b'{"brightness":1e999}', None),
        (b'{"brightness":' + b"9" * 400 + b"}", None),
        (b'{"brightness":' + b"9" * 5000 + b"}", None),
        (b'{"color_temp":0}', None),
        (b'{"state":["ON"],"brightness":{}}', None),
        (b'{"brightness":127,"x":"' + b"x" * 20_000 + b'"}', None),
        (b'{"x":' * 3000 + b"1" + b"}" * 3000, None),
        (b"[" * 9000, None),
        (b"\xff\xfe{}", None),
        (b"[]", None),
        (b"ON", None),
        (b"", None),
    ],
)
def test_what_a_lamp_says_is_read_and_what_it_cannot_mean_is_not(
    payload: bytes, word: Word | None
) -> None:
    """Anybody on the broker may have written it."""
    assert hear(FLOOR, FLOOR.topic, payload) == word


@pytest.mark.parametrize(
    ("payload", "yes"),
    [
        (b"online", True),
        (b"offline", False),
        (b'{"state":"online"}', True),
        (b'{"state": "offline"}', False),
        (b'"online"', True),
        (b"", None),
        (b"Online", None),
        (b'{"state":1}', None),
        (b'{"state":null}', None),
        (b"\xff", None),
        (b'"\\ud800"', None),
        (b'{"state":"\\ud800"}', None),
    ],
)
def test_availability_is_read_in_every_spelling(
    payload: bytes, yes: bool | None
) -> None:
    """Of the lamp, and of its bridge."""
    lamp = hear(FLOOR, "zigbee2mqtt/floor/availability", payload)
    bridge = hear(FLOOR, "zigbee2mqtt/bridge/state", payload)
    assert lamp == (None if yes is None else Answers(yes))
    assert bridge == (None if yes is None else BridgeAnswers(yes))


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        (b'{"type":"device_announce","data":{"friendly_name":"floor"}}', Joined()),
        (b'{"type":"device_announce","data":{"friendly_name":"bed"}}', None),
        (b'{"type":"device_leave","data":{"friendly_name":"floor"}}', None),
        (b'{"type":"device_announce","data":"floor"}', None),
        (b'{"type":"device_announce"}', None),
        (b"floor", None),
    ],
)
def test_only_the_lamp_itself_is_taken_for_announced(
    payload: bytes, word: Word | None
) -> None:
    """The bridge tells of every device in the house."""
    assert hear(FLOOR, "zigbee2mqtt/bridge/event", payload) == word


LONG = (
    b'{"type":"device_interview","data":{' + b'"a":[{},{},{}],' * 1_000 + b'"b":1}}',
    b'{"type":"device_announce","data":[' + b"{}," * 5_000 + b"1]}",
)


@pytest.mark.parametrize("payload", LONG, ids=["interview", "announce"])
def test_a_long_word_of_the_bridge_is_not_read_once_for_each_lamp(
    payload: bytes,
) -> None:
    """Reading one takes hundreds of microseconds, and a bridge has thirty lamps."""
    lamps = [Lamp(f"l{n}", "zigbee2mqtt", f"zigbee2mqtt/l{n}") for n in range(30)]

    def worked() -> float:
        began = time.process_time()
        for _ in range(20):
            for lamp in lamps:
                assert hear(lamp, "zigbee2mqtt/bridge/event", payload) is None
        return time.process_time() - began

    assert quickest(worked, 0.02) < 0.02


@given(st.binary(max_size=200), st.sampled_from(topics(FLOOR)))
def test_no_payload_whatever_is_more_than_not_understood(
    payload: bytes, topic: str
) -> None:
    """A stranger's bytes never raise."""
    word = hear(FLOOR, topic, payload)
    assert word is None or isinstance(word, Word)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["state", "data", "type"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {}, optional={"state": JSON, "brightness": JSON, "color_temp": JSON}
    )
)
def test_a_level_that_is_heard_is_one_that_a_lamp_can_have(
    says: dict[str, object],
) -> None:
    """Whatever JSON claims to be a lamp's state."""
    word = hear(FLOOR, FLOOR.topic, json.dumps(says).encode())
    if isinstance(word, Glows):
        assert word.level is None or 0.0 <= word.level <= 1.0
        assert word.warmth is None or 1000.0 <= word.warmth <= 10_000.0
