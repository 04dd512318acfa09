"""Speakers and headphones together, and what becomes of one when the other goes."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import Order, OutputOrder
from kap_room.plan.units import Decibels
from tests.library import formats
from tests.library.formats import KINDS
from tests.player.rig import PlayerRig, deck, is_sounding, rose
from tests.rig.hearing import RATE, Recording
from tests.rig.material import PROGRAMME, RESTLESS, pink_noise
from tests.rig.sound import PulseRoom, wait_for

SPEAKERS = OutputOrder("room")
IN_STEP = 0.02
"""Seconds."""

PHONES = OutputOrder("phones", Decibels(-6))
SOFTER = Decibels(-2)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseRoom]:
    with PulseRoom(tmp_path_factory.mktemp("house")) as room:
        yield room


@pytest.fixture
def own_room(house: PulseRoom) -> Iterator[PulseRoom]:
    """With headphones, whatever became of them before."""
    house.add_sink("phones")
    yield house
    with suppress(KeyError):
        house.remove_sink("phones")


def apart(first: Recording, second: Recording, start: float, lasts: float) -> float:
    """By how many seconds the second is behind the first."""
    here, there = (
        each.between(start, start + lasts).samples[:, 0].astype(np.float64)
        for each in (first, second)
    )
    count = min(len(here), len(there))
    size = 1 << (2 * count - 1).bit_length()
    spectrum = np.fft.rfft(there[:count], size) * np.conj(
        np.fft.rfft(here[:count], size)
    )
    alike = np.fft.irfft(spectrum, size)
    lag = int(np.argmax(alike))
    return (lag if lag < size // 2 else lag - size) / RATE


def test_speakers_and_headphones_sound_in_step_each_at_its_own_volume(
    own_room: PulseRoom, tmp_path: Path, music: Path
) -> None:
    """Within 20 ms of one another, through a crossfade, the headphones 6 dB softer."""
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        first = deck("a", music / "sweep.flac")
        order = Order(0, (first,), sounding=True, outputs=(SPEAKERS, PHONES))
        line.order(order)
        turn = rose(line.wait_for(is_sounding("a")), "a") + 4.5
        following = deck("b", music / "other.opus", starts=turn, rise=3.0)
        line.order(replace(order, next=following))
        time.sleep(max(0.0, turn + 4.7 - time.monotonic()))
        assert line.reports[-1].sound == "ok"
        room = own_room.stop_recording()
        phones = own_room.recording("phones")
    for reading in (turn - 0.6, turn + 4.0):
        assert abs(room.level_at(reading, window=1.0) - PROGRAMME) < 1.0
        assert abs(phones.level_at(reading, window=1.0) - PROGRAMME + 6.0) < 1.0
        assert abs(apart(room, phones, reading - 0.5, 1.0)) < IN_STEP
    for heard, programme in ((room, PROGRAMME), (phones, PROGRAMME - 6)):
        whole = heard.between(turn - 4.5, turn + 4.5)
        assert whole.largest_rise(programme, window=RESTLESS) < 6.0


@pytest.mark.slow
def test_each_output_has_a_ceiling_of_its_own(
    own_room: PulseRoom, tmp_path: Path, music: Path
) -> None:
    """Twenty decibels more are asked for; each takes what its own ceiling lets in."""
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        loud = replace(deck("a", music / "low.flac"), gain=Decibels(20))
        both = (SPEAKERS, OutputOrder("phones", most=Decibels(-8)))
        line.order(Order(0, (loud,), sounding=True, outputs=both))
        line.wait_for(is_sounding("a"))
        time.sleep(4.5)
        room = own_room.stop_recording()
        phones = own_room.recording("phones")
    assert abs(room.level_at(room.ends - 1, window=0.5) - PROGRAMME - 3) < 0.2
    assert abs(phones.level_at(phones.ends - 1, window=0.5) - PROGRAMME + 5) < 0.2


def test_headphones_that_go_and_come_back(
    own_room: PulseRoom, tmp_path: Path, music: Path
) -> None:
    """The speakers never notice; the headphones fade in again; both are told."""
    with PlayerRig(own_room, tmp_path) as player:
        asked = time.monotonic()
        line = player.connect()
        # Until the player knows that they went, the server sends what they played to
        # the speakers. In step and as loud that would be 6.02 dB.
        both = (SPEAKERS, replace(PHONES, volume=SOFTER))
        line.order(
            Order(0, (deck("a", music / "sweep.flac"),), sounding=True, outputs=both)
        )
        line.wait_for(is_sounding("a"))
        time.sleep(4.0)
        own_room.remove_sink("phones")
        gone = time.monotonic()
        told = line.wait_for(lambda report: report.sound == "partly")
        assert told.says == (
            'The sound output "phones" is not there. The others sound.'
        )
        assert told.reading - gone < 0.5
        time.sleep(2.0)
        own_room.add_sink("phones")
        back = time.monotonic()
        line.wait_for(lambda report: report.sound == "ok")
        time.sleep(6.0)
        room = own_room.stop_recording()
        phones = own_room.recording("phones")
    heard = room.between(gone - 0.5, room.ends)
    _, levels = heard.levels(window=0.2, hop=0.01)
    assert levels.min() > PROGRAMME - 1.5
    softer = PROGRAMME + SOFTER
    assert room.between(asked, room.ends).largest_rise(PROGRAMME) < 6.0
    assert phones.between(asked, phones.ends).largest_rise(softer) < 6.0
    assert abs(phones.level_at(phones.ends - 0.6, window=1.0) - softer) < 1.0
    assert phones.rises_above(-40.0, back - 1.0, softer) - back < 3.5
    assert abs(apart(room, phones, room.ends - 1.2, 1.0)) < IN_STEP


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["mp3 variable", "mp3 constant", "ogg vorbis", "opus", "m4a", "flac 24"]
)
def test_headphones_come_back_in_step_in_whatever_is_played(
    own_room: PulseRoom, tmp_path: Path, name: str
) -> None:
    """Twice, at moments that no frame of the file was asked about."""
    kind = KINDS[name]
    noise = pink_noise(40 * kind.rate / RATE, seed=60)[:, 0].copy()
    file = formats.write(tmp_path / f"noise{kind.ending}", noise, kind)
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        both = (SPEAKERS, PHONES)
        line.order(Order(0, (deck("a", file),), sounding=True, outputs=both))
        line.wait_for(is_sounding("a"))
        time.sleep(3.4)
        lags = []
        for _ in range(2):
            own_room.remove_sink("phones")
            line.wait_for(lambda report: report.sound == "partly")
            time.sleep(1.37)
            own_room.add_sink("phones")
            line.wait_for(lambda report: report.sound == "ok")
            time.sleep(6.0)
            room = own_room.stop_recording()
            phones = own_room.recording("phones")
            lags.append(apart(room, phones, room.ends - 1.2, 1.0))
    assert max(map(abs, lags)) < IN_STEP


@pytest.mark.slow
def test_the_servers_own_choice_stands_in_for_headphones_that_go(
    own_room: PulseRoom, tmp_path: Path, music: Path
) -> None:
    """The only output that was named goes: heard elsewhere within two seconds."""
    began = time.monotonic()
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        order = Order(0, (deck("a", music / "noise.flac"),), sounding=True)
        line.order(replace(order, outputs=(OutputOrder("phones"),)))
        line.wait_for(is_sounding("a"))
        time.sleep(3.4)
        own_room.remove_sink("phones")
        gone = time.monotonic()
        wait_for(lambda: "stands in" in line.reports[-1].says, 2.0)
        time.sleep(4.0)
        heard = own_room.stop_recording().between(began, time.monotonic())
    assert heard.rises_above(-40.0, gone - 0.5, PROGRAMME) - gone < 2.0
    assert abs(heard.level_at(heard.ends - 0.6, window=0.4) - PROGRAMME) < 1.0
    assert heard.largest_rise(PROGRAMME, window=RESTLESS) < 6.0
