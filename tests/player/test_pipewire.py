"""The same claims where PipeWire is the sound server, as on newer computers."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.exchange.order import Order, OutputOrder
from kap_room.plan.units import Decibels, Seconds
from tests.player.pipewire import IS_HERE, PipeWireRoom, without_holes
from tests.player.rig import PlayerRig, deck, is_sounding, lag_of, rose
from tests.player.test_outputs import IN_STEP, PHONES, SPEAKERS, apart
from tests.rig.material import PROGRAMME, RESTLESS

pytestmark = pytest.mark.skipif(not IS_HERE, reason="PipeWire is not installed")

STARTLE = 6.0


@pytest.fixture
def own_room(tmp_path: Path) -> Iterator[PipeWireRoom]:
    with PipeWireRoom(tmp_path) as room:
        yield room


def test_music_begins_crosses_and_obeys_silence_at_pipewire(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """Soon heard, no startle, no dip, at nothing in three seconds and half of one."""
    with PlayerRig(own_room, tmp_path) as player:
        asked = time.monotonic()
        line = player.connect()
        order = Order(0, (deck("a", music / "noise.flac"),), sounding=True)
        line.order(order)
        turn = rose(line.wait_for(is_sounding("a")), "a") + 4.5
        following = deck("b", music / "other.opus", starts=turn, rise=3.0)
        line.order(replace(order, next=following))
        time.sleep(max(0.0, turn + 4.5 - time.monotonic()))
        pressed = line.silence()
        time.sleep(0.6)
        again = line.silence()
        time.sleep(1.1)
        heard = own_room.stop_recording().between(asked, time.monotonic())
    assert heard.rises_above(-40.0, asked, PROGRAMME) - asked < 1.5
    assert without_holes(heard).largest_rise(PROGRAMME, window=RESTLESS) < STARTLE
    crossfade = without_holes(heard.between(turn - 1.0, turn + 4.0))
    _, levels = crossfade.levels(window=1.0, hop=0.05)
    assert abs(levels - PROGRAMME).max() < 1.0
    assert heard.level_at(pressed + 0.3, window=0.1) < PROGRAMME - 2.0
    assert heard.falls_below(-60.0, again, PROGRAMME) - again < 0.6


@pytest.mark.slow
def test_silence_takes_three_seconds_at_pipewire(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """And is heard within 150 ms."""
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(3.4)
        pressed = line.silence()
        time.sleep(3.6)
        heard = own_room.stop_recording()
    before = heard.level_at(pressed - 0.1)
    assert before - heard.level_at(pressed + 0.15, window=0.02) > 0.5
    assert heard.falls_below(-60.0, pressed, PROGRAMME) - pressed < 3.2


@pytest.mark.slow
def test_headphones_go_and_come_back_in_step_at_pipewire(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """In step from the start and again, heard softly; the speakers never notice."""
    own_room.add_sink("phones")
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        first = deck("a", music / "noise.flac")
        line.order(Order(0, (first,), sounding=True, outputs=(SPEAKERS, PHONES)))
        line.wait_for(is_sounding("a"))
        time.sleep(4.5)
        room, phones = own_room.stop_recording(), own_room.recording("phones")
        lags = [apart(room, phones, room.ends - 1.2, 1.0)]
        gone = time.monotonic()
        own_room.remove_sink("phones")
        line.wait_for(lambda report: report.sound == "partly")
        time.sleep(1.5)
        own_room.add_sink("phones")
        back = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(6.0)
        room, phones = own_room.stop_recording(), own_room.recording("phones")
        lags.append(apart(room, phones, room.ends - 1.2, 1.0))
    assert max(map(abs, lags)) < IN_STEP
    _, levels = room.between(gone - 0.5, room.ends).levels(window=0.2)
    assert levels.min() > PROGRAMME - 1.5
    assert phones.largest_rise(PROGRAMME - 6, window=RESTLESS) < STARTLE
    assert phones.rises_above(-40.0, back - 0.5, PROGRAMME - 6) - back < 3.5


@pytest.mark.slow
def test_every_track_begins_in_step_at_pipewire(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """The first, one that is crossed to, and one that is begun inside.

    Each output takes 85 ms at once here, and begins at moments of its own.
    """
    own_room.add_sink("phones")
    both = (SPEAKERS, PHONES)
    following = replace(deck("c", music / "noise.flac", rise=3.0), begins=Seconds(4.3))
    lags = []
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        for each in (
            deck("a", music / "noise.flac"),
            deck("b", music / "other.opus", rise=3.0),
            following,
        ):
            line.order(Order(0, (each,), sounding=True, outputs=both))
            line.wait_for(is_sounding(each.deck))
            time.sleep(5.0)
            room, phones = own_room.stop_recording(), own_room.recording("phones")
            lags.append(apart(room, phones, room.ends - 1.2, 1.0))
    assert max(map(abs, lags)) < IN_STEP


@pytest.mark.slow
def test_pipewires_own_choice_stands_in_for_headphones_that_go(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """Heard elsewhere within two seconds, and at the headphones once they are back."""
    own_room.add_sink("phones")
    only = (OutputOrder("phones", Decibels(0)),)
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        first = deck("a", music / "low.flac")
        line.order(Order(0, (first,), sounding=True, outputs=only))
        line.wait_for(is_sounding("a"))
        time.sleep(3.4)
        own_room.remove_sink("phones")
        gone = time.monotonic()
        line.wait_for(lambda report: "stands in" in report.says)
        time.sleep(4.0)
        room = own_room.stop_recording()
        own_room.add_sink("phones")
        back = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(4.5)
        phones = own_room.stop_recording("phones")
    assert room.rises_above(-40.0, gone - 0.5, PROGRAMME) - gone < 2.0
    assert room.largest_rise(PROGRAMME) < STARTLE
    assert phones.rises_above(-40.0, back - 0.5, PROGRAMME) - back < 2.0
    assert abs(phones.level_at(phones.ends - 0.6, window=0.4) - PROGRAMME) < 1.0
    assert phones.largest_rise(PROGRAMME) < STARTLE


@pytest.mark.slow
def test_a_pipewire_that_was_killed_is_taken_up_again(
    own_room: PipeWireRoom, tmp_path: Path, music: Path
) -> None:
    """Told within half a second, audible within five of its return, at its place."""
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", music / "low.flac"),), sounding=True))
        line.wait_for(is_sounding("a"))
        time.sleep(1.0)
        before = line.reports[-1]
        own_room.kill_server()
        killed = time.monotonic()
        lost = line.wait_for(lambda report: report.sound == "lost")
        assert lost.reading - killed < 0.5
        own_room.start_server()
        there = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(4.0)
        heard = own_room.stop_recording()
    assert heard.rises_above(-40.0, there - 1.0, PROGRAMME) - there < 5.0
    assert heard.largest_rise(PROGRAMME) < STARTLE
    assert abs(lag_of(line.reports[-1], "a") - lag_of(before, "a")) < 0.5
