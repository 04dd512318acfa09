"""The two clocks of this computer, and whether it knows the time.

The kernel keeps a flag that every time service clears when it has set the clock; it is
read without asking any of them.
"""

from __future__ import annotations

import ctypes
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final, Protocol

from typing_extensions import override

from kap_room.plan.units import Seconds
from kap_room.timeline.wall import Clocks

CHIP: Final = Path("/sys/class/rtc/rtc0")

TIMEX_BYTES: Final = 256
"""Room for the kernel's `struct timex` (208 bytes), with some to spare."""

UNSYNCHRONISED: Final = 5
"""`TIME_ERROR`: nobody has set the clock."""


class WallClock(Protocol):
    def now(self) -> Clocks: ...

    def is_synchronised(self) -> bool: ...

    def has_chip(self) -> bool: ...


class RoomZone(tzinfo):
    """What the clocks in this room show, summer and winter, as the system knows it."""

    @override
    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return None if dt is None else self._as_here(dt).utcoffset()

    @override
    def dst(self, dt: datetime | None) -> timedelta | None:
        del dt
        return None

    @override
    def tzname(self, dt: datetime | None) -> str | None:
        return None if dt is None else self._as_here(dt).tzname()

    @override
    def fromutc(self, dt: datetime) -> datetime:
        instant = dt.replace(tzinfo=UTC).timestamp()
        shown = datetime.fromtimestamp(instant)  # noqa: DTZ006 - the one who tells
        return shown.replace(tzinfo=self)

    def _as_here(self, dt: datetime) -> datetime:
        return dt.replace(tzinfo=None).astimezone()


class SystemWall:
    """The clock of a real room."""

    def now(self) -> Clocks:
        return Clocks(datetime.now(UTC), Seconds(time.monotonic()))

    def is_synchronised(self) -> bool:
        """Asks for the state and sets nothing: all zeroes change nothing."""
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            state = int(libc.adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)))
        except (OSError, AttributeError):
            return False
        return 0 <= state < UNSYNCHRONISED

    def has_chip(self) -> bool:
        return CHIP.exists()
