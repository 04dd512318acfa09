"""For how long a process has been held still, by what was seen of it.

Time in which nobody looked does not count: whoever stops everything and lets it go
again has stopped the keeper too.
"""

from __future__ import annotations

from typing import Final

UNSEEN: Final = 2.0
"""Seconds between two looks, and more than one look was missed."""


class Standstill:
    def __init__(self) -> None:
        self._since: float | None = None
        self._looked = 0.0

    @property
    def is_seen(self) -> bool:
        return self._since is not None

    def lasts(self, now: float, *, is_stopped: bool) -> float:
        """How long by now. `now` is a reading of the monotonic clock."""
        missed = now - self._looked > UNSEEN
        self._looked = now
        if not is_stopped:
            self._since = None
            return 0.0
        if self._since is None or missed:
            self._since = now
        return now - self._since
