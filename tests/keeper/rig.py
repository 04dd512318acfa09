"""A keeper as a process of its own, with an engine and a player that only pretend."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

KEEPER = """
import sys
from pathlib import Path
from kap_room.keeper.keep import keep
from kap_room.keeper.patience import Patience
folder, part, python, *modes = sys.argv[1:]
command = [python, "-I", "-S", part, folder]
patience = Patience(
    first_food=2.5, food=1.6, well=0.5, longest_pause=0.4,
    engine_stops=1.0, player_stops=1.0, look=0.05, stopped=1.2,
)
sys.exit(keep(
    [*command, "engine", modes[0]], [*command, "player", modes[1]],
    Path(folder) / "room.lock", Path(folder) / "engine.log", patience,
))
"""

PART = """
import os, signal, sys, time
folder, name, mode = sys.argv[1:]
def diary(word):
    with open(f"{folder}/diary", "a") as file:
        file.write(f"{name} {word} {os.getpid()} {os.environ['KAP_ROOM_KEEPER']}\\n")
def stop(number, frame):
    diary("stopped")
    sys.exit(0)
if mode != "deaf":
    signal.signal(signal.SIGTERM, stop)
else:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
diary("began")
print(name, "began", flush=True)
feed = int(os.environ.get("KAP_ROOM_FEED", "-1"))
if mode.startswith("exit"):
    while "player began" not in open(f"{folder}/diary").read():
        time.sleep(0.01)
    sys.exit(int(mode[4:]))
if mode.startswith("fed-exit"):
    os.write(feed, b".")
    sys.exit(int(mode[8:]))
if mode == "with-helper" and os.fork() == 0:
    name = "helper"
    diary("began")
    time.sleep(60)
until = time.monotonic() + (0.2 if mode == "stuck" else 1e9)
while True:
    if feed >= 0 and mode != "starving" and time.monotonic() < until:
        try:
            os.write(feed, b".")
        except BrokenPipeError:
            pass
    time.sleep(0.05)
"""


PATIENCE = 20.0
"""Seconds that a busy computer may take; what is awaited comes soon."""


def until(true: Callable[[], bool], within: float = PATIENCE) -> bool:
    """Whether it became true in time."""
    end = time.monotonic() + within
    is_over = False
    while not true():
        if is_over:
            return False
        # One look follows the end: who stood still in between has not seen it.
        is_over = time.monotonic() > end
        time.sleep(0.01)
    return True


def is_running(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


class Household:
    """A folder, and every keeper that was started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.part = folder / "part.py"
        self.part.write_text(PART, "utf-8")
        self._keepers: list[subprocess.Popen[str]] = []

    def keeper(
        self,
        engine: str = "well",
        player: str = "well",
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", KEEPER, str(self.folder), str(self.part)]
        keeper = subprocess.Popen(
            [*command, sys.executable, engine, player],
            env={**os.environ, **(environment or {})},
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
            text=True,
        )
        self._keepers.append(keeper)
        return keeper

    def told(self, name: str, word: str = "began") -> list[int]:
        """The processes that wrote this word, in turn."""
        return [int(pid) for n, w, pid, _ in self.diary() if n == name and w == word]

    def diary(self) -> list[tuple[str, str, str, str]]:
        path = self.folder / "diary"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        words = (line.split() for line in lines)
        return [(a, b, c, d) for a, b, c, d in words]

    def both_began(self, times: int = 1) -> bool:
        return until(
            lambda: (
                len(self.told("engine")) >= times and len(self.told("player")) >= times
            )
        )

    def clear(self) -> None:
        for keeper in self._keepers:
            keeper.kill()
            keeper.communicate()
        for _, word, pid, _ in self.diary():
            if word == "began":
                with contextlib.suppress(OSError):
                    os.kill(int(pid), signal.SIGKILL)
