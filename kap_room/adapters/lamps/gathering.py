"""How much of a lamp's flood is listened to: a little as it comes, then the last of it.

A lamp that has lost its mind says ten thousand times a second how bright it is. The
engine would do nothing but listen, and the key that means silence would wait with it.
Some lamps name only what has changed, and rubbish may come last: where a word was
passed over, it is told once the last of it was heard. How often a lamp is then asked
for the whole is for whoever asks.

A bridge speaks of many lamps on one topic, and no message there stands for another:
each that is not the same as one before it is heard.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container
from typing import Final

from kap_room.adapters.lamps.asking import later

WINDOW: Final = 0.1
"""Seconds."""

CALM: Final = 8
"""Messages on one topic in a window. A lamp on its way says two or three."""

MOST_APART: Final = 200
"""Different messages of a bridge in a window. Few houses have as many devices, and all
of them come to power at once."""

Hears = Callable[[str, bytes, bool], None]
Held = dict[str, dict[bytes, bool]]
"""By topic the payloads, and whether each had been kept; the last comes last."""


class Gathering:
    """Told on the connection's thread; tells one at a time, on that or its own."""

    def __init__(
        self,
        hears: Hears,
        missed: Callable[[str], None],
        apart: Container[str] = (),
    ) -> None:
        """`hears` is told topic, payload, and whether it had been kept.

        `missed` is told a topic of which something was not heard, once in a window.
        `apart` are the topics where no message stands for another.
        """
        self._hears = hears
        self._missed = missed
        self._apart = apart
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._began = 0.0
        self._counts: dict[str, int] = {}
        self._held: Held = {}
        self._passed_over: set[str] = set()

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        with self._lock:
            passes = self._passes(topic)
            if not passes:
                self._hold(topic, payload, kept=kept)
        if passes:
            with self._telling:
                self._hears(topic, payload, kept)

    def _passes(self, topic: str) -> bool:
        now = time.monotonic()
        if now - self._began >= WINDOW:
            self._began = now
            self._counts.clear()
        count = self._counts[topic] = self._counts.get(topic, 0) + 1
        # What is held comes first: the last word must be the last.
        return count <= CALM and topic not in self._held

    def _hold(self, topic: str, payload: bytes, *, kept: bool) -> None:
        if not self._held:
            later(WINDOW, self._tell_held)
        held = self._held.setdefault(topic, {})
        if topic in self._apart:
            held.pop(payload, None)
            if len(held) >= MOST_APART:
                # No lamp is asked for it: that would be every lamp of the bridge.
                del held[next(iter(held))]
        elif held:
            held.clear()
            self._passed_over.add(topic)
        held[payload] = kept

    def _tell_held(self) -> None:
        with self._telling:
            with self._lock:
                held, self._held = self._held, {}
                missed, self._passed_over = self._passed_over, set()
            for topic, payloads in held.items():
                for payload, kept in payloads.items():
                    self._hears(topic, payload, kept)
            for topic in sorted(missed):
                self._missed(topic)
