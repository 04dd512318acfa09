"""What the sound server says it has played, against the ears, and moving what comes."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import vlc

from kap_room.plan.units import Seconds
from kap_room.player.gains import WHOLE
from kap_room.player.join import LOOK
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.voice import Voice
from tests.player.test_outputs import apart
from tests.rig.hearing import RATE, Recording
from tests.rig.material import PROGRAMME, pink_noise, write
from tests.rig.sound import PulseRoom, wait_for

CLOSE = 0.003
"""Seconds."""

NEAR = 0.015
"""The ears hear what the sink takes, some 10 ms before it is played."""

NOISE = pink_noise(30, seed=81)

WHOLE_FROM = 0.05
"""Who is further off than that was left out of by libVLC, or put in its midst."""

TRIES = 4

LONGEST = 10.0
"""Until something is known of a voice, on a computer that others use as well."""

HELD_UP = 0.7
"""Seconds. The end of a file takes longer than that to be played, and nothing else may
take as long, also not where a computer stands still for a moment."""


@pytest.fixture
def voice(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Voice]:
    """At its full volume, and from the first sample of its file."""
    speak_to(room, monkeypatch)
    file = write(tmp_path / "noise.flac", NOISE)
    for _ in range(TRIES):
        voice = opened_at_room(file)
        try:
            look_at(voice, 0.5)
            voice.send(100 * WHOLE)
            begun, heard = begun_of(voice), room.stop_recording()
            # What was decoded too late is left out, where a computer stood still.
            if abs(behind(heard, begun, heard.ends)) < WHOLE_FROM:
                yield voice
                return
        finally:
            voice.release()
    raise AssertionError("libVLC never began at the beginning")


def speak_to(room: PulseRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE"):
        monkeypatch.setenv(name, room.env[name])


def opened_at_room(file: Path) -> Voice:
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    voice = opened(instance, Wish(str(file), Seconds(0), "room", waits=True))
    assert voice is not None
    wait_for(lambda: voice.is_ready, 5.0)
    voice.go()
    return voice


def begun_of(voice: Voice) -> Seconds:
    """Once enough was seen of it, and twice the same: a look may be wrong."""
    ends = time.monotonic() + LONGEST
    before = None
    while time.monotonic() < ends:
        begun = voice.begun
        if begun is not None and before is not None and abs(begun - before) < CLOSE / 3:
            return begun
        before = begun
        look_at(voice, 0.4)
    raise AssertionError("nobody knows when it began")


def look_until_it_is_placed(voice: Voice) -> None:
    ends = time.monotonic() + LONGEST
    while voice.true_offset is None:
        assert time.monotonic() < ends, "nobody knows where it is"
        look_at(voice, 0.1)


def look_at_it_once(voice: Voice) -> None:
    voice.look(Seconds(time.monotonic()))
    voice.delay(Seconds(0.1))
    time.sleep(0.1)


def look_at(voice: Voice, lasts: float) -> None:
    ends = time.monotonic() + lasts
    while time.monotonic() < ends:
        reading = Seconds(time.monotonic())
        voice.heard(reading)
        voice.look(reading)
        time.sleep(LOOK)


def behind(heard: Recording, begun: float, ends: float) -> float:
    """By how much the last half second is behind noise that began at a reading."""
    return apart(Recording(NOISE, begun), heard, ends - 0.6, 0.5)


def test_the_beginning_of_a_voice_is_known(room: PulseRoom, voice: Voice) -> None:
    """Of the reading that its looks say, the noise is neither before nor behind."""
    assert voice.begun is not None
    heard = room.stop_recording()
    assert abs(behind(heard, voice.begun, heard.ends)) < NEAR


def test_where_a_voice_is_in_its_file_is_known_better_than_libvlc_does(
    room: PulseRoom, voice: Voice
) -> None:
    """Position less reading; the noise began that much before reading nought."""
    look_at(voice, 1.5)
    look_until_it_is_placed(voice)
    assert voice.true_offset is not None
    began = -voice.true_offset
    heard = room.stop_recording()
    assert abs(behind(heard, began, heard.ends)) < NEAR


@pytest.mark.parametrize("by", [0.1, 0.017, -0.06])
def test_what_is_not_written_yet_is_heard_later_or_sooner_by_as_much(
    room: PulseRoom, voice: Voice, by: float
) -> None:
    """To the millisecond, once what was in hand is over; and the voice knows."""
    heard = room.stop_recording()
    assert voice.begun is not None
    before = behind(heard, voice.begun, heard.ends)
    voice.delay(Seconds(by))
    look_at(voice, 1.8)
    begun, heard = begun_of(voice), room.stop_recording()
    assert abs(behind(heard, begun, heard.ends) - before) < CLOSE


def test_what_is_in_hand_is_played_as_it_is(room: PulseRoom, voice: Voice) -> None:
    """A delay is not heard before a second has passed."""
    assert voice.begun is not None
    begun = voice.begun
    delayed = time.monotonic()
    voice.delay(Seconds(0.1))
    look_at(voice, 0.4)
    heard = room.stop_recording()
    ends = delayed + 0.6  # whoever looked late hears what came after
    assert abs(behind(heard, begun, ends)) < NEAR
    _, levels = heard.between(ends - 0.7, ends).levels(window=0.02)
    assert np.ptp(levels) < 12.0


def test_a_voice_that_was_released_is_not_looked_at(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its stream is gone, and nobody reaches for it."""
    speak_to(room, monkeypatch)
    voice = opened_at_room(write(tmp_path / "noise.flac", NOISE))
    begun_of(voice)
    voice.release()
    look_at_it_once(voice)
    assert voice.begun is None


@pytest.mark.parametrize("looked", [True, False])
def test_a_voice_whose_stream_was_emptied_is_nowhere(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, looked: bool
) -> None:
    """From there on libVLC counts anew, and the server goes on counting."""
    speak_to(room, monkeypatch)
    voice = opened_at_room(write(tmp_path / "noise.flac", NOISE))
    if looked:
        look_at(voice, 1.2)
        look_until_it_is_placed(voice)
    else:
        time.sleep(1.5)
    voice._player.set_time(9_000)  # noqa: SLF001 - as after a standstill, it flushes
    look_at(voice, 3.0)
    assert voice.true_offset is None
    voice.release()


def test_a_voice_is_not_moved_by_more_than_can_be_true(
    room: PulseRoom, voice: Voice
) -> None:
    """A wrong word of the server's would leave an output silent for a track."""
    voice.delay(Seconds(1e5))
    look_at(voice, 2.0)
    heard = room.stop_recording()
    assert heard.level_at(heard.ends - 0.3, window=0.4) > PROGRAMME - 3.0


def test_the_end_of_a_file_holds_nobody_up(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The loop of libVLC is locked until the last of it was played."""
    speak_to(room, monkeypatch)
    short = opened_at_room(write(tmp_path / "short.flac", NOISE[: 2 * RATE]))
    longest = 0.0
    ends = time.monotonic() + 3.0
    while time.monotonic() < ends:
        asked = time.monotonic()
        short.look(Seconds(asked))
        short.delay(Seconds(0.0))
        longest = max(longest, time.monotonic() - asked)
        time.sleep(LOOK)
    short.release()
    assert longest < HELD_UP
