"""What the keeper is made of: feed, lock and what systemd hears."""

import os
import socket
from pathlib import Path

import pytest

from kap_room.keeper.feed import Hunger, feed_from_environment
from kap_room.keeper.identity import Identity, identity_of, own_identity
from kap_room.keeper.lock import RoomHeld, RoomLock
from kap_room.keeper.standstill import Standstill
from kap_room.keeper.systemd import Systemd
from tests.keeper.rig import PATIENCE, Household, until


def test_a_fed_keeper_knows_when(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last food counts, not the first."""
    hunger = Hunger(1.0)
    monkeypatch.setenv("KAP_ROOM_FEED", str(hunger.writes))
    feed = feed_from_environment()
    hunger.look(2.0)
    assert (hunger.was_fed, hunger.since) == (False, 1.0)
    feed.give(3.0)
    hunger.look(3.5)
    assert (hunger.was_fed, hunger.since) == (True, 3.5)
    hunger.begun()
    hunger.close()


def test_a_full_pipe_does_not_hold_up_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A keeper that was stopped must not stop the engine too."""
    hunger = Hunger(0.0)
    monkeypatch.setenv("KAP_ROOM_FEED", str(hunger.writes))
    feed = feed_from_environment()
    for second in range(70_000):
        feed.give(float(second))
    hunger.look(70_000.0)
    assert hunger.was_fed
    hunger.close()
    feed.give(80_000.0)  # nobody reads any more: not even that may raise
    hunger.begun()


@pytest.mark.parametrize("said", ["", "many", "987654"])
def test_without_a_keeper_feeding_does_nothing(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine started by hand steps all the same, and its helpers inherit nothing."""
    monkeypatch.setenv("KAP_ROOM_FEED", said)
    feed_from_environment().give(1.0)
    assert "KAP_ROOM_FEED" not in os.environ


def test_a_process_is_told_from_the_next_one_of_its_number() -> None:
    """Numbers are given out again; starts are not."""
    assert own_identity().is_alive
    assert not Identity(os.getpid(), "1").is_alive
    assert not identity_of(2**22 + 1).is_alive


def test_time_in_which_nobody_looked_is_no_standstill() -> None:
    """Keeper and player were stopped together and let go, the keeper first."""
    standstill = Standstill()
    assert standstill.lasts(1.0, is_stopped=True) == 0.0
    assert standstill.lasts(1.5, is_stopped=True) == 0.5
    assert standstill.lasts(60.0, is_stopped=True) == 0.0
    assert standstill.lasts(60.5, is_stopped=False) == 0.0


def test_a_lock_file_of_another_origin_names_nobody(tmp_path: Path) -> None:
    """Garbage in it is no process to adopt, and no traceback."""
    path = tmp_path / "room.lock"
    path.write_text('{"children": {"engine": ["1", 2], "player": [1, "x"], "x": 3}}')
    held = RoomLock(path)
    assert held.left_behind == {}
    with pytest.raises(RoomHeld, match="held by another kap-room engine"):
        RoomLock(path)
    held.release()
    RoomLock(path).release()


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """It would be written to."""
    (tmp_path / "precious").write_text("x")
    (tmp_path / "room.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match=r"room\.lock"):
        RoomLock(tmp_path / "room.lock")


@pytest.fixture
def ears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(tmp_path / "notify"))
    listening.settimeout(PATIENCE)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "2000000")
    return listening


def test_systemd_hears_once_that_all_is_ready_and_often_that_it_lives(
    ears: socket.socket,
) -> None:
    """Twice within the time that it allows."""
    systemd = Systemd()
    systemd.ready()
    systemd.ready()
    for now in (1.0, 1.5, 2.0, 2.5):
        systemd.alive(now)
    systemd.stopping()
    heard = [ears.recv(100) for _ in range(4)]
    assert heard == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1", b"STOPPING=1"]
    assert "NOTIFY_SOCKET" not in os.environ
    ears.close()


def test_the_house_is_ready_once_the_engine_steps(
    house: Household, ears: socket.socket
) -> None:
    """Not when it was merely started."""
    house.keeper(engine="well")
    heard = [ears.recv(100), ears.recv(100)]
    while b"READY=1" not in heard:
        heard.append(ears.recv(100))
    assert heard.count(b"READY=1") == 1
    assert set(heard) == {b"READY=1", b"WATCHDOG=1"}
    assert until(lambda: len(house.told("engine")) == 1)
    ears.close()
