"""A file or a server fails: how long nothing is heard, and how the music returns."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import Order
from kap_room.plan.units import Seconds
from tests.player.rig import Line, PlayerRig, deck, is_sounding, of, rose
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, RESTLESS, pink_noise, tone, write
from tests.rig.sound import PulseRoom

Fault = Callable[[Path], Path]


def empty(folder: Path) -> Path:
    (folder / "empty.ogg").touch()
    return folder / "empty.ogg"


def no_music(folder: Path) -> Path:
    (folder / "letter.mp3").write_bytes(os.urandom(50_000))
    return folder / "letter.mp3"


def a_folder(folder: Path) -> Path:
    (folder / "folder.flac").mkdir()
    return folder / "folder.flac"


def no_more_than_a_head(folder: Path) -> Path:
    whole = write(folder / "whole.flac", pink_noise(2, seed=7))
    (folder / "head.flac").write_bytes(whole.read_bytes()[:2000])
    return folder / "head.flac"


def restored(heard: Recording, fault: float) -> tuple[float, float]:
    """Seconds until it is audible again, and until it is full, at the last of all.

    Counted from the first moment after the fault at which nothing was audible: what
    libVLC had read already is music.
    """
    readings, levels = heard.between(fault, heard.ends).levels(window=0.05)
    audible = levels > PROGRAMME - 40.0
    if audible.all():
        return 0.0, 0.0
    silent = readings[~audible]
    full = readings[levels < PROGRAMME - 3.0]  # noise in so short a window
    return float(silent[-1] - silent[0]), float(full[-1] - silent[0])


LONG = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, marks=LONG)
        for each in (no_music, empty, a_folder, no_more_than_a_head)
    ],
)
def test_a_file_that_cannot_be_played_is_passed_over(
    room: PulseRoom, player: PlayerRig, music: Path, tmp_path: Path, fault: Fault
) -> None:
    """Audible within two seconds, full within six, and told with its name."""
    line = player.connect()
    following = deck("b", music / "low.flac", starts=time.monotonic() + 500)
    asked = time.monotonic()
    bad = fault(tmp_path)
    line.order(Order(0, (deck("a", bad),), following, sounding=True))
    report = line.wait_for(is_sounding("b"))
    time.sleep(4.2)
    heard = room.stop_recording().between(asked, time.monotonic())
    audible, full = restored(heard, asked)
    assert audible < 2.0
    assert full < 6.0
    assert heard.largest_rise(PROGRAMME) < 6.0
    failed = of(report, "a")
    assert failed is not None
    assert (failed.state, bool(failed.says)) == ("failed", True)


def playing(line: Line, after: Path, file: Path) -> None:
    following = deck("b", after, starts=time.monotonic() + 500, rise=4)
    line.order(Order(0, (deck("a", file),), following, sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.5)


def test_a_stick_that_was_pulled_is_followed_by_the_next_track(
    room: PulseRoom, player: PlayerRig, music: Path, tmp_path: Path
) -> None:
    """The file ends in mid-play: audible within two seconds, full within six."""
    file = write(tmp_path / "stick.wav", tone(30, 700))
    line = player.connect()
    playing(line, music / "low.flac", file)
    os.truncate(file, 0)
    file.unlink()
    pulled = time.monotonic()
    report = line.wait_for(is_sounding("b"))
    time.sleep(4.5)
    heard = room.stop_recording()
    audible, full = restored(heard, pulled)
    assert audible < 2.0
    assert full < 6.0
    assert heard.between(pulled - 3.9, heard.ends).largest_rise(PROGRAMME) < 6.0
    ended = of(report, "a")
    assert ended is not None
    assert "ended after" in ended.says


@pytest.mark.slow
def test_a_file_that_still_grows_never_ends_in_dead_air(
    room: PulseRoom, player: PlayerRig, music: Path, tmp_path: Path
) -> None:
    """Copied while it plays: whatever libVLC makes of it, something sounds."""
    whole = write(tmp_path / "whole.flac", pink_noise(12, seed=10)).read_bytes()
    file = tmp_path / "growing.flac"
    file.write_bytes(whole[: len(whole) // 2])
    line = player.connect()
    playing(line, music / "noise.flac", file)
    with file.open("ab") as growing:
        growing.write(whole[len(whole) // 2 :])
    begun = time.monotonic()
    time.sleep(11.0)
    heard = room.stop_recording().between(begun, time.monotonic())
    readings, levels = heard.levels(window=0.1)
    quiet = readings[levels < PROGRAMME - 40.0]
    assert len(quiet) == 0 or quiet[-1] - quiet[0] < 2.0
    assert heard.largest_rise(PROGRAMME, window=RESTLESS) < 6.0


@pytest.mark.slow
def test_a_sound_server_that_hangs_for_a_while_costs_no_track(
    tmp_path: Path, music: Path
) -> None:
    """Stopped for three seconds: the same track goes on, and nobody is startled."""
    with PulseRoom(tmp_path) as room, PlayerRig(room, tmp_path) as player:
        line = player.connect()
        playing(line, music / "other.opus", music / "noise.flac")
        begun = time.monotonic() - 3.0
        os.kill(room.pid(), signal.SIGSTOP)
        time.sleep(3.0)
        os.kill(room.pid(), signal.SIGCONT)
        time.sleep(5.0)
        assert line.reports[-1].lead == "a"
        assert player.process.poll() is None
        heard = room.stop_recording().between(begun, time.monotonic())
        assert abs(heard.level_at(heard.ends - 0.6, window=0.5) - PROGRAMME) < 1.0


def fade_with_a_stop(
    room: PulseRoom, player: PlayerRig, file: Path, stopped: float
) -> tuple[Recording, float]:
    """What was heard of a fade in whose middle the player stood still."""
    asked = time.monotonic()
    line = player.connect()
    line.order(Order(0, (deck("a", file),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(1.2)
    player.signal(signal.SIGSTOP)
    time.sleep(stopped)
    let_go = player.signal(signal.SIGCONT)
    time.sleep(5.0)
    return room.stop_recording().between(asked, time.monotonic()), let_go


@pytest.mark.parametrize("stopped", [0.1, pytest.param(0.7, marks=LONG)])
def test_a_fade_goes_on_where_its_player_stood_still(
    room: PulseRoom, player: PlayerRig, music: Path, stopped: float
) -> None:
    """What the sound server had in hand is heard meanwhile: no gap and no leap."""
    heard, let_go = fade_with_a_stop(room, player, music / "low.flac", stopped)
    assert heard.largest_rise(PROGRAMME) < 6.0
    audible, full = restored(heard, let_go)
    assert audible == 0.0
    assert full < 6.0


@pytest.mark.slow
def test_a_player_that_stood_still_for_long_comes_back_gently(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Nothing was in hand any more.

    A keeper would have ended it. A computer that stalled has none: a few hundredths of
    a second may be heard of what was.
    """
    heard, let_go = fade_with_a_stop(room, player, music / "low.flac", 2.0)
    later = heard.between(let_go + 0.05, heard.ends)
    assert later.largest_rise(PROGRAMME) < 6.0
    audible, full = restored(later, let_go)
    assert audible < 2.0
    assert full < 6.0


def test_a_player_goes_on_in_mid_crossfade_without_its_engine(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """The engine dies while two tracks sound, and the next adopts them: no seam."""
    line = player.connect()
    first = deck("a", music / "noise.flac")
    order = Order(0, (first,), sounding=True)
    line.order(order)
    turn = rose(line.wait_for(is_sounding("a")), "a") + 4.6
    second = deck("b", music / "other.opus", starts=turn, rise=4.0)
    line.order(replace(order, next=second))
    time.sleep(max(0.0, turn + 1.4 - time.monotonic()))
    player.leave(line)
    time.sleep(1.0)
    successor = player.connect()
    decks = (first, replace(second, starts=Seconds(turn)))
    successor.order(Order(0, decks, sounding=True))
    successor.order(Order(0, decks, sounding=True))
    time.sleep(3.5)
    heard = room.stop_recording().between(turn - 1.0, turn + 5.0)
    _, levels = heard.levels(window=1.0, hop=0.05)
    assert float(np.ptp(levels)) < 1.0
    _, short = heard.levels(window=0.1)
    assert float(short.min()) > PROGRAMME - 6.0
    assert heard.largest_rise(PROGRAMME, window=RESTLESS) < 6.0
