"""A file whose opening or reading hangs: a real libVLC, a pipe and a medium that hangs.

A pipe is the same to who opens it: nothing comes and nothing ends. The player itself
opens no pipes. Where the kernel lets us, the reads of a whole file wait.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import vlc

from kap_room.exchange.order import Order
from kap_room.plan.units import Seconds
from kap_room.player.deck import Heard
from kap_room.player.farewell import STUCK, Farewell
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.voice import SLOWEST_OPENING, Voice
from tests.player.medium import Medium, can_hang
from tests.player.rig import PlayerRig, deck, is_sounding, of, rose
from tests.rig.material import PROGRAMME, tone, write
from tests.rig.sound import PulseRoom


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    """Somebody holds its other end, so that it never ends."""
    path = tmp_path / "pipe.wav"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield path
    os.close(end)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A file of its own, which nobody has read before."""
    if not can_hang(tmp_path):
        pytest.skip("only root can make a medium hang, and not on every kernel")
    return write(tmp_path / "stick.wav", tone(60, 400))


@pytest.fixture
def instance(room: PulseRoom, monkeypatch: pytest.MonkeyPatch) -> vlc.Instance:
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE"):
        monkeypatch.setenv(name, room.env[name])
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    return instance


def given_up(voice: Voice, longest: float) -> tuple[Heard, float]:
    """What was said of it, and when."""
    ends = time.monotonic() + longest
    while time.monotonic() < ends:
        reading = Seconds(time.monotonic())
        heard = voice.heard(reading)
        if heard.state == "failed":
            return heard, reading
        time.sleep(0.02)
    raise AssertionError("it was never given up")


@pytest.mark.slow
def test_a_file_whose_opening_hangs_is_given_up(
    instance: vlc.Instance, pipe: Path
) -> None:
    """After five seconds, while the one before it still sounds."""
    asked = time.monotonic()
    voice = opened(instance, Wish(str(pipe), Seconds(0), "room"))
    assert voice is not None
    heard, reading = given_up(voice, SLOWEST_OPENING + 2.0)
    assert heard.says == "The file does not open."
    assert reading - asked < SLOWEST_OPENING + 0.5
    Farewell().to(voice.release)


def test_a_pipe_in_a_music_folder_is_passed_over_at_once(
    player: PlayerRig, pipe: Path, music: Path
) -> None:
    """It is told once, as what it is."""
    line = player.connect()
    following = deck("b", music / "noise.flac", starts=time.monotonic() + 500)
    asked = time.monotonic()
    line.order(Order(0, (deck("a", pipe),), following, sounding=True))
    report = line.wait_for(is_sounding("b"))
    assert rose(report, "b") - asked < 1.0
    failed = of(report, "a")
    assert failed is not None
    assert failed.says == f"{pipe} is not a file."


def test_a_first_track_that_hangs_is_passed_over_within_two_seconds(
    room: PulseRoom, player: PlayerRig, stick: Path, music: Path
) -> None:
    """The next one is heard, and the one that hangs is told of once."""
    line = player.connect()
    following = deck("b", music / "low.flac", starts=time.monotonic() + 500)
    with Medium(stick) as medium:
        medium.hang()
        asked = time.monotonic()
        line.order(Order(0, (deck("a", stick),), following, sounding=True))
        report = line.wait_for(is_sounding("b"))
        time.sleep(1.0)
        heard = room.stop_recording().between(asked, time.monotonic())
    audible = heard.rises_above(-40.0, asked + 0.5, PROGRAMME)
    assert audible - asked < 2.0
    failed = of(report, "a")
    assert failed is not None
    assert failed.says == "The file does not open."


@pytest.mark.slow
def test_a_medium_that_hangs_in_mid_play_is_followed_within_two_seconds(
    room: PulseRoom, player: PlayerRig, stick: Path, music: Path
) -> None:
    """Told once; what was read ahead is heard, and then the next track fades in."""
    line = player.connect()
    following = deck("b", music / "high.mp3", starts=time.monotonic() + 500)
    began = time.monotonic()
    with Medium(stick) as medium:
        line.order(Order(0, (deck("a", stick),), following, sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(4.0)
        medium.hang()
        report = line.wait_for(is_sounding("b"))
        time.sleep(4.5)
        heard = room.stop_recording().between(began, time.monotonic())
    readings, levels = heard.between(began + 5.0, heard.ends).levels()
    silent = readings[levels < PROGRAMME - 40.0]
    less = readings[levels < PROGRAMME - 3.0]
    assert len(silent) == 0 or float(np.ptp(silent)) < 2.0
    assert len(less) > 0
    assert float(np.ptp(less)) < 6.0
    assert heard.largest_rise(PROGRAMME) < 6.0
    failed = of(report, "a")
    assert failed is not None
    assert failed.says == "The file stands still."


def test_who_cannot_be_let_go_does_not_keep_the_others() -> None:
    """One hangs for good; the next is gone, and a new start need not wait for it."""
    farewell, gone = Farewell(), threading.Event()
    hangs = threading.Event()
    farewell.to(lambda: _wait_for(hangs))
    farewell.to(gone.set)
    assert gone.wait(1.0)
    assert not farewell.is_over
    hangs.set()
    farewell.wait(1.0)
    assert farewell.is_over


def _wait_for(event: threading.Event) -> None:
    event.wait(4 * STUCK)
