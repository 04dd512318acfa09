"""A player that hangs ends itself, so that one which does not can be started.

A call into libVLC may wait for a sound server that never answers. What sounds goes on
meanwhile, but nobody could silence it. The thread here looks on and counts only time
in which this process ran: one that was stopped and let go is not hung.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

LOOK: Final = 0.1
"""Seconds between two looks."""

LOOKS: Final = 20
"""Without a beat in between, and the process is given up. A step takes milliseconds,
and half a second where a server is looked for."""

HUNG: Final = 70
"""The exit code, as in sysexits.h: an error inside."""


class Watchdog:
    """Begins with its first beat."""

    def __init__(self, give_up: Callable[[], None] | None = None) -> None:
        self._give_up = give_up or _give_up
        self._missed = 0
        self._over = False

    def start(self) -> None:
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def beat(self) -> None:
        self._missed = 0

    def stop(self) -> None:
        self._over = True

    def _watch(self) -> None:
        while not self._over:
            time.sleep(LOOK)
            self._missed += 1
            if self._missed > LOOKS and not self._over:
                self._give_up()
                return


def _give_up() -> None:
    sys.stderr.write("The player hangs and gives way to a new one.\n")
    sys.stderr.flush()
    os._exit(HUNG)
