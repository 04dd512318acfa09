"""What a process costs, as the system counts it: no sampling, no guessing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 2**20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one core since the process began, and what it holds now."""

    seconds: float
    resident: float
    """Megabytes, shared pages counted whole."""
    own: float
    """Megabytes, shared pages counted by how many share them."""


def cost_of(pid: int) -> Cost:
    folder = Path(f"/proc/{pid}")
    # The name stands in brackets and may hold anything; after it all is numbers.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    rollup = (folder / "smaps_rollup").read_text().splitlines()
    sizes = {words[0]: words[1] for words in map(str.split, rollup) if len(words) == 3}
    resident, own = (int(sizes[name]) * 1024 / MEGABYTE for name in ("Rss:", "Pss:"))
    return Cost(ticks / TICKS, resident, own)


def children_of(pid: int) -> dict[str, int]:
    """What it started itself and what runs now, by the module it runs."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {_module_of(int(child)): int(child) for child in listed}


def _module_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return words[words.index("-m") + 1] if "-m" in words else words[0]
