"""Letting go of what may wait for a server or a disk that hangs: on threads of its own.

Each has its own: one that never gets away must not keep the others here, playing on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

STUCK: Final = 5.0
"""Seconds. Who has not got away by then is not waited for."""


class Farewell:
    def __init__(self) -> None:
        self._leaving: dict[threading.Thread, float] = {}

    @property
    def is_over(self) -> bool:
        """Whether everything that was let go has gone, as far as that can be."""
        self._forget()
        return not self._leaving

    def to(self, release: Callable[[], None]) -> None:
        thread = threading.Thread(target=release, name="let go", daemon=True)
        thread.start()
        self._forget()
        self._leaving[thread] = time.monotonic()

    def wait(self, patience: float) -> None:
        until = time.monotonic() + patience
        while not self.is_over and time.monotonic() < until:
            time.sleep(0.01)

    def _forget(self) -> None:
        """Who has gone, so that a long evening does not leave a heap of them."""
        now = time.monotonic()
        self._leaving = {
            thread: since
            for thread, since in self._leaving.items()
            if thread.is_alive() and now < since + STUCK
        }
