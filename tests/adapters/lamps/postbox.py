"""An inbox that keeps what is posted, for tests to look into."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from kap_room.engine.ports import Message
from tests.rig.broker import wait_until


@dataclass(frozen=True)
class Postbox:
    """Answers the engine's port `Inbox`."""

    _posted: list[tuple[float, Message]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, message: Message) -> None:
        with self._lock:
            self._posted.append((time.monotonic(), message))

    @property
    def posted(self) -> tuple[Message, ...]:
        with self._lock:
            return tuple(message for _, message in self._posted)

    def reading_of(self, message: Message) -> float:
        """When it was posted, the last time."""
        with self._lock:
            return max(at for at, posted in self._posted if posted == message)

    def has(self, message: Message, within: float = 6.0) -> bool:
        return wait_until(lambda: message in self.posted, within)

    def has_anything(self, within: float = 6.0) -> bool:
        return wait_until(lambda: bool(self.posted), within)

    def empty(self) -> None:
        with self._lock:
            self._posted.clear()
