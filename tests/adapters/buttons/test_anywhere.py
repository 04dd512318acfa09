"""What of all that a broker carries is a hand on a button."""

from __future__ import annotations

from pathlib import Path

import pytest

from kap_room.adapters.buttons.anywhere import (
    BRIDGE,
    bridges_of,
    device_on,
    is_of_a_hand,
    says_of,
    topics_of,
)
from kap_room.adapters.buttons.hearing import Press, hear
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Lamp, Room

BRIDGES = (BRIDGE,)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("zigbee2mqtt/couch", b'{"action": "single", "linkquality": 80}'),
        ("zigbee2mqtt/upstairs/couch", b'{"action": "1_double"}'),
        ("zigbee2mqtt/couch/action", b"single"),
        ("stat/door/RESULT", b'{"Button1": {"Action": "SINGLE"}}'),
        ("shellies/door/input_event/0", b'{"event": "S", "event_cnt": 3}'),
        ("floor/binary_sensor/pedal/state", b"ON"),
    ],
)
def test_a_press_is_known_by_where_and_how_it_is_said(
    topic: str, payload: bytes
) -> None:
    """Whatever make the button is."""
    assert is_of_a_hand(topic, hear(payload), BRIDGES)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("zigbee2mqtt/bridge/state", b"online"),
        ("zigbee2mqtt/bridge/event", b'{"action": "x", "type": "device_joined"}'),
        ("zigbee2mqtt/couch/availability", b"online"),
        ("zigbee2mqtt/ceiling", b'{"state": "ON", "brightness": 3}'),
        ("zigbee2mqtt/ceiling/set", b'{"action": "single"}'),
        ("zigbee2mqtt/couch", b'{"action": "", "battery": 90}'),
        ("stat/lamp/RESULT", b'{"POWER": "ON", "Dimmer": 20}'),
    ],
)
def test_what_lamps_and_bridges_say_is_no_press(topic: str, payload: bytes) -> None:
    """Or a ramp of the room would look like a hand."""
    assert not is_of_a_hand(topic, hear(payload), BRIDGES)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("zigbee2mqtt/couch button", "couch button"),
        ("zigbee2mqtt/couch/action", "couch"),
        ("stat/door/RESULT", "door"),
        ("shellies/ix3-77/input_event/0", "ix3-77"),
        ("shellyplusi4-a1/events/rpc", "shellyplusi4-a1"),
        ("floor/binary_sensor/pedal/state", "pedal"),
        ("/", "/"),
    ],
)
def test_a_button_is_called_as_a_person_would(topic: str, name: str) -> None:
    """And not by the last word of its topic, which is the same for all of a make."""
    assert device_on(topic) == name


def test_a_bridge_with_another_name_and_a_strange_topic_are_heard_too() -> None:
    """By the lamps and the buttons that the room file names."""
    room = Room(
        "Garden room",
        Path("music"),
        lamps=(Lamp("ceiling", BRIDGE, "attic/ceiling"),),
        controls=(
            MqttButton("knob", "workshop/knob"),
            MqttButton("couch", "attic/couch"),
        ),
    )
    topics = topics_of(room)
    assert bridges_of(room) == {BRIDGE, "attic"}
    assert {"attic/#", "zigbee2mqtt/#", "workshop/knob"} <= set(topics)
    assert "attic/couch" not in topics


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        (("input0 btn down", "btn down"), None),
        (("release",), None),
        (("button1 single", "single"), "button1 single"),
    ],
)
def test_half_a_press_is_none(ways: tuple[str, ...], says: str | None) -> None:
    """A device that tells of each half tells of the whole as well."""
    assert says_of(Press(ways)) == says
