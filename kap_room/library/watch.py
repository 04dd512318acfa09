"""Whether a file still gets anywhere in the hands of whoever hears it.

Not by how long it takes: a day of sound on a slow computer takes its time, and gets on
with every packet. What counts is beats without getting further, of a clock that stands
still as long as the whole process does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

BEATS: Final = 60
"""So many without getting further, and the file is given up."""

PATIENCE: Final = 60.0
"""Seconds. A disk that was asleep turns within ten."""


class Watch:
    """`beat` is called by another thread than all else."""

    def __init__(self, give_up: Callable[[Path], None]) -> None:
        self._give_up = give_up
        self._file: Path | None = None
        self._idle = 0

    def begin(self, file: Path) -> None:
        self._idle, self._file = 0, file

    def end(self) -> None:
        self._file = None

    def went_on(self) -> None:
        self._idle = 0

    def beat(self) -> None:
        self._idle += 1
        if self._file is not None and self._idle > BEATS:
            self._give_up(self._file)

    def keep(self, patience: float) -> None:
        """From now on, for as long as the process lives."""
        threading.Thread(target=self._go, args=(patience / BEATS,), daemon=True).start()

    def _go(self, every: float) -> None:
        while True:
            time.sleep(every)
            self.beat()
