"""What the room hears of the player, measured where the sound leaves the computer."""

import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import Order
from kap_room.plan.shapes import Fade, steady
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.player.rig import PlayerRig, deck, is_sounding, lag_of, of, rose
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, RESTLESS, tone, write
from tests.rig.sound import PulseRoom

STARTLE = 6.0


@dataclass(frozen=True, slots=True)
class Evening:
    """A noise that begins, and another that follows it."""

    asked: float
    rose: float
    turn: float
    heard: Recording


@pytest.fixture(scope="module")
def evening(
    room: PulseRoom, music: Path, tmp_path_factory: pytest.TempPathFactory
) -> Evening:
    with PlayerRig(room, tmp_path_factory.mktemp("evening")) as player:
        asked = time.monotonic()
        line = player.connect()
        first = deck("a", music / "noise.flac")
        order = Order(0, (first,), sounding=True)
        line.order(order)
        begun = rose(line.wait_for(is_sounding("a")), "a")
        turn = begun + 4.6
        following = deck("b", music / "other.opus", starts=turn, rise=4.0)
        line.order(replace(order, next=following))
        time.sleep(max(0.0, turn + 5.2 - time.monotonic()))
        heard = room.stop_recording().between(asked, time.monotonic())
    return Evening(asked, begun, turn, heard)


def test_a_start_rises_over_three_seconds_and_startles_nobody(evening: Evening) -> None:
    """From nothing to the programme level, never more than 6 dB within 250 ms."""
    rose, heard = evening.rose, evening.heard
    assert rose - evening.asked < 1.0
    rising = heard.between(evening.asked, rose + 4.0)
    assert rising.largest_rise(PROGRAMME, window=RESTLESS) < STARTLE
    assert heard.level_at(rose + 1.5, window=0.2) < PROGRAMME - 15
    assert abs(heard.level_at(rose + 3.8, window=0.8) - PROGRAMME) < 1.0


def test_a_crossfade_holds_its_power(evening: Evening) -> None:
    """Two unrelated noises, in one second windows, within 1 dB from end to end."""
    heard = evening.heard.between(evening.turn - 1.0, evening.turn + 5.0)
    _, levels = heard.levels(window=1.0, hop=0.05)
    assert float(np.ptp(levels)) < 1.0
    assert heard.largest_rise(PROGRAMME, window=RESTLESS) < STARTLE


@pytest.mark.slow
def test_a_crossfade_begins_when_it_was_planned(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Within 0.2 s: the new track is where three seconds from -48 dB should be."""
    line = player.connect()
    turn = time.monotonic() + 2.0
    following = deck("b", music / "high.mp3", starts=turn, rise=3.0)
    line.order(Order(0, (deck("a", music / "low.flac"),), following, sounding=True))
    time.sleep(5.2)
    high = room.stop_recording().between(turn - 1.5, turn + 3.0).only(1000)
    assert abs(high.rises_above(-24.0, turn, PROGRAMME) - (turn + 1.5)) < 0.2


@pytest.mark.slow
def test_silence_takes_three_seconds_and_is_heard_at_once(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """First attenuation within 150 ms, -60 dB within 3.2 s."""
    line = player.connect()
    line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.4)
    pressed = player.connect().silence()
    time.sleep(3.6)
    heard = room.stop_recording()
    assert heard.level_at(pressed - 0.1) - heard.level_at(pressed + 0.15) > 1.0
    assert heard.falls_below(-60.0, pressed, PROGRAMME) - pressed < 3.2
    assert heard.level_at(pressed + 1.0) - PROGRAMME > -30.0


@pytest.mark.slow
def test_silence_pressed_again_takes_half_a_second(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """The second press means now: -60 dB within 0.6 s of it."""
    line = player.connect()
    line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.2)
    line.silence()
    time.sleep(0.5)
    pressed = line.silence()
    time.sleep(1.0)
    heard = room.stop_recording()
    assert heard.falls_below(-60.0, pressed, PROGRAMME) - pressed < 0.6


def test_music_comes_back_over_eight_seconds(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Out of silence it is full after eight seconds, and startles nobody."""
    line = player.connect()
    decks = (deck("a", music / "low.flac"),)
    volume, silence = steady(Decibels(0)), steady(SILENT)
    line.order(Order(0, decks, master=(volume, silence), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(1.0)
    asked = time.monotonic()
    back = Fade(Seconds(asked), Seconds(8), SILENT, Decibels(0))
    line.order(Order(0, decks, master=(volume, back), sounding=True))
    time.sleep(9.0)
    heard = room.stop_recording().between(asked - 0.5, time.monotonic())
    assert heard.level_at(asked - 0.2, window=0.3) < -100
    assert abs(heard.level_at(asked + 4.0, window=0.2) - PROGRAMME + 24.0) < 3.0
    assert abs(heard.level_at(asked + 8.4, window=0.4) - PROGRAMME) < 1.0
    assert heard.largest_rise(PROGRAMME) < STARTLE


@pytest.mark.slow
def test_the_next_track_follows_though_nobody_orders_it(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """A track of five seconds ends; the next one has risen by then, engine or not."""
    asked = time.monotonic()
    line = player.connect()
    following = deck("b", music / "noise.flac", starts=asked + 500, rise=2.4)
    line.order(Order(0, (deck("a", music / "short.flac"),), following, sounding=True))
    line.wait_for(is_sounding("a"))
    player.leave(line)
    time.sleep(6.5)
    assert player.connect().wait_for(is_sounding("b")).lead == "b"
    heard = room.stop_recording().between(asked + 3.6, asked + 6.5)
    _, levels = heard.levels(window=0.5, hop=0.05)
    assert float(np.min(levels)) > PROGRAMME - 1.5
    assert float(np.max(levels)) < PROGRAMME + 1.5


def test_asked_to_end_it_fades_over_two_seconds(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """SIGTERM is a fade, and then a clean end."""
    line = player.connect()
    line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.2)
    asked = player.signal(signal.SIGTERM)
    assert player.process.wait(5) == 0
    heard = room.stop_recording()
    assert heard.level_at(asked + 0.8) > PROGRAMME - 35
    # And as much more as a computer may stand still.
    assert 1.7 < heard.falls_below(-60.0, asked, PROGRAMME) - asked < 2.4
    assert not player.path.exists()


def test_a_missing_file_is_passed_over_within_two_seconds(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """The next one is audible, and the engine is told which file failed and why."""
    line = player.connect()
    following = deck("b", music / "noise.flac", starts=time.monotonic() + 500)
    asked = time.monotonic()
    line.order(Order(0, (deck("a", music / "gone.flac"),), following, sounding=True))
    report = line.wait_for(is_sounding("b"))
    time.sleep(2.0)
    failed = of(report, "a")
    assert failed is not None
    assert failed.state == "failed"
    assert failed.says == f"{music / 'gone.flac'} is not there."
    heard = room.stop_recording()
    assert heard.rises_above(-40.0, asked, PROGRAMME) - asked < 2.0


@pytest.mark.slow
def test_a_player_that_was_stopped_comes_back_gently(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Two seconds without a tick in the midst of a fade: it arrives late, not loud."""
    asked = time.monotonic()
    line = player.connect()
    line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(1.2)
    player.signal(signal.SIGSTOP)
    time.sleep(2.0)
    player.signal(signal.SIGCONT)
    time.sleep(4.0)
    heard = room.stop_recording()
    whole = heard.between(asked, heard.ends)
    assert abs(whole.level_at(whole.ends - 0.5, window=0.4) - PROGRAMME) < 1.0
    assert whole.largest_rise(PROGRAMME) < STARTLE


def test_a_track_taken_up_in_its_midst_is_at_its_place(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """It begins where it was asked to, and what is reported is what is heard.

    Both within half a second; how long a file takes to open is not counted.
    """
    turning = np.concatenate([tone(6, 400), tone(6, 1000)])
    file = write(tmp_path / "turning.flac", turning)
    asked = time.monotonic()
    line = player.connect()
    begins = replace(deck("a", file), begins=Seconds(4))
    line.order(Order(0, (begins,), sounding=True))
    begun = rose(line.wait_for(is_sounding("a")), "a")
    time.sleep(3.5)
    lag = lag_of(line.reports[-1], "a")
    assert asked - 0.5 < lag + 4 < begun + 0.5
    high = room.stop_recording().between(asked, time.monotonic()).only(1000)
    assert abs(high.rises_above(-30, asked, PROGRAMME) - (lag + 6)) < 0.5
