"""Where the reading comes from: the system's monotonic clock, or a virtual one.

Inside a session only CLOCK_MONOTONIC counts; the wall clock jumps by hours on a small
computer that finds a time server. It is asked only for what people will read.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from kap_room.engine.session import Moment
from kap_room.plan.units import Seconds

ZERO: Final = Seconds(0.0)


class Clock(Protocol):
    def now(self) -> Moment: ...


class SystemClock:
    """The clock of a real session."""

    def now(self) -> Moment:
        wall = datetime.now().astimezone().isoformat(timespec="seconds")
        return Moment(Seconds(time.monotonic()), wall)


class VirtualClock:
    """Time that passes only when it is told to: rehearsals and tests run on it."""

    def __init__(self, reading: Seconds = ZERO) -> None:
        self._began = reading
        self._reading = reading
        self._wall = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)

    def now(self) -> Moment:
        wall = self._wall + timedelta(seconds=self._reading - self._began)
        return Moment(self._reading, wall.isoformat(timespec="seconds"))

    def advance(self, by: Seconds) -> None:
        self.advance_to(Seconds(self._reading + by))

    def advance_to(self, reading: Seconds) -> None:
        if reading < self._reading:
            raise ValueError("time cannot go backwards")
        self._reading = reading
