"""`python -m tests.bench`: what kap-room costs on this computer, and how long it takes.

A table of figures beside their targets. Real processes in folders of their own; the
figures are worth something only while nobody else keeps the computer busy.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench.resting import resting
from tests.bench.starting import commands, second_start
from tests.bench.table import show


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="how long a session is watched"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kap-room-bench-") as folder:
        home = Path(folder)
        show("Commands", commands(home / "commands"))
        show("Starting", second_start(home / "demo"))
        show(
            f"A session at rest, over {asked.seconds:g} s",
            resting(home / "resting", asked.seconds),
        )


if __name__ == "__main__":
    main()
