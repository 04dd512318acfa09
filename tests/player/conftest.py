"""One sound server and one set of files for all who listen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.player.rig import PlayerRig
from tests.rig.material import pink_noise, sweep, tone, write
from tests.rig.sound import PulseRoom


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Steady files: two unrelated noises, three tones, and a noise of five seconds."""
    folder = tmp_path_factory.mktemp("music")
    write(folder / "noise.flac", pink_noise(30, seed=1))
    write(folder / "other.opus", pink_noise(20, seed=2))
    write(folder / "short.flac", pink_noise(5, seed=3))
    write(folder / "sweep.flac", sweep(30))
    write(folder / "low.flac", tone(30, 400))
    write(folder / "high.mp3", tone(15, 1000))
    return folder


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseRoom]:
    with PulseRoom(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.fixture(autouse=True)
def listened_to_afresh(request: pytest.FixtureRequest) -> None:
    """Nobody takes hold of minutes of sound that the tests before him made."""
    if "room" in request.fixturenames:
        room: PulseRoom = request.getfixturevalue("room")
        room.forget()


@pytest.fixture
def player(room: PulseRoom, tmp_path: Path) -> Iterator[PlayerRig]:
    with PlayerRig(room, tmp_path) as player:
        yield player
