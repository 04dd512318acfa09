"""Before a session: is this room's name its own at the broker?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.adapters.homeassistant.device import device_of
from kap_room.adapters.homeassistant.preflight import check_home
from kap_room.library.check import Finding, Verdict
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.room import Broker, Room
from tests.rig.broker import Mosquitto, Spy, free_port

MINE, THEIRS = "3f9a1c2e", "0b5d7788"

ROOM = Room("Room 1", Path("/music"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as mosquitto:
        yield mosquitto


def check(port: int, mark: str = MINE) -> tuple[Finding, ...]:
    room = replace(ROOM, broker=Broker(port=port))
    return check_home(room, device_of(room, HomeAssistant(), mark))


def announce(spy: Spy, name: str, mark: str) -> None:
    device = device_of(Room(name, Path("/music")), HomeAssistant(), mark)
    spy.say(device.topics.config, device.config, retain=True)


def test_a_name_that_nobody_has_is_nothing_to_tell(broker: Mosquitto) -> None:
    """Nor is anything said there by looking."""
    with Spy(broker.port) as spy:
        assert check(broker.port) == ()
        assert spy.heard() == ()


def test_a_room_knows_its_own_announcement(broker: Mosquitto) -> None:
    """Of yesterday."""
    with Spy(broker.port) as spy:
        announce(spy, "Room 1", MINE)
    (found,) = check(broker.port)
    assert found.verdict is Verdict.OK


def test_another_room_with_a_like_name_is_told_of(broker: Mosquitto) -> None:
    """With what takes it away where it is no more."""
    with Spy(broker.port) as spy:
        announce(spy, "room-1", THEIRS)
    (found,) = check(broker.port)
    assert found.verdict is Verdict.DOUBT
    assert '"room-1"' in found.says
    assert '"room-1-3f9a"' in found.says
    with Spy(broker.port) as spy:
        for mend in found.mends:
            words = shlex.split(mend)
            assert {"mosquitto_pub", "-n", "-r"} <= set(words)
            spy.say(words[words.index("-t") + 1], b"", retain=True)
    assert check(broker.port) == ()


def test_a_broker_that_is_away_is_told_of_elsewhere() -> None:
    """Once is enough."""
    assert check(free_port()) == ()


def test_a_room_without_a_broker_is_told_that_nobody_hears_it() -> None:
    """The key alone does nothing."""
    (found,) = check_home(ROOM, device_of(ROOM, HomeAssistant(), MINE))
    assert found.verdict is Verdict.DOUBT
    assert "broker" in found.says
