"""An output that no longer asks how late it is: a real libVLC, and a busy server."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import vlc

from kap_room.exchange.order import Order
from kap_room.player.muted import NOWHERE
from kap_room.player.opening import OPTIONS
from kap_room.player.steady import steady
from kap_room.player.volume import Volume
from tests.player.rig import PlayerRig, deck, is_sounding
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, pink_noise, write
from tests.rig.sound import PulseRoom


@pytest.fixture
def media_player(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch
) -> Iterator[vlc.MediaPlayer]:
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE"):
        monkeypatch.setenv(name, room.env[name])
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    player = instance.media_player_new()
    yield player
    player.release()


def output_of(player: vlc.MediaPlayer) -> int:
    player.audio_set_volume(0)
    output = Volume(player).complains_as
    assert output is not None, "this libVLC's core is not that of 3.0"
    return output


def test_an_output_at_the_sound_server_is_made_steady(
    media_player: vlc.MediaPlayer,
) -> None:
    """Once: afterwards there is nothing left to take from it."""
    output = output_of(media_player)
    assert steady(output)
    assert not steady(output)


def test_an_output_of_another_kind_is_left_as_it_is(
    media_player: vlc.MediaPlayer,
) -> None:
    """Whose insides are not known is not touched."""
    media_player.audio_output_set(NOWHERE)
    assert not steady(output_of(media_player))


def holes(heard: Recording) -> list[float]:
    """How long it was perfectly silent, each time it was so for 2 ms and more."""
    is_zero = np.abs(heard.samples).max(axis=1) < 1e-7
    edges = np.flatnonzero(np.diff(is_zero, prepend=False, append=False))
    lengths = (edges[1::2] - edges[::2]) / 48000.0
    return [float(each) for each in lengths if each > 0.002]


@pytest.mark.slow
def test_a_sound_server_that_is_kept_waiting_again_and_again_makes_no_hole(
    tmp_path: Path,
) -> None:
    """Three quarters of a second each time, which what is in hand outlasts."""
    noise = write(tmp_path / "noise.flac", pink_noise(40, seed=21))
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    with PulseRoom(tmp_path) as room, PlayerRig(room, tmp_path) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", noise),), sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(4.0)
        begun = time.monotonic()
        for _ in range(15):
            os.kill(room.pid(), signal.SIGSTOP)
            time.sleep(chance.uniform(0.7, 0.8))
            os.kill(room.pid(), signal.SIGCONT)
            time.sleep(chance.uniform(0.15, 0.45))
        time.sleep(1.5)
        heard = room.stop_recording().between(begun, time.monotonic())
    assert holes(heard) == []
    _, levels = heard.levels(window=0.1)
    assert float(levels.min()) > PROGRAMME - 6.0
