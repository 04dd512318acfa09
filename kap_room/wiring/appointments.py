"""The room's appointments, joined to its engine: who is expected, and what is due.

Opened once the engine steps, because its libraries take a while to load. A book that
cannot be read is told on the screen and takes nothing else from the room. Sessions are
begun here only by way of `Host.warm`, which refuses while one is open.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kap_room.adapters.appointments.clock import RoomZone, WallClock
from kap_room.adapters.appointments.duties import Night, Seen, Told
from kap_room.adapters.appointments.night import back_up
from kap_room.adapters.appointments.table import BookRefused, Table
from kap_room.engine.host import Host
from kap_room.engine.session import Mode, Session
from kap_room.exchange.commands import Start
from kap_room.exchange.snapshot import AppointmentsView, AppointmentView
from kap_room.link.places import Places
from kap_room.plan.units import Seconds
from kap_room.timeline import diary
from kap_room.timeline.diary import Appointment, Fate, Warm
from kap_room.wiring.boot import boot_id

if TYPE_CHECKING:
    # It brings APScheduler, which nothing may wait for that makes sound.
    from kap_room.adapters.appointments.keep import Appointments

RESTS: Final = Seconds(600.0)
"""After a session somebody is still in the room; nothing begins by itself there."""

SETTLES: Final = Seconds(120.0)
"""A computer that is off at night does its duty this long after it was put on."""

KEPT: Final = timedelta(days=90)
"""How long the book remembers what is over."""

NOT_SET: Final = "Appointments wait: set the clock, then kap-room book clock-is-right"

_log = logging.getLogger(__name__)


def table_of(places: Places) -> Table:
    """Raises `BookRefused` where the file is none of ours."""
    places.make_data()
    return Table(places.data / "appointments.db")


class RoomDiary:
    """Implements the `Diary` of the engine's host."""

    def __init__(self, places: Places, clock: WallClock) -> None:
        self._places = places
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._book: Appointments | None = None
        self._trouble: str | None = None
        """Why there is no book."""
        self._whose: tuple[str, str | None] | None = None
        """The session, and its code word, that was looked up in the book."""
        self._refused: dict[str, str] = {}
        """Why the room was not made ready, by appointment."""
        self._open = False
        self._busy = False
        """Somebody is in the room, or has just left."""
        self._over_at: Seconds | None = None
        self._since: Seconds | None = None
        """Since when this is looked at."""
        self._has_copied = False
        self._due: asyncio.Queue[Told] = asyncio.Queue()
        self._nightly: tuple[Callable[[datetime], object], ...] = (
            self._back_up,
            self._forget,
        )

    async def run(self, host: Host) -> None:
        """For as long as the room is kept. What fails here ends nothing else."""
        await host.changed()  # the first step is done
        try:
            self._book = await asyncio.to_thread(self._opened)
        except (BookRefused, sqlite3.Error, OSError) as refused:
            self._trouble = f"No appointments: {refused}"
            _log.warning("%s", self._trouble)
            return
        self._book.start(busy=self._busy)
        while True:
            told = await self._due.get()
            try:
                await self._do(told, host)
            except Exception:  # noqa: BLE001 - the one boundary, as told above
                _log.exception("An appointment's duty failed.")

    def close(self) -> None:
        if self._book is not None:
            self._book.stop()

    def _opened(self) -> Appointments:
        from kap_room.adapters.appointments.keep import Appointments

        log = self._places.data / "appointments.log"
        table = table_of(self._places)
        return Appointments(
            table, self.post, self._clock, log, boot=boot_id(), zone=RoomZone()
        )

    def post(self, told: Told) -> None:
        """From the book's own threads."""
        self._loop.call_soon_threadsafe(self._due.put_nowait, told)

    async def _do(self, told: Told, host: Host) -> None:
        if isinstance(told, Warm):
            await self._warm(told.appointment, host)
        elif isinstance(told, Night):
            for duty in self._nightly:
                await asyncio.to_thread(duty, told.planned)
        # All else stands on the screen for as long as it is so.

    async def _warm(self, appointment: Appointment, host: Host) -> None:
        if self._open:
            return
        start = Start(
            appointment.scene,
            appointment.code,
            appointment.therapist,
            appointment.without,
        )
        answer = await host.warm(start)
        if not answer.ok:
            self._refused[appointment.name] = answer.says

    def room_is(self, session: Session | None, reading: Seconds) -> None:
        open_now = session is not None and session.mode is not Mode.ENDED
        if self._open and not open_now:
            self._over_at = reading
        self._open = open_now
        if session is not None and open_now:
            self._note_whose(session)
        resting = self._over_at is not None and reading < self._over_at + RESTS
        busy = open_now or resting
        if busy != self._busy:
            self._busy = busy
            if self._book is not None:
                self._book.room_is(busy=busy)
        self._catch_up(reading)

    def _catch_up(self, reading: Seconds) -> None:
        """Once: most rooms are switched off before it is night."""
        self._since = reading if self._since is None else self._since
        if self._has_copied or self._busy or reading < self._since + SETTLES:
            return
        if self._book is not None and self._book.seen.knows_the_time:
            self._has_copied = True
            self._due.put_nowait(Night(self._clock.now().wall))

    def _note_whose(self, session: Session) -> None:
        """Once for a session and the code word it has: it may get one later."""
        whose = (session.id, session.code)
        if self._book is None or whose == self._whose:
            return
        seen = self._book.seen
        if not seen.knows_the_time:
            return
        self._whose = whose
        now, title = self._clock.now().wall, session.scene.name
        meant = diary.meant_by(seen.booked, session.code, title, now)
        if meant is not None:
            self._book.begun(meant.name)

    def view(self, session: Session | None) -> AppointmentsView:
        if self._book is None:
            return AppointmentsView(says=self._trouble)
        seen, now = self._book.seen, self._clock.now().wall
        following = diary.next_up(seen.booked, now)
        if not seen.knows_the_time:
            waits = any(each.fate is Fate.BOOKED for each in seen.booked)
            return AppointmentsView(says=NOT_SET if waits else None)
        return AppointmentsView(
            next=_view(following, now),
            expected=_view(_expected(seen, session, now), now),
            says=self._says(seen, now),
        )

    def _says(self, seen: Seen, now: datetime) -> str | None:
        duty = diary.to_tell(seen.booked, seen.done, now, busy=self._open)
        if duty is not None:
            return diary.says(duty, _shown(duty.appointment.starts))
        following = diary.next_up(seen.booked, now)
        why = self._refused.get(following.name) if following is not None else None
        if following is None or why is None or self._open:
            return None
        return f"{following.who} is expected at {_shown(following.starts)}. {why}"

    def _back_up(self, night: datetime) -> None:
        day = night.astimezone().date()
        back_up(self._places.journal, self._places.data / "backups", day)

    def _forget(self, night: datetime) -> None:
        table_of(self._places).forget_before(night - KEPT)


def _expected(seen: Seen, session: Session | None, now: datetime) -> Appointment | None:
    """Nobody any more once the session has left the phase in which it waited."""
    if session is None or session.mode is Mode.ENDED or session.course.index > 0:
        return None
    return diary.expected(seen.booked, session.code, now)


def _view(appointment: Appointment | None, now: datetime) -> AppointmentView | None:
    if appointment is None:
        return None
    return AppointmentView(
        code=appointment.code,
        scene=appointment.title,
        at=appointment.starts.astimezone().isoformat(timespec="minutes"),
        in_s=(appointment.starts - now).total_seconds(),
        path=appointment.scene,
        therapist=appointment.therapist,
        without=appointment.without,
    )


def _shown(instant: datetime) -> str:
    return f"{instant.astimezone():%H:%M}"
