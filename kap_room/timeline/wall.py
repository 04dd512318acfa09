"""Wall time, as appointments count it: instants, and what a clock on the wall shows.

Sessions never ask here: inside one only the monotonic reading counts. An instant is
always in UTC, because Python adds hours to a local time as if no clock was ever put
forward. Every now is handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from kap_room.plan.units import Seconds

JUMP: Final = Seconds(2.0)
"""More than this between the two clocks: one was set, and does not only drift."""

BACK: Final = timedelta(minutes=2)
"""A clock that is this far behind what it showed before has forgotten the time."""

DRIFT: Final = Seconds(120.0)
"""How far a clock may wander from where somebody said that it is right."""

_WHEN: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})")


class WhenWrong(ValueError):  # noqa: N818 - the sentence is for a person, not a fault
    """It is no moment; the sentence says what to write."""


def read_when(text: str, zone: tzinfo) -> datetime:
    """`2026-11-23 10:00` on the clock of this room, as an instant."""
    found = _WHEN.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)  # noqa: TRY301 - told below, as any other
        year, month, day, hour, minute = map(int, found.groups())
        shown = datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        raise WhenWrong(
            f'"{text}" is not a date and a time. Write it as in 2026-11-23 10:00.'
        ) from None
    instant = shown.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise WhenWrong(
            f"There is no {shown:%H:%M} on {shown:%Y-%m-%d}: the clocks are put "
            "forward over it. Write an hour later."
        )
    return instant


def comes_twice(instant: datetime, zone: tzinfo) -> bool:
    """Whether the wall shows this time twice that day; an appointment means the first.

    That is the night in which the clocks are put back.
    """
    shown = instant.astimezone(zone)
    return shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()


def next_daily(now: datetime, at: time, zone: tzinfo) -> datetime:
    """The next time that the wall shows this, or where it is put forward, would."""
    day = now.astimezone(zone).date()
    for ahead in range(3):
        shown = datetime.combine(day + timedelta(days=ahead), at, tzinfo=zone)
        if (instant := shown.astimezone(UTC)) > now:
            return instant
    raise AssertionError("tomorrow comes")


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks at one moment."""

    wall: datetime
    reading: Seconds

    def jumped_since(self, before: Clocks) -> Seconds:
        """By how much the wall was set since then; a sleep counts as well."""
        passed = (self.wall - before.wall).total_seconds()
        return Seconds(passed - (self.reading - before.reading))

    def has_jumped_since(self, before: Clocks) -> bool:
        return abs(self.jumped_since(before)) > JUMP


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody looked at the wall clock and said that it is right."""

    boot: str
    """Which start of the computer that was in: a clock without a chip forgets."""
    clocks: Clocks

    def holds(self, boot: str, now: Clocks) -> bool:
        """Not after a restart, nor once the clock was set to another time."""
        return boot == self.boot and abs(now.jumped_since(self.clocks)) <= DRIFT


@dataclass(frozen=True, slots=True)
class Grounds:
    """What speaks for the wall clock."""

    synchronised: bool = False
    """The system says that a time server set it."""
    has_chip: bool = False
    """The computer has a clock that runs while it is off."""
    confirmed: bool = False
    """Somebody said that it is right, and that still holds."""
    last_seen: datetime | None = None
    """What it showed when it was last looked at, before the computer started too."""


def is_trusted(now: datetime, grounds: Grounds) -> bool:
    """Whether anything may begin by the wall clock.

    A small computer without a clock chip comes up in the past. Without a time server it
    stays there until somebody says that the time is right.
    """
    if grounds.synchronised or grounds.confirmed:
        return True
    if grounds.last_seen is not None and now < grounds.last_seen - BACK:
        return False
    return grounds.has_chip
