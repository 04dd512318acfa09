"""What the player costs beside bare libVLC: one file, one room, one run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kap_room.exchange.order import DeckOrder, Order
from tests.bench.processes import cost_of
from tests.bench.table import Row
from tests.player.rig import Line, PlayerRig, deck, is_sounding
from tests.rig.material import pink_noise, write
from tests.rig.sound import PulseRoom

SETTLES = 6.0
WATCHED = 20.0

CROSSFADE = 4.0
CROSSFADES = 5

MOST = 65.0
"""Megabytes, with two decks."""


def sounding(folder: Path) -> tuple[Row, ...]:
    folder.mkdir(parents=True)
    files = [
        write(folder / f"{number}.flac", pink_noise(60, seed=80 + number))
        for number in range(2)
    ]
    with PulseRoom(folder) as room, PlayerRig(room, folder) as player:
        line, pid = player.connect(), player.process.pid
        with _bare(room, files[0]) as bare:
            first = deck("0", files[0])
            line.order(Order(0, (first,), sounding=True))
            line.wait_for(is_sounding("0"))
            time.sleep(SETTLES)
            share, bare_share = _shares(pid, bare)
            memory, bare_memory = cost_of(pid).resident, cost_of(bare).resident
        crossing, most = _crossfades(line, pid, first, files)
    return (
        Row("the player, one deck at rest, of one core", share, "%"),
        Row("bare libVLC beside it, the same file", bare_share, "%"),
        Row("the player, two decks in crossfade", crossing, "%"),
        Row("memory of the player, one deck, resident", memory, "MB"),
        Row("memory of bare libVLC, resident", bare_memory, "MB"),
        Row("the most of the player with two decks, resident", most, "MB", MOST),
    )


@contextmanager
def _bare(room: PulseRoom, file: Path) -> Iterator[int]:
    command = (sys.executable, "-m", "tests.bench.peers_bare_vlc", str(file))
    bare = subprocess.Popen(command, env=room.env, stdin=subprocess.PIPE, text=True)
    with bare:
        assert bare.stdin is not None
        bare.stdin.write("play\n")
        bare.stdin.flush()
        yield bare.pid
        bare.kill()


def _shares(*pids: int) -> list[float]:
    """Of one core, at the same time."""
    before = [cost_of(pid).seconds for pid in pids]
    time.sleep(WATCHED)
    after = [cost_of(pid).seconds for pid in pids]
    return [100 * (b - a) / WATCHED for a, b in zip(before, after, strict=True)]


def _crossfades(
    line: Line, pid: int, first: DeckOrder, files: list[Path]
) -> tuple[float, float]:
    """One after the other: its share of a core, and the most that it held."""
    decks: tuple[DeckOrder, ...] = (first,)
    most = 0.0
    begun, before = time.monotonic(), cost_of(pid).seconds
    for number in range(1, CROSSFADES + 1):
        now = time.monotonic()
        following = deck(str(number), files[number % 2], now, CROSSFADE - 0.5)
        decks = (*decks[-1:], following)
        line.order(Order(0, decks, sounding=True))
        while time.monotonic() < now + CROSSFADE:
            most = max(most, cost_of(pid).resident)
            time.sleep(0.2)
    lasted = time.monotonic() - begun
    return 100 * (cost_of(pid).seconds - before) / lasted, most
