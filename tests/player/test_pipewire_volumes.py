"""PipeWire's session manager remembers volumes, and the room never hears of it.

It sets what it remembers on a stream that has just come up, now and then after the
player has said for the last time that a voice is at nothing.
"""

import re
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from typing_extensions import override

from kap_room.exchange.order import Order, OutputOrder
from kap_room.plan.shapes import steady
from kap_room.plan.units import SILENT, Decibels
from kap_room.player.voice import YOUNG
from tests.player.pipewire import CALM, IS_HERE, QUICK, PipeWireRoom
from tests.player.rig import PATIENCE, PlayerRig, deck, is_sounding, rose
from tests.player.test_outputs import PHONES, SPEAKERS
from tests.rig.hearing import RATE
from tests.rig.material import PROGRAMME, pink_noise, write
from tests.rig.sound import Ears, wait_for

pytestmark = pytest.mark.skipif(not IS_HERE, reason="PipeWire is not installed")

STARTLE = 6.0
NOT_HEARD = PROGRAMME - 40.0

WRITTEN = 20.0
"""Seconds. The manager writes down what it remembers a second after the last news, and
later on a busy computer."""

SENT_AHEAD = 1.6
"""Seconds. Who comes in beside others is muted for as long, and then fades in."""


class Room(PipeWireRoom):
    """With headphones, and a look at what is remembered."""

    def __init__(self, folder: Path, samples: int = QUICK) -> None:
        super().__init__(folder, samples)

    @override
    def add_sink(self, name: str) -> None:
        """One that never goes: nothing stands behind it."""
        said = (f"sink_name={name}", f"rate={RATE}")
        self._control("load-module", "module-null-sink", *said)
        self._ears[name] = Ears(name, self.env)
        self._ears[name].wait()

    def remembered(self) -> dict[str, float]:
        """The volume of every name that something sounded under, as written down."""
        file = self._folder / "wireplumber" / "restore-stream"
        state = file.read_text() if file.exists() else ""
        found = re.findall(
            r"^Output/Audio:(.*):channelVolumes=(.*?);", state, re.MULTILINE
        )
        return {name: float(volume) for name, volume in found}

    def wait_for_memory_of(self, volume: float) -> None:
        """Until the loudest of all is as loud as this."""
        wait_for(lambda: max(self.remembered().values(), default=-1) == volume, WRITTEN)

    def voices(self) -> list[str]:
        return self._control("list", "short", "sink-inputs").split("\n")[:-1]

    def shown(self) -> str:
        """What a mixer could show."""
        return self._control("list", "sink-inputs")

    def set_volume(self, percent: int) -> None:
        """Of every voice, as the manager would."""
        for voice in self.voices():
            number = voice.split()[0]
            self._control("set-sink-input-volume", number, f"{percent}%")


@pytest.fixture
def own_room(tmp_path: Path) -> Iterator[Room]:
    with Room(tmp_path) as room:
        yield room


@pytest.fixture
def calm_room(tmp_path: Path) -> Iterator[Room]:
    with Room(tmp_path, CALM) as room:
        yield room


def die_in_mid_music(
    room: Room, folder: Path, file: Path, outputs: tuple[OutputOrder, ...] = (SPEAKERS,)
) -> None:
    """As loud as can be, and with no time to say anything."""
    with PlayerRig(room, folder) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", file),), sounding=True, outputs=outputs))
        line.wait_for(is_sounding("a"))
        time.sleep(3.2)
        player.signal(signal.SIGKILL)
        player.process.wait()


@pytest.mark.parametrize(
    "times", [pytest.param(7), pytest.param(40, marks=pytest.mark.slow)]
)
def test_who_is_sent_ahead_to_the_headphones_is_not_heard(
    own_room: Room, tmp_path: Path, times: int
) -> None:
    """Beside a loud voice whose volume has just been set, again and again."""
    file = write(tmp_path / "noise.flac", pink_noise(20 + 3 * times, seed=4))
    own_room.add_sink("phones")
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        order = Order(0, (deck("a", file),), sounding=True, outputs=(SPEAKERS,))
        line.order(order)
        line.wait_for(is_sounding("a"))
        time.sleep(3.2)
        loudest = list[float]()
        for place in range(2 * times):
            speakers = replace(SPEAKERS, volume=Decibels(-(place % 2)))
            line.order(replace(order, outputs=(speakers,)))
            time.sleep(0.2)
            own_room.forget()
            ordered = time.monotonic()
            line.order(replace(order, outputs=(speakers, PHONES)))
            wait_for(lambda: len(own_room.voices()) == 2, PATIENCE)
            time.sleep(0.5)
            line.order(replace(order, outputs=(speakers,)))
            wait_for(lambda: len(own_room.voices()) == 1, PATIENCE)
            heard = own_room.recording("phones")
            # Where all this took too long, the last moments are of one who has arrived.
            if time.monotonic() < ordered + SENT_AHEAD:
                loudest.append(heard.levels(window=0.02)[1].max())
            if len(loudest) == times:
                break
    assert len(loudest) > times // 2
    assert max(loudest) < NOT_HEARD


def test_nothing_is_remembered_of_a_player_that_was_killed_in_mid_music(
    own_room: Room, tmp_path: Path, music: Path
) -> None:
    """By the time that the next one is asked to play."""
    die_in_mid_music(own_room, tmp_path, music / "noise.flac")
    own_room.wait_for_memory_of(1.0)
    with PlayerRig(own_room, tmp_path):
        own_room.wait_for_memory_of(0.0)
    assert set(own_room.remembered().values()) == {0.0}


def test_a_voice_that_was_made_loud_by_somebody_is_taken_back_at_once(
    own_room: Room, tmp_path: Path, music: Path
) -> None:
    """Within a tenth of a second, and one that was made silent is raised again.

    Now and then it is taken back before any of it was played.
    """
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        first = deck("a", music / "noise.flac")
        order = Order(0, (first,), sounding=True, master=(steady(SILENT),))
        asked = time.monotonic()
        line.order(order)
        begun = rose(line.wait_for(is_sounding("a")), "a")
        times = 0
        while time.monotonic() < begun + YOUNG / 2:
            own_room.set_volume(100)
            times += 1
            time.sleep(0.3)
        ends = time.monotonic()
        heard = own_room.stop_recording().between(asked, ends)
        line.order(replace(order, master=()))
        time.sleep(0.3)
        own_room.set_volume(0)
        time.sleep(3.3)
        raised = own_room.stop_recording()
    is_loud = heard.levels(window=0.01)[1] > NOT_HEARD
    lasted = [0.01 * len(list(each)) for loud, each in groupby(is_loud) if loud]
    assert 0 < len(lasted) <= times
    assert sorted(lasted)[len(lasted) // 2] < 0.1  # a busy computer may be late once
    assert abs(raised.level_at(raised.ends - 0.4, window=0.4) - PROGRAMME) < 1.0


def test_few_names_are_remembered_however_many_tracks_were_played(
    own_room: Room, tmp_path: Path, music: Path
) -> None:
    """All of them as silent, once nothing plays; a mixer shows whose they are."""
    with PlayerRig(own_room, tmp_path) as player:
        line = player.connect()
        for place in range(6):
            one = deck(str(place), music / "short.flac", rise=0.2)
            line.order(Order(0, (one,), sounding=True, outputs=(SPEAKERS,)))
            line.wait_for(is_sounding(str(place)))
        shown = own_room.shown()
        line.order(Order(0))
        wait_for(lambda: not own_room.voices(), PATIENCE)
        own_room.wait_for_memory_of(0.0)
    assert 'application.name = "kap-room"' in shown
    assert len(own_room.remembered()) < 9


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_players_that_follow_killed_ones_begin_softly_at_two_outputs(
    calm_room: Room, tmp_path: Path, music: Path
) -> None:
    """Eight times: each is killed at full."""
    calm_room.add_sink("phones")
    both = (SPEAKERS, replace(PHONES, volume=Decibels(0)))
    for _ in range(8):
        die_in_mid_music(calm_room, tmp_path, music / "low.flac", both)
        wait_for(lambda: not calm_room.voices(), PATIENCE)
    rises = [
        calm_room.stop_recording(sink).largest_rise(PROGRAMME)
        for sink in ("room", "phones")
    ]
    assert max(rises) < STARTLE
