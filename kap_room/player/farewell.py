"""Letting go of what may wait for a sound server that hangs: on a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable


class Farewell:
    def __init__(self) -> None:
        self._leaving: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._over = threading.Event()
        self._over.set()
        threading.Thread(target=self._let_go, name="let go", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether everything that was let go has gone."""
        return self._over.is_set()

    def to(self, release: Callable[[], None]) -> None:
        self._over.clear()
        self._leaving.put(release)

    def wait(self, patience: float) -> None:
        self._over.wait(patience)

    def _let_go(self) -> None:
        while True:
            self._leaving.get()()
            if self._leaving.empty():
                self._over.set()
