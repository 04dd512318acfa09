"""What a session costs while nothing changes but the clock."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from tests.bench.processes import Cost, children_of, cost_of
from tests.bench.table import Row
from tests.rig.house import House
from tests.rig.material import pink_noise, write
from tests.whole.terminal import Terminal

SCENE = """
name: Resting
phases:
  - {name: onset, lasts: 2h, playlist: noise, look: dusk, ramp: 1s}
  - {name: return, lasts: 1h, playlist: noise, look: dusk}
looks:
  dusk: {all: {level: 20%, warmth: 2200 K}}
"""
LAMPS = ("ceiling", "floor", "shelf", "bed")

LONGEST_TRACK = 240.0
SETTLES = 8.0
"""Seconds until the start's fade, ramp and measuring are over."""

COUNTED = ("engine", "player", "console")
"""What the target is about; the keeper and the idle measurer are shown beside it."""


def resting(folder: Path, seconds: float) -> tuple[Row, ...]:
    with House(folder, lamps=LAMPS) as house:
        write(house.music / "noise.flac", pink_noise(LONGEST_TRACK, seed=7))
        tracks = "name: noise\ntracks:\n  - file: noise.flac\n"
        house.write("playlists/noise.yaml", tracks)
        house.write("scenes/resting.yaml", SCENE)
        house.measure()
        house.keep()
        house.start("resting")
        with Terminal(house) as console:
            console.wait_for("space silence")
            time.sleep(SETTLES)
            pids = {**house.pids(), "console": console.pid}
            everybody = pids | children_of(pids["engine"])
            before = {name: cost_of(pid) for name, pid in everybody.items()}
            time.sleep(seconds)
            after = {name: cost_of(pid) for name, pid in everybody.items()}
    return _rows(before, after, seconds)


def _rows(
    before: Mapping[str, Cost], after: Mapping[str, Cost], seconds: float
) -> tuple[Row, ...]:
    shares = {
        name: 100.0 * (after[name].seconds - before[name].seconds) / seconds
        for name in before
    }
    together = sum(shares[name] for name in COUNTED)
    return (
        Row("engine + player + console, of one core", together, "%", 6.0),
        *(Row(f"  {name}", share, "%") for name, share in shares.items()),
        *(Row(f"memory of {n}, resident", c.resident, "MB") for n, c in after.items()),
        *(Row(f"memory of {n}, its share", c.own, "MB") for n, c in after.items()),
    )
