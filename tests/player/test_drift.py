"""Outputs that run apart within a track, and how they are brought together."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import vlc
from typing_extensions import override

from kap_room.exchange.order import Order, OutputOrder
from kap_room.plan.units import Seconds
from kap_room.player.drift import AT_ONCE, LOOKING, PAUSE, SETTLED, Drift
from kap_room.player.gains import WHOLE
from kap_room.player.join import CLOSE, LOOK
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.voice import APACE, Voice
from tests.player.rig import PlayerRig, deck, is_sounding
from tests.player.test_outputs import apart
from tests.player.test_stream import speak_to
from tests.player.test_voice import Still, Told
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, RESTLESS, pink_noise, tone, write
from tests.rig.sound import PulseRoom, wait_for


class Paced(Told):
    """A MediaPlayer that remembers how fast it was told to be."""

    def __init__(self) -> None:
        super().__init__()
        self.rates: list[float] = []

    @override
    def set_rate(self, rate: float) -> int:
        self.rates.append(rate)
        return 0


class Placed(Voice):
    """Heard at a known place since reading nought."""

    def __init__(self, offset: float | None) -> None:
        self.paced = Paced()
        super().__init__(self.paced, Still(), Seconds(0), "room")
        self.up = Seconds(0)
        self._known = offset

    @property
    @override
    def can_be_placed(self) -> bool:
        return True

    @property
    @override
    def true_offset(self) -> float | None:
        return self._known


def watched(*offsets: float | None, lasts: float) -> list[Placed]:
    """Voices of one deck, after they were looked at for a while."""
    voices = [Placed(each) for each in offsets]
    watch(Drift(), voices, 0.0, lasts)
    return voices


def watch(drift: Drift, voices: list[Placed], begins: float, ends: float) -> None:
    by_place = {("a", str(place)): each for place, each in enumerate(voices)}
    for tick in range(round((ends - begins) / LOOK)):
        reading = Seconds(begins + tick * LOOK)
        for each in voices:
            each.heard(reading)
        drift.look(by_place, reading)


ONCE = PAUSE + LOOKING + 0.1
"""Seconds: there is nobody to look at in the first, and then there is."""


@pytest.mark.parametrize("ahead", [CLOSE + 0.002, -CLOSE - 0.002])
def test_who_is_ahead_plays_slower_and_who_is_behind_faster(ahead: float) -> None:
    """By a thousandth, until it is there, and then as it was meant to be."""
    first, other = watched(0.0, ahead, lasts=ONCE + abs(ahead) / APACE)
    slower, even = other.paced.rates[:2]
    assert slower == pytest.approx(1.0 - np.copysign(APACE, ahead))
    assert even == 1.0
    assert first.paced.rates == []


@pytest.mark.parametrize("ahead", [CLOSE - 0.001, None, 3.0])
def test_who_is_near_or_cannot_be_placed_is_left_alone(ahead: float | None) -> None:
    """Nobody is moved for what may be the look's own fault."""
    _, other = watched(0.0, ahead, lasts=3 * ONCE)
    assert other.paced.rates == []


def test_who_is_far_off_comes_by_small_parts() -> None:
    """Each is looked at again: one wrong look leads no further than that."""
    _, other = watched(0.0, 1.0, lasts=ONCE + AT_ONCE / APACE)
    assert other.paced.rates[:2] == [1.0 - APACE, 1.0]


def test_who_has_just_begun_is_left_alone() -> None:
    """It may be on its way in; by the next look it has settled."""
    drift, voices = Drift(), [Placed(0.0), Placed(0.1)]
    voices[1].up = Seconds(ONCE - SETTLED)
    watch(drift, voices, 0.0, ONCE)
    assert voices[1].paced.rates == []
    watch(drift, voices, ONCE, 3 * ONCE)
    assert voices[1].paced.rates != []


def test_nobody_is_moved_before_the_look_is_over() -> None:
    """Also where the player was late for it: what was seen before it is old."""
    voices = [Placed(0.0), Placed(0.1)]
    drift, by_place = Drift(), {("a", str(x)): each for x, each in enumerate(voices)}
    drift.look(by_place, Seconds(SETTLED + 60.0))
    assert voices[1].paced.rates == []
    assert drift.due(Seconds(0)) == LOOK


def test_decks_are_not_compared() -> None:
    """In a crossfade two of them sound at each output."""
    voices = {("a", "room"): Placed(0.0), ("b", "room"): Placed(0.5)}
    drift = Drift()
    for tick in range(3000):
        drift.look(voices, Seconds(tick * LOOK))
    assert all(each.paced.rates == [] for each in voices.values())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseRoom]:
    """With headphones."""
    with PulseRoom(tmp_path_factory.mktemp("house")) as room:
        room.add_sink("phones")
        yield room


@pytest.fixture
def own_room(house: PulseRoom, monkeypatch: pytest.MonkeyPatch) -> PulseRoom:
    """This process speaks to it."""
    speak_to(house, monkeypatch)
    return house


def opened_at(sink: str, file: Path, things: ExitStack) -> Voice:
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    voice = opened(instance, Wish(str(file), Seconds(0), sink, waits=True))
    assert voice is not None
    things.callback(voice.release)
    wait_for(lambda: voice.is_ready, 5.0)
    return voice


def live(voices: dict[tuple[str, str], Voice], lasts: float) -> None:
    live_until(time.monotonic() + lasts, voices, Drift(pause=Seconds(1.0)))


def live_until(ends: float, voices: dict[tuple[str, str], Voice], drift: Drift) -> None:
    while time.monotonic() < ends:
        reading = Seconds(time.monotonic())
        for each in voices.values():
            each.heard(reading)
        drift.look(voices, reading)
        time.sleep(LOOK)


def test_an_output_that_is_off_comes_back_within_a_track(
    own_room: PulseRoom, tmp_path: Path
) -> None:
    """It was 16 ms behind, and comes nearer all the time; nothing sudden is heard."""
    file = write(tmp_path / "noise.flac", pink_noise(40, seed=82))
    with ExitStack() as things:
        voices = {
            ("a", sink): opened_at(sink, file, things) for sink in ("room", "phones")
        }
        for each in voices.values():
            each.go()
        live(voices, 0.8)
        for each in voices.values():
            each.send(100 * WHOLE)
        live(voices, 1.5)
        # They began a little apart already, and more where the computer was slow.
        voices["a", "phones"].delay(Seconds(0.016 - recorded_apart(own_room)))
        live(voices, 2.5)
        before = recorded_apart(own_room)
        began, drift = time.monotonic(), Drift(pause=Seconds(1.0))
        # It takes 11 s, and a look more where one failed.
        while time.monotonic() < began + LONGEST:
            live_until(time.monotonic() + 1.0, voices, drift)
            after = recorded_apart(own_room)
            if abs(after) < before / 2:
                break
        phones = own_room.recording("phones").between(began, time.monotonic())
    assert before > CLOSE
    assert abs(after) < before / 2
    assert phones.largest_rise(PROGRAMME, window=RESTLESS) < 4.0


LONGEST = 24.0
"""Seconds, of the forty that the file lasts."""


def recorded_apart(room: PulseRoom) -> float:
    here, there = room.recording("room"), room.recording("phones")
    return apart(here, there, min(here.ends, there.ends) - 1.1, 1.0)


@pytest.mark.parametrize(
    ("kind", "pitch", "most"),
    [
        ("wav", 440.0, -40.0),
        pytest.param("flac", 440.0, -40.0, marks=pytest.mark.slow),
        pytest.param("mp3", 440.0, -40.0, marks=pytest.mark.slow),
        pytest.param("wav", 3000.0, -20.0, marks=pytest.mark.slow),
        pytest.param("flac", 3000.0, -20.0, marks=pytest.mark.slow),
        pytest.param("mp3", 3000.0, -40.0, marks=pytest.mark.slow),
    ],
)
def test_nobody_hears_that_an_output_catches_up(
    kind: str,
    pitch: float,
    most: float,
    own_room: PulseRoom,
    tmp_path: Path,
) -> None:
    """On a steady tone, which is the most telling: no step of its level.

    The most beside it is a tick at the end, of a part of a sample: more on high tones.
    """
    file = write(tmp_path / f"tone.{kind}", tone(20, pitch))
    with ExitStack() as things:
        voice = opened_at("room", file, things)
        voice.go()
        live({("a", "room"): voice}, 0.8)
        voice.send(100 * WHOLE)
        live({("a", "room"): voice}, 2.0)
        began = time.monotonic()
        voice.catch_up(Seconds(0.003), Seconds(began))
        live({("a", "room"): voice}, 6.0)
        heard = own_room.stop_recording().between(began - 0.5, began + 5.8)
    _, levels = heard.levels(window=0.02)
    assert np.ptp(levels) < 0.5
    assert beside_the_tone(heard, pitch) < PROGRAMME + most


def beside_the_tone(heard: Recording, pitch: float) -> float:
    """The loudest of what is not the tone, but for the edges of the recording."""
    rest = Recording(heard.samples - heard.only(pitch).samples, heard.begins)
    inside = rest.between(rest.begins + 0.4, rest.ends - 0.4)
    return float(inside.levels(window=0.02)[1].max())


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_headphones_that_stood_still_for_a_moment_are_back_in_step(
    house: PulseRoom, tmp_path: Path
) -> None:
    """Within a minute, while they go on: in a whole player, as after a lost piece."""
    file = write(tmp_path / "noise.flac", pink_noise(100, seed=83))
    both = (OutputOrder("room"), OutputOrder("phones"))
    with PlayerRig(house, tmp_path) as player:
        line = player.connect()
        line.order(Order(0, (deck("a", file),), sounding=True, outputs=both))
        line.wait_for(is_sounding("a"))
        time.sleep(6.0)
        for word in ("1", "0"):
            suspend = ("pactl", "suspend-sink", "phones", word)
            subprocess.run(suspend, env=house.env, check=True)
        time.sleep(4.0)
        before = recorded_apart(house)
        began = time.monotonic()
        time.sleep(60.0)
        after = recorded_apart(house)
        phones = house.recording("phones").between(began, time.monotonic())
    assert abs(before) > CLOSE
    assert abs(after) < CLOSE
    assert phones.largest_rise(PROGRAMME, window=RESTLESS) < 4.0
