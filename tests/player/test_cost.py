"""What the player costs, and that it costs no more the longer it plays."""

import os
import time
from pathlib import Path

import pytest

from kap_room.exchange.order import DeckOrder, Order
from tests.player.rig import PlayerRig, deck, is_sounding
from tests.rig.material import pink_noise, write
from tests.rig.sound import PulseRoom

MOST = 65.0
"""Megabytes."""


def memory(player: PlayerRig) -> float:
    """What is in memory of it now, as ps and top count: in units of 1024 times 1024."""
    pages = Path(f"/proc/{player.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGESIZE") / 2**20


class Skips:
    """One engine's line, and the tracks it skips to in turn."""

    def __init__(self, player: PlayerRig, files: list[Path]) -> None:
        self._player, self._files = player, files
        self._line = player.connect()
        self._decks: tuple[DeckOrder, ...] = ()
        self._number = 0

    def go_on(self, lasts: float, every: float) -> float:
        """A skip every so often for so long; the most that the player took."""
        ends, most = time.monotonic() + lasts, 0.0
        while time.monotonic() < ends:
            now = time.monotonic()
            self._skip(now)
            while time.monotonic() < now + every:
                most = max(most, memory(self._player))
                time.sleep(0.1)
        return most

    def _skip(self, now: float) -> None:
        self._number += 1
        name = str(self._number)
        file = self._files[self._number % len(self._files)]
        self._decks = (*self._decks[-3:], deck(name, file, now, 3.0))
        self._line.order(Order(0, self._decks, sounding=True))
        self._line.wait_for(is_sounding(name))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    names = ("one.mp3", "two.flac", "three.opus", "four.wav")
    return [
        write(folder / name, pink_noise(20, seed=50 + number))
        for number, name in enumerate(names)
    ]


def test_a_player_with_two_decks_is_small(player: PlayerRig, files: list[Path]) -> None:
    """Skips of every format, one upon another: under 65 MB."""
    assert Skips(player, files).go_on(6.0, every=2.0) < MOST


@pytest.mark.slow
@pytest.mark.timeout(2000)
@pytest.mark.parametrize("lasts", [60.0, 1800.0])
def test_a_player_does_not_grow(
    room: PulseRoom, tmp_path: Path, files: list[Path], lasts: float
) -> None:
    """A skip every ten seconds: after the first minute, no more than a megabyte."""
    with PlayerRig(room, tmp_path) as player:
        skips = Skips(player, files)
        skips.go_on(60.0, every=5.0)
        before = memory(player)
        assert skips.go_on(lasts, every=10.0) < MOST
        assert memory(player) - before < 1.0 + lasts / 1800.0
