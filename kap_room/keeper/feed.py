"""How the engine shows that it still steps: a byte into a pipe, now and then.

The engine's loop calls `give` in each step. It never blocks and never fails, whatever
became of the keeper.
"""

from __future__ import annotations

import contextlib
import os
from typing import Final

VARIABLE: Final = "KAP_ROOM_FEED"

OFTEN_ENOUGH: Final = 0.5
"""Seconds between two bytes; the keeper looks as often."""


class Feed:
    """The engine's end. Without a keeper it does nothing."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._given = float("-inf")
        if descriptor is not None:
            os.set_blocking(descriptor, False)
            # A process that the engine starts must not feed in its place.
            os.set_inheritable(descriptor, False)  # noqa: FBT003 - as os has it

    def give(self, now: float) -> None:
        """`now` is a reading of the monotonic clock."""
        if self._descriptor is None or now - self._given < OFTEN_ENOUGH:
            return
        self._given = now
        with contextlib.suppress(OSError):  # the keeper is slow, or gone
            os.write(self._descriptor, b".")


def feed_from_environment() -> Feed:
    """As the keeper gave it; its variable goes no further than here."""
    said = os.environ.pop(VARIABLE, "")
    try:
        os.fstat(int(said))
    except (ValueError, OSError):
        return Feed(None)
    return Feed(int(said))


class Hunger:
    """The keeper's end: when was it fed?"""

    def __init__(self, now: float) -> None:
        self._reads, self.writes = os.pipe()
        os.set_blocking(self._reads, False)
        self.since = now
        """The last food, or the start."""
        self.was_fed = False

    def begun(self) -> None:
        """The engine has its end now; ours would hide that it closed."""
        os.close(self.writes)

    def look(self, now: float) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reads, 4096):
                self.since = now
                self.was_fed = True

    def close(self) -> None:
        os.close(self._reads)
