"""Silence that reached the player alone, and the engine that comes afterwards."""

from __future__ import annotations

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
  - {name: only, lasts: open, playlist: sound}
"""

PLAYLIST = "name: Sound\ntracks:\n  - file: long.flac\n"


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_music_that_a_hand_took_away_from_a_hung_engine_stays_away(
    tmp_path: Path,
) -> None:
    """The keeper starts another one, which knows of it, and music brings it back."""
    with House(tmp_path) as house:
        write(house.music / "long.flac", tone(90, 400))
        house.write("scenes/evening.yaml", SCENE)
        house.write("playlists/sound.yaml", PLAYLIST)
        house.measure()
        house.keep()
        house.start("evening")
        time.sleep(5.0)
        programme = house.sound.recording().level_at(time.monotonic() - 0.5, 0.4)
        hung = house.pids()["engine"]
        os.kill(hung, signal.SIGSTOP)
        pressed = time.monotonic()
        assert house.run("send", "silence").code == 0
        again = house.wait_until(lambda told: told["pids"]["engine"] != hung, 40.0)
        came = time.monotonic()
        time.sleep(4.0)
        told = house.status()
        away = house.sound.recording().between(pressed + 5.0, time.monotonic())
        house.press("music")
        time.sleep(9.0)
        heard = house.sound.stop_recording()
    assert again["session"]["state"] == "running"
    assert away.ends > came + 3.5
    assert away.levels()[1].max() < programme - 60.0
    assert told["sound"]["silenced"]
    assert abs(heard.level_at(heard.ends - 0.3, window=0.4) - programme) < 1.0
