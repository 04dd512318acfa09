"""What the player costs, and that it costs no more the longer it plays."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kap_room.exchange.order import DeckOrder, Order, PlayerReport
from kap_room.player.table import REMEMBERED
from tests.player.rig import PlayerRig, deck, is_sounding, of
from tests.rig.material import pink_noise, write
from tests.rig.sound import PulseRoom

MOST = 65.0
"""Megabytes."""

GROWN = 0.45
"""Megabytes that say that something leaks. Five kilobytes of each skip make 0.7 of it
in either test; a player that was made to leak so grew by that, and one that is as it
should be by 0.3 at most, while its memory settles."""


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

    def go_on(self, lasts: float, every: float) -> list[float]:
        """A skip every so often for so long, and what the player took meanwhile."""
        ends, took = time.monotonic() + lasts, list[float]()
        while time.monotonic() < ends:
            now = time.monotonic()
            self._skip(now)
            while time.monotonic() < now + every:
                took.append(memory(self._player))
                time.sleep(0.1)
        return took

    def fail(self, folder: Path) -> None:
        """As many tracks that cannot sound as the player remembers."""
        for place in range(0, REMEMBERED, 16):
            now = time.monotonic()
            names = [f"none {place + each}" for each in range(16)]
            gone = [deck(each, folder / f"{each}.flac", now) for each in names]
            decks = (*self._decks[-1:], *gone)
            self._line.order(Order(0, decks, sounding=True))
            self._line.wait_for(has_failed(names))

    def _skip(self, now: float) -> None:
        self._number += 1
        name = str(self._number)
        file = self._files[self._number % len(self._files)]
        self._decks = (*self._decks[-3:], deck(name, file, now, 3.0))
        self._line.order(Order(0, self._decks, sounding=True))
        self._line.wait_for(is_sounding(name))


def has_failed(names: list[str]) -> Callable[[PlayerReport], bool]:
    def holds(report: PlayerReport) -> bool:
        decks = [of(report, each) for each in names]
        return all(each is not None and each.state == "failed" for each in decks)

    return holds


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
    assert max(Skips(player, files).go_on(6.0, every=2.0)) < MOST


@pytest.mark.slow
@pytest.mark.timeout(2000)
@pytest.mark.parametrize(
    ("lasts", "every"),
    [
        pytest.param(200.0, 2.5, id="in a hurry"),
        pytest.param(1800.0, 10.0, id="for half an hour"),
    ],
)
def test_a_player_does_not_go_on_growing(
    room: PulseRoom, tmp_path: Path, files: list[Path], lasts: float, every: float
) -> None:
    """A leak of five kilobytes a skip would be seen.

    The least of a stretch is compared, since decks come and go. Before the first, every
    format was played and the player remembers as many tracks as it ever will.
    """
    with PlayerRig(room, tmp_path) as player:
        skips = Skips(player, files)
        skips.go_on(24.0, every=2.0)
        skips.fail(tmp_path)
        skips.go_on(24.0, every=2.0)
        took = skips.go_on(lasts, every)
        assert max(took) < MOST
    part = len(took) // 5
    grown = min(took[-part:]) - min(took[:part])
    told = f"{min(took):.2f} to {max(took):.2f} MB, {grown:+.2f} MB at the end"
    print(told)  # noqa: T201
    assert grown < GROWN
