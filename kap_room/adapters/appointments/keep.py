"""Looks at the book when something may be due, and whenever the time itself changed.

A thread of its own compares the two clocks once a second, and sees what another process
booked. What is due is decided by the pure rules with the time that is now; it is posted
and nothing else. A session that is open is told of here, and never touched.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from kap_room.adapters.appointments.clock import WallClock
from kap_room.adapters.appointments.log import NAME, log_into, log_no_more
from kap_room.adapters.appointments.table import Table, connect
from kap_room.timeline.diary import (
    Appointment,
    Done,
    Duty,
    Fate,
    Missed,
    due,
    key_of,
    next_look,
    next_up,
)
from kap_room.timeline.wall import Clocks, Grounds, is_trusted, next_daily

LOOKS_EVERY: Final = 1.0
"""Seconds. A clock that was set is seen within this."""

SEEN_EVERY: Final = 600.0
"""Seconds between two writings of what the wall clock shows: an SD card wears out."""

NIGHT: Final = time(3, 30)
"""On the wall: nobody is there, and no clock is put forward or back at that time."""

LATE: Final = timedelta(minutes=10)
"""A nightly duty that would be later than this waits for the next night."""


@dataclass(frozen=True, slots=True)
class Night:
    """Time for what is done at night: the backup of the journal, retention."""

    planned: datetime


Told = Duty | Night


class Appointments:
    """One room's book. `inbox` is called from any thread and may only post."""

    def __init__(  # noqa: PLR0913 - a book, a clock, a place for words and a log
        self,
        table: Table,
        inbox: Callable[[Told], None],
        clock: WallClock,
        log: Path,
        *,
        zone: tzinfo = UTC,
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        self._table = table
        self._inbox = inbox
        self._clock = clock
        self._zone = zone
        self._looks_every = looks_every
        self._lock = threading.RLock()
        self._done: frozenset[Done] = frozenset()
        self._busy = False
        self._confirmed = False
        self._trusted = False
        self._sees_at = 0.0
        self._last_seen = table.last_seen()
        self._stopping = threading.Event()
        self._handler = log_into(log)
        defaults = {"misfire_grace_time": None, "coalesce": True}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        self._thread = threading.Thread(
            target=self._watch, name="appointments", daemon=True
        )

    def start(self) -> None:
        self._scheduler.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._scheduler.shutdown(wait=True)
        log_no_more(self._handler)

    def room_is(self, *, busy: bool) -> None:
        """Whether a session is open: then nothing begins by itself."""
        with self._lock:
            self._busy = busy
        self._look()

    def confirm_time(self) -> None:
        """Somebody looked at the clock and said that it is right."""
        with self._lock:
            self._confirmed = True
        self._look()

    def begun(self, name: str) -> None:
        """The session of this appointment has begun. Raises `BookRefused`."""
        self._table.settle(name, Fate.BEGUN)
        self._look()

    @property
    def knows_the_time(self) -> bool:
        return self._trusts(self._clock.now())

    def expected(self) -> Appointment | None:
        """Who is next; nobody while the time is not known."""
        now = self._clock.now()
        return next_up(self._table.all(), now.wall) if self._trusts(now) else None

    def _trusts(self, now: Clocks) -> bool:
        grounds = Grounds(
            synchronised=self._clock.is_synchronised(),
            has_chip=self._clock.has_chip(),
            confirmed=self._confirmed,
            last_seen=self._last_seen,
        )
        return is_trusted(now.wall, grounds)

    def _look(self) -> None:
        """Say what is due now, and lay out when to look again."""
        with self._lock:
            now = self._clock.now()
            self._trusted = self._trusts(now)
            duties: tuple[Duty, ...] = ()
            if self._trusted:
                booked = self._table.all()
                duties = due(booked, self._done, now.wall, busy=self._busy)
            for duty in duties:
                self._done |= {key_of(duty)}
                if isinstance(duty, Missed):
                    self._table.settle(duty.appointment.name, Fate.MISSED)
            self._lay(now)
        for duty in duties:
            self._inbox(duty)

    def _lay(self, now: Clocks) -> None:
        """The scheduler's jobs, anew: it keeps them in memory and nothing else does."""
        self._scheduler.remove_all_jobs()
        if not self._trusted:
            return
        moment = next_look(self._table.all(), now.wall)
        if moment is not None:
            self._add("look", self._look, moment, now)
        night = next_daily(now.wall, NIGHT, self._zone)
        self._add("night", lambda: self._night(night), night, now)
        self._scheduler.wakeup()

    def _add(
        self, name: str, done: Callable[[], None], moment: datetime, now: Clocks
    ) -> None:
        run_date = datetime.now(UTC) + (moment - now.wall)
        self._scheduler.add_job(
            done, "date", id=name, run_date=run_date, replace_existing=True
        )

    def _night(self, planned: datetime) -> None:
        with self._lock:
            now = self._clock.now().wall
            in_time = abs(now - planned) <= LATE
            free = self._trusted and not self._busy
            key = ("Night", "", planned)
            tell = in_time and free and key not in self._done
            if tell:
                self._done |= {key}
        if tell:
            self._inbox(Night(planned))
        self._look()

    def _watch(self) -> None:
        """Until the end: was a clock set, was something booked, is the time known?"""
        before, version = self._clock.now(), -1
        with closing(connect(self._table.path)) as file:
            while True:
                now = self._clock.now()
                try:
                    was, version = version, _version_of(file)
                    jumped = now.has_jumped_since(before)
                    if version != was or jumped or self._trusts(now) != self._trusted:
                        self._look()
                    self._see(now)
                except Exception:
                    # Nobody else looks at the clocks, so this thread never ends by a
                    # fault: a full disk may be mended, an inbox may come back.
                    logging.getLogger(NAME).exception("The book cannot be read.")
                before = now
                if self._stopping.wait(self._looks_every):
                    return

    def _see(self, now: Clocks) -> None:
        if self._trusted and now.reading >= self._sees_at:
            self._table.saw(now.wall)
            self._last_seen = now.wall
            self._sees_at = now.reading + SEEN_EVERY


def _version_of(file: sqlite3.Connection) -> int:
    """Another one whenever anybody else has written."""
    return int(file.execute("PRAGMA data_version").fetchone()[0])
