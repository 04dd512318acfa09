"""How much may be on its way to the broker: what it does not answer is not added to.

A broker that froze takes steps into its buffers and plays them all when it thaws. From
the first step that stays unanswered for a while, no further one is sent.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import MQTTErrorCode

PATIENCE: Final = 2.0
"""Seconds. A broker on the same network answers in milliseconds."""

MOST_UNANSWERED: Final = 100
"""All lamps of a large room, commanded several times within one round trip."""


class Pace:
    """Safe from any thread; one for each connection, as answers die with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unanswered: deque[tuple[float, MQTTMessageInfo]] = deque()

    def send(
        self, client: Client, topic: str, payload: bytes, *, keep: bool = False
    ) -> bool:
        """True when the message is on its way; nothing is kept for later."""
        with self._lock:
            now = time.monotonic()
            if self._is_stalled(now):
                return False
            # No command is kept: a lamp must not be told at night what held at noon.
            info = client.publish(topic, payload, qos=1, retain=keep)
            if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return False
            self._unanswered.append((now, info))
            return True

    @property
    def is_answered(self) -> bool:
        with self._lock:
            return all(info.is_published() for _, info in self._unanswered)

    def _is_stalled(self, now: float) -> bool:
        waiting = self._unanswered
        while waiting and waiting[0][1].is_published():
            waiting.popleft()
        return bool(waiting) and now - waiting[0][0] > PATIENCE
