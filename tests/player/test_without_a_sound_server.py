"""The programme goes on where nothing can be heard, and is heard once it can."""

import time
from pathlib import Path

import pytest

from kap_room.exchange.order import Order
from tests.player.rig import PlayerRig, deck, is_sounding, lag_of, of
from tests.rig.material import PROGRAMME
from tests.rig.sound import PulseRoom


@pytest.mark.slow
def test_a_player_without_a_sound_server_is_heard_once_there_is_one(
    tmp_path: Path, music: Path
) -> None:
    """It says lost, its position advances, and the server's arrival is enough."""
    with (
        PulseRoom(tmp_path, has_server=False) as room,
        PlayerRig(room, tmp_path) as player,
    ):
        line = player.connect()
        line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
        lost = line.wait_for(is_sounding("a"))
        assert lost.sound == "lost"
        time.sleep(1.5)
        later = of(line.reports[-1], "a")
        assert later is not None
        assert later.position > 1.0
        room.start_server()
        there = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(3.5)
        heard = room.stop_recording()
        assert heard.rises_above(-40.0, there - 1.0, PROGRAMME) - there < 3.0
        assert abs(heard.level_at(heard.ends - 0.5, window=0.4) - PROGRAMME) < 1.0
        assert heard.largest_rise(PROGRAMME) < 6.0


def test_a_sound_server_that_crashed_is_noticed_and_taken_up_again(
    tmp_path: Path, music: Path
) -> None:
    """Lost within half a second, audible within five of its return, at its place."""
    with PulseRoom(tmp_path) as room, PlayerRig(room, tmp_path) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(1.0)
        before = line.reports[-1]
        room.kill_server()
        killed = time.monotonic()
        lost = line.wait_for(lambda report: report.sound == "lost")
        assert lost.reading - killed < 0.5
        room.start_server()
        there = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(3.5)
        heard = room.stop_recording()
        assert heard.rises_above(-40.0, there - 1.0, PROGRAMME) - there < 5.0
        assert heard.largest_rise(PROGRAMME) < 6.0
        assert abs(lag_of(line.reports[-1], "a") - lag_of(before, "a")) < 0.5
