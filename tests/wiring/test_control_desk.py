"""The controls as a screen holds them, at a real broker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kap_room.exchange.learning import ControlsView, Proposal
from kap_room.link.places import find_places
from kap_room.wiring.control_desk import NOTHING_TO_TAKE_BACK, RoomLearning
from tests.rig.broker import Mosquitto, Spy, free_port, wait_until

ROOM = """# This room.
broker: {{port: {port}}}
controls:
  couch: {{topic: zigbee2mqtt/couch button, does: {{single: talk}}}}   # mine
"""
DOOR = "zigbee2mqtt/door button"


@pytest.fixture
def file() -> Path:
    return Path(os.environ["KAP_ROOM_CONFIG"])


@pytest.fixture
def learning() -> Iterator[RoomLearning]:
    learning = RoomLearning(find_places())
    yield learning
    learning.rest()


def shown(
    learning: RoomLearning, holds: Callable[[ControlsView], object]
) -> ControlsView:
    assert wait_until(lambda: bool(holds(learning.view)), within=10.0), learning.view
    return learning.view


def test_a_remote_that_is_pressed_is_heard_taught_and_taken_back(
    file: Path, learning: RoomLearning, tmp_path: Path
) -> None:
    """What the broker had kept of yesterday is no press of today."""
    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as remote:
        before = ROOM.format(port=broker.port)
        file.write_text(before)
        remote.say(DOOR, b'{"action": "hold"}', retain=True)
        learning.listen()
        shown(learning, lambda view: view.controls)

        def is_heard() -> bool:
            remote.say(DOOR, b'{"action": "double", "linkquality": 80}')
            return wait_until(lambda: learning.view.touch is not None, within=0.3)

        assert wait_until(is_heard, within=10.0)
        touch = learning.view.touch
        assert touch is not None
        assert (touch.pressed.device, touch.pressed.press) == ("door button", "double")
        proposal = learning.proposed(touch.pressed, "next-phase")
        assert isinstance(proposal, Proposal)
        assert learning.write(proposal).ok
        view = shown(learning, lambda view: len(view.controls) > 1)
        assert view.take_back == "door button, double: next-phase"
        assert "# mine" in file.read_text()
        assert learning.take_back().ok
        assert file.read_text() == before
        shown(learning, lambda view: len(view.controls) == 1)


def test_a_broker_that_is_not_there_is_a_sentence(
    file: Path, learning: RoomLearning
) -> None:
    """The controls are shown all the same."""
    file.write_text(ROOM.format(port=free_port()))
    learning.listen()
    view = shown(learning, lambda view: view.faults and view.controls)
    assert "broker" in " ".join(view.faults)


def test_what_cannot_be_done_is_a_sentence(file: Path, learning: RoomLearning) -> None:
    """Nothing of it raises into a screen."""
    file.write_text(ROOM.format(port=1883))
    learning.listen()
    view = shown(learning, lambda view: view.controls)
    pressed = view.controls[0].presses[0].pressed
    assert "Unknown command" in str(learning.proposed(pressed, "silense"))
    assert "does not stand" in str(learning.without("door", None))
    assert learning.take_back().says == NOTHING_TO_TAKE_BACK
    file.write_text("controls: 3\n")
    assert f"{file}:1: controls" in str(learning.proposed(pressed, "talk"))
