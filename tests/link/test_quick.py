"""Silence goes through the door that the player really has."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.exchange.commands import Button, Press
from kap_room.link.client import RemoteDesk
from kap_room.link.quick import silence_player
from kap_room.player.door import Door


class Porter:
    """The player's own door, and nobody who plays behind it."""

    def __init__(self, path: Path) -> None:
        self.heard: list[object] = []
        self._closing = threading.Event()
        self._door = Door(path, lambda: {"protocol": 1, "report": {}})
        self._thread = threading.Thread(target=self._attend)
        self._thread.start()

    def _attend(self) -> None:
        while not self._closing.is_set():
            for _, line in self._door.wait(0.02):
                self.heard.append(json.loads(line))
        self._door.close()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "player.sock"


@pytest.fixture
def porter(path: Path) -> Iterator[Porter]:
    porter = Porter(path)
    yield porter
    porter.close()


def test_silence_gets_through_the_players_door_each_time(
    porter: Porter, path: Path
) -> None:
    """A guest that left before it was greeted would not have been heard."""
    assert [silence_player(str(path)) for _ in range(20)] == [True] * 20
    assert porter.heard == [{"protocol": 1, "silence": {"over": 3.0}}] * 20


async def test_the_desk_gets_through_it_too(porter: Porter, path: Path) -> None:
    """With the engine gone, the console's key still takes the music away."""
    desk = RemoteDesk(path.with_name("engine.sock"), path)
    assert (await desk.send(Press(Button.GROUND))).ok
    assert porter.heard == [{"protocol": 1, "silence": {"over": 3.0}}]


def test_a_player_that_is_not_there_took_nothing(path: Path) -> None:
    """Nobody is told that it is silent when it may not be."""
    assert not silence_player(str(path))
