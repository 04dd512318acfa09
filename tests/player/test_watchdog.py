"""A hung player ends; one that was merely stopped does not."""

import os
import signal
import time
from pathlib import Path

from kap_room.exchange.order import Order
from kap_room.player.watchdog import HUNG
from tests.player.rig import PlayerRig, deck
from tests.rig.sound import PulseRoom


def test_a_player_that_hangs_in_the_sound_server_ends_within_three_seconds(
    tmp_path: Path, music: Path
) -> None:
    """A server that takes connections and never answers: a new player must try."""
    with PulseRoom(tmp_path) as room, PlayerRig(room, tmp_path) as player:
        line = player.connect()
        os.kill(room.pid(), signal.SIGSTOP)
        hung = time.monotonic()
        line.order(Order(0, (deck("a", music / "noise.flac"),), sounding=True))
        assert player.process.wait(5) == HUNG
        assert time.monotonic() - hung < 3.5
        os.kill(room.pid(), signal.SIGCONT)


def test_a_player_that_was_stopped_is_not_hung(player: PlayerRig) -> None:
    """Only time in which it ran counts."""
    player.signal(signal.SIGSTOP)
    time.sleep(2.8)
    player.signal(signal.SIGCONT)
    time.sleep(0.5)
    assert player.process.poll() is None
