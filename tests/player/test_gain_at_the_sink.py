"""How exactly, and how evenly, gains arrive where the sound leaves the computer."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.player.rig import PlayerRig, deck, is_sounding
from tests.rig.hearing import Levels, Recording
from tests.rig.material import PROGRAMME, tone, write
from tests.rig.sound import PulseRoom

ONCE_OR_TWICE = 97
"""Percent of the moments: a computer that stands still twice in ten seconds makes two
steps. Stairs are some in each second, and in more moments than the rest."""


def steps(heard: Recording, programme: float) -> Levels:
    """Between a twentieth of a second and the next, as long as it is above -40 dB."""
    _, levels = heard.levels(window=0.05, hop=0.01)
    levels = levels[levels > programme - 40.0]
    return np.abs(levels[5:] - levels[:-5])


def test_the_quiet_end_of_a_long_fade_has_no_stairs(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """The last third of sixty seconds, of a loud file turned down: under 0.3 dB."""
    loud = Decibels(-13.0)
    begun = time.monotonic()
    line = player.connect()
    quiet = replace(deck("a", music / "low.flac"), gain=loud)
    line.order(Order(0, (quiet,), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.2)
    asked = time.monotonic()
    fade = Fade(Seconds(asked - 30.0), Seconds(60), Decibels(0), SILENT)
    line.order(Order(0, (quiet,), master=(fade,), sounding=True))
    time.sleep(10.0)
    heard = room.stop_recording().between(asked + 0.3, asked + 9.5)
    assert begun < heard.begins
    assert heard.level_at(asked + 9.0) - (PROGRAMME + loud) < -38.0
    assert np.percentile(steps(heard, PROGRAMME + loud), ONCE_OR_TWICE) < 0.3
    assert steps(heard, PROGRAMME + loud).max() < 1.0


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_fade_of_sixty_seconds_has_no_step_above_one_decibel(
    room: PulseRoom, player: PlayerRig, tmp_path: Path
) -> None:
    """From the programme level to nothing, on a steady tone."""
    file = write(tmp_path / "long.flac", tone(80, 400))
    line = player.connect()
    line.order(Order(0, (deck("a", file),), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.5)
    asked = time.monotonic()
    fade = Fade(Seconds(asked), Seconds(60), Decibels(0), SILENT)
    line.order(Order(0, (deck("a", file),), master=(fade,), sounding=True))
    time.sleep(61.0)
    heard = room.stop_recording().between(asked - 0.2, asked + 61.0)
    assert abs(heard.falls_below(-60.0, asked, PROGRAMME) - asked - 60) < 2.5
    assert steps(heard, PROGRAMME).max() < 1.0
