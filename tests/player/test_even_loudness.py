"""Files of any loudness come out alike, as far as their peaks allow (S3)."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from kap_room.exchange.order import DeckOrder, Order
from kap_room.library.loudness import measure
from kap_room.plan.music import Track
from kap_room.plan.room import Sound
from kap_room.plan.units import Decibels
from kap_room.timeline.gains import most_gain, static_gain
from tests.player.rig import Line, PlayerRig, deck, is_sounding
from tests.rig.material import pink_noise, write
from tests.rig.sound import PulseRoom

SOUND = Sound()


def as_ordered(name: str, file: Path) -> DeckOrder:
    """With the gains that the programme gives a track that was measured."""
    known = measure(file)
    gain = static_gain(Track(file.name), known, Decibels(0), SOUND)
    return replace(deck(name, file), gain=gain, most=most_gain(known, SOUND))


def level_of(room: PulseRoom, line: Line, file: Path) -> float:
    """How loud it is in the room, alone, over two seconds."""
    line.order(Order(0, (as_ordered(file.name, file),), sounding=True))
    line.wait_for(is_sounding(file.name))
    time.sleep(5.4)
    heard = room.stop_recording()
    line.order(Order(0))
    line.wait_for(lambda report: not report.decks)
    return heard.level_at(heard.ends - 1.1, window=1.8)


def test_a_loud_and_a_quiet_master_come_out_within_one_decibel(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """The same noise at -10 and at -30 LUFS."""
    noise = pink_noise(10, seed=40, level=-12)
    levels, line = [], player.connect()
    for name, gain in (("loud.wav", 0.0), ("quiet.wav", -20.0)):
        file = write(tmp_path / name, noise * np.float32(10 ** (gain / 20)))
        levels.append(level_of(room, line, file))
    assert abs(levels[0] - levels[1]) < 1.0


def test_a_very_quiet_file_is_raised_no_further_than_its_peak_allows(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """At -40 LUFS with one peak of -6 dB: by what is left to the room's ceiling."""
    noise = pink_noise(10, seed=41, level=-40)
    noise[48000] = 0.5
    file = write(tmp_path / "whisper.wav", noise)
    left = -1.0 - measure(file).peak
    raised = most_gain(measure(file), SOUND)
    assert raised < left < 6.0
    assert abs(level_of(room, player.connect(), file) + 40.0 - raised) < 0.5
