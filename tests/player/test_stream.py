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
from tests.rig.hearing import Recording
from tests.rig.material import pink_noise, write
from tests.rig.sound import PulseRoom, wait_for

CLOSE = 0.003
"""Seconds."""

NEAR = 0.015
"""The ears hear what the sink takes, some 10 ms before it is played."""

NOISE = pink_noise(20, seed=81)


@pytest.fixture
def voice(
    room: PulseRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Voice]:
    """At its full volume, since a second."""
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE"):
        monkeypatch.setenv(name, room.env[name])
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    file = write(tmp_path / "noise.flac", NOISE)
    voice = opened(instance, Wish(str(file), Seconds(0), "room", waits=True))
    assert voice is not None
    wait_for(lambda: voice.is_ready, 5.0)
    voice.go()
    look_at(voice, 0.5)
    voice.send(100 * WHOLE)
    look_at(voice, 0.5)
    yield voice
    voice.release()


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
    assert voice.lead is not None
    heard = room.stop_recording()
    assert abs(behind(heard, -voice.lead, heard.ends)) < NEAR


@pytest.mark.parametrize("by", [0.1, 0.017, -0.06])
def test_what_is_not_written_yet_is_heard_later_or_sooner_by_as_much(
    room: PulseRoom, voice: Voice, by: float
) -> None:
    """To the millisecond, once what was in hand is over; and the voice knows."""
    heard = room.stop_recording()
    assert voice.begun is not None
    before = behind(heard, voice.begun, heard.ends)
    voice.delay(Seconds(by))
    begun = voice.begun
    look_at(voice, 2.4)
    heard = room.stop_recording()
    assert abs(behind(heard, begun, heard.ends) - before) < CLOSE


def test_what_is_in_hand_is_played_as_it_is(room: PulseRoom, voice: Voice) -> None:
    """A delay is not heard before a second has passed."""
    assert voice.begun is not None
    begun = voice.begun
    voice.delay(Seconds(0.1))
    look_at(voice, 0.5)
    heard = room.stop_recording()
    assert abs(behind(heard, begun, heard.ends)) < NEAR
    _, levels = heard.between(heard.ends - 0.7, heard.ends).levels(window=0.02)
    assert np.ptp(levels) < 12.0


def test_a_voice_that_was_released_is_not_looked_at(voice: Voice) -> None:
    """Its stream is gone, and nobody reaches for it."""
    voice.release()
    before = voice.begun
    voice.look(Seconds(time.monotonic()))
    voice.delay(Seconds(0.1))
    assert voice.begun == before
