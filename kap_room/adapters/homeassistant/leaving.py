"""Taking away what a room had left at a broker: nothing of it may be found there later.

An empty message that the broker is asked to keep deletes the one that it kept, and
tells Home Assistant that the device is gone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner
from kap_room.adapters.homeassistant.remembered import Left

GIVES_UP: Final = 60.0
"""Seconds. A broker that is not there now is asked when the engine starts again."""

MANNER: Final = Manner("leaving", qos=0)

_log = logging.getLogger(__name__)


class Leaving:
    """One broker, cleared of these topics. It ends by itself."""

    def __init__(self, left: Left, done: Callable[[Left], None]) -> None:
        """`done` is told on a thread of its own, once the broker has all of it."""
        self._left = left
        self._done = done
        self._sent = threading.Event()
        self._closing = threading.Event()
        self._connection = Connection(left.broker, (), self, manner=MANNER)
        self._thread = threading.Thread(target=self._run, name="leaving", daemon=True)

    def start(self) -> None:
        self._connection.start()
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._sent.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=1.0)

    def found(self) -> None:
        for topic in self._left.topics:
            if not self._connection.send(topic, b"", keep=True):
                return  # the line has gone again; the next one is told anew
        self._sent.set()

    def lost(self, says: str) -> None:
        _log.info("What was left at the broker stays there for now: %s", says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        """Nothing is listened to."""

    def _run(self) -> None:
        self._sent.wait(GIVES_UP)
        for _ in range(20):
            if self._closing.is_set() or not self._sent.is_set():
                break
            if self._connection.is_answered:
                self._done(self._left)
                break
            self._closing.wait(0.1)
        self._connection.close()
