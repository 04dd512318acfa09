"""The whole room: what the keeper does about a player that was stopped, as heard."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.rig.house import House
from tests.rig.material import tone, write

SCENE = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: hum}
"""

GIVEN_UP = 1.0
"""Seconds: the keeper's patience, and its look in between."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def play(house: House) -> int:
    """A tone at its full level; which process plays it."""
    write(house.music / "hum.flac", tone(90, 400))
    house.write("scenes/evening.yaml", SCENE)
    house.write("playlists/hum.yaml", "name: Hum\ntracks: [{file: hum.flac}]\n")
    house.measure()
    house.keep()
    house.start("evening")
    told = house.wait_until(lambda told: told["sound"]["state"] == "playing")
    time.sleep(2.0)
    return int(told["pids"]["player"])


@pytest.mark.slow
def test_music_is_heard_again_after_its_player_was_stopped_for_good(
    house: House,
) -> None:
    """Audible two seconds after it was given up, full after six, and no startle.

    It is let go later, as by somebody who meant well: it is not there any more.
    """
    with house:
        player = play(house)
        stopped = time.monotonic()
        os.kill(player, signal.SIGSTOP)
        house.wait_until(lambda told: told["pids"]["player"] not in {None, player})
        with pytest.raises(ProcessLookupError):
            os.kill(player, signal.SIGCONT)
        time.sleep(7.0)
        heard = house.sound.stop_recording()
    programme = heard.level_at(stopped - 0.5, window=0.5)
    audible = heard.rises_above(-40.0, stopped + 1.2, programme)
    assert audible - stopped < GIVEN_UP + 2.0
    assert abs(heard.level_at(stopped + GIVEN_UP + 6.0, 0.2) - programme) < 1.0
    assert heard.between(stopped - 1.0, heard.ends).largest_rise(programme) < 6.0


@pytest.mark.slow
def test_nobody_hears_that_a_player_was_stopped_for_half_a_second(
    house: House,
) -> None:
    """The sound server has enough in hand, and the same player goes on."""
    with house:
        player = play(house)
        stopped = time.monotonic()
        os.kill(player, signal.SIGSTOP)
        time.sleep(0.5)
        os.kill(player, signal.SIGCONT)
        time.sleep(2.5)
        heard = house.sound.stop_recording().between(stopped, time.monotonic())
        assert house.status()["pids"]["player"] == player
    _, levels = heard.levels()
    assert float(levels.max() - levels.min()) < 1.0
