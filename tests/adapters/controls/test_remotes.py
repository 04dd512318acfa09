"""Everything that buttons say at a real broker, heard while one is learnt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kap_room.adapters.buttons.anywhere import BrokerIs, Spoke
from kap_room.adapters.controls.remotes import Remotes
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Broker, Room
from tests.adapters.broker_line.doorman import Doorman
from tests.rig.broker import Mosquitto, Spy, wait_until

KNOB = MqttButton("knob", "workshop/knob", "gesture.name")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path_factory.mktemp("broker")) as mosquitto:
        yield mosquitto


@pytest.fixture
def hand(broker: Mosquitto) -> Iterator[Spy]:
    with Spy(broker.port) as spy:
        yield spy


@contextmanager
def listening(port: int) -> Iterator[list[Spoke | BrokerIs]]:
    """What is told, once the broker is there."""
    told: list[Spoke | BrokerIs] = []
    room = Room("Garden room", Path("music"), Broker(port=port), controls=(KNOB,))
    remotes = Remotes(room, told.append)
    remotes.start()
    try:
        assert wait_until(lambda: bool(told), within=3.0)
        yield told
    finally:
        remotes.close()


def spoken(told: list[Spoke | BrokerIs]) -> list[str]:
    return [each.topic for each in told if isinstance(each, Spoke)]


def test_buttons_of_several_makes_are_heard_and_lamps_are_not(
    broker: Mosquitto, hand: Spy
) -> None:
    """Also a strange one that the room file names, by its own field."""
    hand.say("zigbee2mqtt/couch", b'{"action": "hold"}', retain=True)
    said = [
        ("zigbee2mqtt/couch", b'{"action": "single"}'),
        ("zigbee2mqtt/ceiling", b'{"state": "ON", "brightness": 3}'),
        ("workshop/knob", b'{"gesture": {"name": "clockwise"}}'),
        ("shellyplusi4-a1/status", b'{"id": 0}'),
    ]
    with listening(broker.port) as told:

        def is_all_heard() -> bool:
            for topic, payload in said:
                hand.say(topic, payload)
            return wait_until(lambda: len(set(spoken(told))) > 1, within=0.3)

        assert wait_until(is_all_heard, within=5.0)
        assert set(spoken(told)) == {"zigbee2mqtt/couch", "workshop/knob"}


def test_what_a_broker_does_not_let_us_hear_is_told(broker: Mosquitto) -> None:
    """By the screen, and not across it."""
    with (
        Doorman(broker.port, refuses=1) as door,
        listening(door.port) as told,
    ):
        assert wait_until(
            lambda: any(isinstance(each, BrokerIs) and each.says for each in told),
            within=3.0,
        )


def test_a_flood_is_looked_at_a_little() -> None:
    """Nobody learns a thousand presses in a moment."""
    told: list[Spoke | BrokerIs] = []
    remotes = Remotes(Room("Garden room", Path("music")), told.append)
    for number in range(5000):
        said = b'{"action": "press %d"}' % number
        remotes.heard("zigbee2mqtt/mad", said, kept=False)
    remotes.close()
    assert 0 < len(told) < 2500


def test_topics_that_somebody_invents_keep_no_button_of_the_room_from_being_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those that the room file names are always known."""
    monkeypatch.setattr("kap_room.adapters.controls.remotes.MOST", 3)
    told: list[Spoke | BrokerIs] = []
    room = Room("Garden room", Path("music"), controls=(KNOB,))
    remotes = Remotes(room, told.append)
    for number in range(9):
        remotes.heard(f"zigbee2mqtt/{number}", b'{"action": "single"}', kept=False)
    remotes.heard(KNOB.topic, b'{"gesture": {"name": "single"}}', kept=False)
    remotes.close()
    assert spoken(told) == [*(f"zigbee2mqtt/{n}" for n in range(3)), KNOB.topic]
