"""Looks at the book when something may be due, and whenever the time itself changed.

A thread of its own compares the two clocks once a second, and sees what another process
booked. What is due is decided by the pure rules with the time that is now; it is posted
and nothing else. A session that is open is told of here, and never touched.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from kap_room.adapters.appointments.clock import WallClock
from kap_room.adapters.appointments.duties import Night, Seen, Told
from kap_room.adapters.appointments.log import NAME, log_into, log_no_more
from kap_room.adapters.appointments.table import BookRefused, Table, connect
from kap_room.timeline.diary import (
    Appointment,
    Done,
    Duty,
    Fate,
    Missed,
    due,
    key_of,
    next_look,
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


class Appointments:
    """One room's book. `inbox` is called from any thread and may only post.

    What the engine says or asks here touches no disk: it only leaves word.
    """

    def __init__(  # noqa: PLR0913 - a book, a clock, a place for words and a log
        self,
        table: Table,
        inbox: Callable[[Told], None],
        clock: WallClock,
        log: Path,
        *,
        boot: str = "",
        zone: tzinfo = UTC,
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        self._table = table
        self._inbox = inbox
        self._clock = clock
        self._boot = boot
        self._zone = zone
        self._looks_every = looks_every
        self._lock = threading.RLock()
        self._done: frozenset[Done] = frozenset()
        self._busy = False
        self._trusted = False
        self._sees_at = 0.0
        self._last_seen = table.last_seen()
        self._confirmed = table.confirmed()
        self._seen = Seen()
        self._begun: deque[str] = deque()
        self._word = threading.Event()
        self._stopping = False
        self._handler = log_into(log)
        defaults = {"misfire_grace_time": None, "coalesce": True}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        self._thread = threading.Thread(
            target=self._watch, name="appointments", daemon=True
        )

    def start(self, *, busy: bool) -> None:
        """`busy`: a session was taken up again before the book was opened."""
        self._busy = busy
        self._scheduler.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._word.set()
        self._thread.join()
        self._scheduler.shutdown(wait=True)
        log_no_more(self._handler)

    def room_is(self, *, busy: bool) -> None:
        """Whether a session is open: then nothing begins by itself."""
        self._busy = busy
        self._word.set()

    def begun(self, name: str) -> None:
        """The session of this appointment has begun."""
        self._begun.append(name)
        booked = (
            replace(each, fate=Fate.BEGUN) if each.name == name else each
            for each in self._seen.booked
        )
        self._seen = replace(self._seen, booked=tuple(booked))
        self._word.set()

    @property
    def seen(self) -> Seen:
        return self._seen

    def _trusts(self, now: Clocks) -> bool:
        grounds = Grounds(
            synchronised=self._clock.is_synchronised(),
            has_chip=self._clock.has_chip(),
            confirmed=self._is_confirmed(now),
            last_seen=self._last_seen,
        )
        return is_trusted(now.wall, grounds)

    def _is_confirmed(self, now: Clocks) -> bool:
        said = self._confirmed
        return said is not None and said.holds(self._boot, now)

    def _look(self) -> None:
        """Say what is due now, and lay out when to look again."""
        with self._lock:
            now = self._clock.now()
            self._confirmed = self._table.confirmed()
            self._trusted = self._trusts(now)
            booked = self._table.all()
            duties: tuple[Duty, ...] = ()
            if self._trusted:
                duties = due(booked, self._done, now.wall, busy=self._busy)
            for duty in duties:
                self._done |= {key_of(duty)}
                if isinstance(duty, Missed):
                    self._settle_missed(duty.appointment.name)
            self._seen = Seen(booked, self._done, self._trusted)
            self._lay(booked, now)
        for duty in duties:
            self._inbox(duty)

    def _lay(self, booked: tuple[Appointment, ...], now: Clocks) -> None:
        """The scheduler's jobs, anew: it keeps them in memory and nothing else does."""
        self._scheduler.remove_all_jobs()
        if not self._trusted:
            return
        moment = next_look(booked, now.wall)
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
        before, version, asked = self._clock.now(), -1, True
        with contextlib.closing(connect(self._table.path)) as file:
            while True:
                now = self._clock.now()
                try:
                    self._settle_begun()
                    was, version = version, _version_of(file)
                    set_anew = now.has_jumped_since(before)
                    if asked or set_anew or version != was or self._is_known_anew(now):
                        self._look()
                    self._see(now)
                except Exception:
                    # Nobody else looks at the clocks, so this thread never ends by a
                    # fault: a full disk may be mended, an inbox may come back.
                    logging.getLogger(NAME).exception("The book cannot be read.")
                before = now
                asked = self._word.wait(self._looks_every)
                if asked:
                    self._word.clear()
                if self._stopping:
                    return

    def _is_known_anew(self, now: Clocks) -> bool:
        """Whether the time has come to be known, or to be known no more."""
        return self._trusts(now) != self._trusted

    def _settle_missed(self, name: str) -> None:
        """What cannot be kept is told all the same, and nothing waits for it."""
        with contextlib.suppress(sqlite3.Error, BookRefused):
            self._table.settle(name, Fate.MISSED)

    def _settle_begun(self) -> None:
        while self._begun:
            with contextlib.suppress(BookRefused):  # cancelled and forgotten meanwhile
                self._table.settle(self._begun[0], Fate.BEGUN)
            self._begun.popleft()

    def _see(self, now: Clocks) -> None:
        if self._trusted and now.reading >= self._sees_at:
            self._table.saw(now.wall)
            self._last_seen = now.wall
            self._sees_at = now.reading + SEEN_EVERY


def _version_of(file: sqlite3.Connection) -> int:
    """Another one whenever anybody else has written."""
    return int(file.execute("PRAGMA data_version").fetchone()[0])
