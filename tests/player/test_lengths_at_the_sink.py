"""Files of which libVLC does not know how long they are, and nobody measured them."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import Order
from kap_room.plan.units import Seconds
from tests.library import formats
from tests.library.formats import KINDS, Kind, Wave
from tests.player.rig import PlayerRig, deck, is_sounding, of
from tests.player.test_faults_at_the_sink import restored
from tests.player.test_formats_at_the_sink import pitch_of
from tests.rig.hearing import RATE
from tests.rig.sound import PulseRoom

LEVEL = formats.LEVEL - 3.01
GUESSED = KINDS["mp3 variable, no index"]
BARE = Kind(".aac", "aac", bits=128_000)

PER_SECOND = 20.0
"""Hz, by which the tone climbs that tells a place."""


def halves(seconds: float, *, dense_first: bool) -> Wave:
    """One half costs many times the bytes, and misleads who looks at only one."""
    count = round(seconds / 2 * GUESSED.rate)
    hiss = np.random.default_rng(1).standard_normal(count) * 10 ** (LEVEL / 20)
    plain = formats.tone(seconds / 2, 500, GUESSED)
    both = (hiss, plain) if dense_first else (plain, hiss)
    return np.concatenate(both).astype(np.float32)


@pytest.mark.slow
def test_a_file_that_ends_long_before_its_guessed_length_leaves_no_dead_air(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """Guessed by half too long: the next is audible in two seconds, full in six."""
    wave = halves(40, dense_first=False)
    file = formats.write(tmp_path / "guessed.mp3", wave, GUESSED)
    kind = KINDS["flac 16"]
    after = formats.write(tmp_path / "after.flac", formats.tone(20, 800, kind), kind)
    line = player.connect()
    late = replace(deck("a", file), begins=Seconds(32))
    following = deck("b", after, starts=time.monotonic() + 500)
    line.order(Order(0, (late,), following, sounding=True))
    report = line.wait_for(is_sounding("b"), 15.0)
    time.sleep(4.5)
    heard = room.stop_recording()
    lied = of(report, "a")
    assert lied is not None
    assert "ended after 40 s" in lied.says
    recent = heard.between(heard.ends - 8.0, heard.ends)
    audible, full = restored(recent, recent.begins)
    assert audible < 2.0
    assert full < 6.0
    assert recent.largest_rise(LEVEL) < 6.0


@pytest.mark.slow
def test_a_file_guessed_too_short_is_crossed_and_never_cut(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """The next comes early, by a crossfade like any other."""
    wave = halves(40, dense_first=True)
    file = formats.write(tmp_path / "guessed.mp3", wave, GUESSED)
    kind = KINDS["flac 16"]
    after = formats.write(tmp_path / "after.flac", formats.tone(20, 800, kind), kind)
    line = player.connect()
    late = replace(deck("a", file), begins=Seconds(22))
    following = deck("b", after, starts=time.monotonic() + 500)
    line.order(Order(0, (late,), following, sounding=True))
    line.wait_for(is_sounding("a"))
    begun = time.monotonic()
    line.wait_for(is_sounding("b"), 15.0)
    time.sleep(4.5)
    heard = room.stop_recording().between(begun, time.monotonic())
    assert heard.largest_rise(LEVEL) < 6.0
    risen = heard.rises_above(-3.0, begun, LEVEL)
    _, levels = heard.between(risen, heard.ends).levels(window=0.2)
    assert levels.min() > LEVEL - 4.0


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("begins", [0.0, 150.0])
def test_a_bare_aac_begins_far_inside_as_soon_as_at_its_head(
    room: PulseRoom, player: PlayerRig, tmp_path: Path, begins: float
) -> None:
    """It has neither index nor length; within half a second of where it was asked."""
    wave = formats.rising(180, BARE, per_second=PER_SECOND)
    file = formats.write(tmp_path / "bare.aac", wave, BARE)
    line = player.connect()
    asked = time.monotonic()
    inside = replace(deck("a", file, rise=0.3), begins=Seconds(begins))
    line.order(Order(0, (inside,), sounding=True))
    rose = of(line.wait_for(is_sounding("a")), "a")
    assert rose is not None
    assert rose.rose is not None
    assert rose.rose - asked < 1.5
    time.sleep(4.0)
    heard = room.stop_recording()
    part = heard.between(heard.ends - 0.5, heard.ends - 0.3)
    passed = part.begins + len(part.samples) / RATE / 2 - rose.rose
    place = (pitch_of(part) - 300) / PER_SECOND - passed
    assert abs(place - begins) < 0.5
