"""`python -m tests.bench`: what kap-room costs on this computer, and how long it takes.

A table of figures beside their targets. Real processes in folders of their own; the
figures are worth something only while nobody else keeps the computer busy. `peers` is
kap-room beside MPD and bare libVLC, and takes seven minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench.lamps import ramps
from tests.bench.library import library
from tests.bench.peers import compare
from tests.bench.resting import resting
from tests.bench.sounding import sounding
from tests.bench.starting import commands, second_start
from tests.bench.table import show

PARTS = ("commands", "starting", "resting", "lamps", "sounding", "library", "peers")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="how long a session is watched"
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="this part; may be repeated"
    )
    asked = parser.parse_args()
    parts = asked.only or PARTS
    with tempfile.TemporaryDirectory(prefix="kap-room-bench-") as folder:
        home = Path(folder)
        if "commands" in parts:
            show("Commands", commands(home / "commands"))
        if "starting" in parts:
            show("Starting", second_start(home / "demo"))
        if "resting" in parts:
            show(
                f"A session at rest, over {asked.seconds:g} s",
                resting(home / "resting", asked.seconds),
            )
        if "lamps" in parts:
            show("A ramp of 20 minutes", ramps(home / "lamps", asked.seconds / 2))
        if "sounding" in parts:
            show("The player beside bare libVLC", sounding(home / "sounding"))
        if "library" in parts:
            show("The music library", library(home / "library"))
        if "peers" in parts:
            compare(home / "peers")


if __name__ == "__main__":
    main()
