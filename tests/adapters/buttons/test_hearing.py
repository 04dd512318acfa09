"""What a payload says of buttons, make by make."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.buttons.hearing import LARGEST, MOST, Contact, Press, hear


def ways(payload: str | bytes, field: str | None = None) -> list[tuple[str, ...]]:
    """The spellings of each press in a payload."""
    data = payload if isinstance(payload, bytes) else payload.encode()
    return [sign.ways for sign in hear(data, field).signs if isinstance(sign, Press)]


@pytest.mark.parametrize(
    ("payload", "way"),
    [
        ('{"action":"single","battery":90,"linkquality":120}', "single"),
        ('{"action":"brightness_move_up","action_rate":83}', "brightness move up"),
        ('{"action":"1_double"}', "1 double"),
        ("single", "single"),
        ("on", "on"),
        ('{"action":"on"}', "on"),
        ('{"event_type":"single"}', "single"),
        ('{"event":"S","event_cnt":79}', "single"),
        ('{"event":"SS","event_cnt":80}', "double"),
        ('{"event":"L","event_cnt":81}', "hold"),
        ('{"Button1":{"Action":"SINGLE"}}', "button1 single"),
        ('{"Button1":{"Action":"SINGLE"}}', "single"),
        ('{"Button2":{"Action":"HOLD"}}', "button2 hold"),
        ('{"Switch1":{"Action":"TOGGLE"}}', "toggle"),
        ('"single"', "single"),
    ],
)
def test_each_make_of_button_is_understood(payload: str, way: str) -> None:
    """As its own documentation prints it."""
    assert way in ways(payload)[0]


def frame(*events: dict[str, object], method: str = "NotifyEvent") -> str:
    """What a Shelly of the second generation sends."""
    params = {"ts": 1678882095.02, "events": list(events)}
    return json.dumps({"src": "shellyplusi4-a8", "method": method, "params": params})


def test_a_frame_of_a_shelly_tells_which_input_was_pressed() -> None:
    """And when, by its own clock, so that a second telling is known."""
    said = frame({"component": "input:2", "id": 2, "event": "single_push", "ts": 8.5})
    (press,) = hear(said.encode()).signs
    assert isinstance(press, Press)
    assert press.ways[:2] == ("input2 single push", "input2 single")
    assert press.ways[-1] == "single"
    assert (press.part, press.time) == ("input:2", 8.5)


@pytest.mark.parametrize("time", [None, "8.5", True, -1.0, float("nan"), 10**400])
def test_a_time_that_is_none_leaves_a_press_without(time: object) -> None:
    """A Shelly that has not found its time server is pressed as any other."""
    said = frame({"component": "input:2", "event": "single_push", "ts": time})
    (press,) = hear(said.encode()).signs
    assert isinstance(press, Press)
    assert press.time is None


@pytest.mark.parametrize(
    "said",
    [
        frame({"component": "sys", "event": "config_changed", "ts": 1.0}),
        frame({"component": "input:0", "event": "single_push"}, method="NotifyStatus"),
        json.dumps({"method": "NotifyEvent", "params": None}),
        json.dumps({"method": "NotifyEvent", "params": {"events": [1, None, []]}}),
    ],
)
def test_what_else_a_shelly_tells_is_no_press(said: str) -> None:
    """Its frames speak of everything."""
    assert ways(said) == []


@pytest.mark.parametrize(
    ("payload", "down", "part"),
    [
        ("ON", True, ""),
        ("OFF", False, ""),
        ("1", True, ""),
        ("0", False, ""),
        ('{"POWER":"ON"}', True, "POWER"),
        ('{"Switch2":"OFF"}', False, "Switch2"),
        ('{"Switch1":{"Action":"ON"}}', True, "Switch1"),
    ],
)
def test_a_contact_is_down_or_up(payload: str, down: bool, part: str) -> None:
    """What that means is for whoever watches it."""
    assert hear(payload.encode()).signs == (Contact(down, part),)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "{}",
        '{"action":""}',
        '{"action":null,"click":""}',
        '{"battery":90,"linkquality":7}',
        '{"event":"","event_cnt":3}',
        '{"event":"S","event_cnt":"many"}',
        '{"event":"_","event_cnt":3}',
        '{"event":" ","event_cnt":3}',
        '{"event":"_","event_cnt":true}',
        '{"action":"\\u001b[2Jsingle"}',
        '{"action":"\\ud800"}',
        '{"event":"S\\u0000","event_cnt":3}',
        "\x1b]0;single\x07",
        '{"Button1":{"Action":5}}',
        '{"Time":"2026-01-01T00:00:00","Wifi":{"RSSI":44}}',
        "[1,2]",
        "x" * (LARGEST + 1),
        '{"action":"' + "x" * 5000 + '"}',
        '{"action":"' + "x" * 200 + '"}',
    ],
)
def test_what_is_no_press_says_nothing(payload: str) -> None:
    """Legacy empty actions, states without an action, garbage, and what is too long."""
    assert hear(payload.encode()).signs == ()


def test_the_room_file_says_where_to_look() -> None:
    """In any field of any payload, however deep."""
    said = '{"gesture":"tap","inner":{"what":"Knock"},"action":"single"}'
    assert ways(said, "gesture") == [("tap",)]
    assert ways(said, "inner.what") == [("knock",)]
    assert ways(said, "inner.what.more") == []
    assert ways("tap", "gesture") == []


def test_one_message_holds_only_as_many_presses_as_a_hand_has_fingers() -> None:
    """A frame of a thousand events is somebody's joke."""
    event: dict[str, object] = {"component": "input:0", "event": "single_push"}
    assert len(hear(frame(*[event] * 30).encode()).signs) == MOST


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nothing_that_comes_raises(payload: bytes) -> None:
    """Anybody on the broker can publish anything."""
    assert isinstance(hear(payload).signs, tuple)
    assert isinstance(hear(payload, "a.b").signs, tuple)


KEYS = [
    "action",
    "method",
    "params",
    "events",
    "event",
    "event_cnt",
    "Button1",
    "component",
    "ts",
    "Action",
    "POWER",
    "last_seen",
]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_json_raises_wherever_a_device_writes_what_it_should_not(
    said: object,
) -> None:
    """The right keys with anything behind them."""
    assert isinstance(hear(json.dumps(said).encode()).signs, tuple)
