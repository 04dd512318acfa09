"""The book joined to an engine: a real book and scheduler, clocks that can be set."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kap_room.adapters.appointments.duties import Night
from kap_room.engine.begin import Loaded
from kap_room.engine.host import SOFTLY, Host
from kap_room.exchange.commands import Button, Code, Press, Start
from kap_room.exchange.snapshot import AppointmentsView, Snapshot
from kap_room.link.places import Places
from kap_room.plan.units import Seconds
from kap_room.timeline.diary import Appointment, Fate
from kap_room.timeline.wall import Clocks
from kap_room.wiring.appointments import (
    NOT_SET,
    RESTS,
    SETTLES,
    RoomDiary,
    table_of,
)
from tests.engine.house import SCENE, House, loaded

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE

SOON = 5.0
"""Seconds that a busy machine may take."""

A_WHILE = 0.3
"""Seconds in which nothing must begin."""


@dataclass
class SetWall:
    """Runs as any clock, can be set, and is believed or not."""

    shows: datetime = NOON
    synchronised: bool = True
    began: float = field(default_factory=time.monotonic)

    def now(self) -> Clocks:
        reading = time.monotonic()
        passed = timedelta(seconds=reading - self.began)
        return Clocks(self.shows + passed, Seconds(reading))

    def is_synchronised(self) -> bool:
        return self.synchronised

    def has_chip(self) -> bool:
        return False


def waiting(start: Start) -> Loaded:
    """A scene whose arrival waits for the dose."""
    return replace(loaded(), code=start.code, therapist=start.therapist)


def at_once(start: Start) -> Loaded:
    """One that runs from its first second."""
    return replace(waiting(start), scene=replace(SCENE, phases=SCENE.phases[1:]))


class Room:
    """An engine on a virtual clock, its host, and the book in its folder."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder / "room.yaml", folder / "data", folder)
        self.wall = SetWall()
        self.house = House()
        self.load: Callable[[Start], Loaded] = waiting
        self.diary: RoomDiary | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Host]:
        self.diary = RoomDiary(self.places, self.wall)
        house, feed = self.house, lambda _: None
        host = Host(house.engine, self.load, lambda _: None, feed, self.diary)
        running = (self.diary.run(host), host.run())
        tasks = [asyncio.create_task(each) for each in running]
        try:
            yield host
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.diary.close()

    def booked(
        self,
        ahead: timedelta,
        code: str | None = "heron",
        without: tuple[str, ...] = (),
        *,
        name: str | None = None,
    ) -> Appointment:
        new = Appointment(
            name or code or "one",
            NOON + ahead,
            "/s.yaml",
            Seconds(3600),
            code,
            title="Slow",
            without=without,
        )
        table_of(self.places).book(new)
        return new

    def fate(self) -> Fate:
        return table_of(self.places).all()[0].fate


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def until(host: Host, holds: Callable[[Snapshot], object]) -> Snapshot:
    """The first snapshot of which this is true."""
    async with asyncio.timeout(SOON):
        while True:
            if holds(shown := host.snapshot()):
                return shown
            await asyncio.sleep(0.01)


def starts(shown: Snapshot) -> datetime | None:
    following = shown.appointments.next
    return None if following is None else datetime.fromisoformat(following.at)


def book_is_open(shown: Snapshot) -> bool:
    return shown.appointments != AppointmentsView()


async def test_the_room_is_warm_when_somebody_is_expected(room: Room) -> None:
    """A quarter of an hour ahead it waits in its first phase, under the code word."""
    room.booked(QUARTER)
    async with room.opened() as host:
        shown = await until(host, lambda s: s.session.state == "running")
        assert (shown.session.code, shown.phase and shown.phase.name) == (
            "heron",
            "arrival",
        )
        assert shown.appointments.expected is not None
        assert shown.appointments.expected.code == "heron"
        assert shown.appointments.next is None
        assert shown.appointments.says is None
        await until(host, lambda _: room.fate() is Fate.BEGUN)


async def test_what_the_person_must_not_hear_is_left_out(room: Room) -> None:
    """As it was booked: nobody is there to say so when the room gets ready."""
    started: list[Start] = []

    def load(start: Start) -> Loaded:
        started.append(start)
        return waiting(start)

    room.load = load
    room.booked(QUARTER, without=("lyrics", "hymns/"))
    async with room.opened() as host:
        await until(host, lambda s: s.session.state == "running")
    assert [each.without for each in started] == [("lyrics", "hymns/")]


async def test_its_music_rises_slowly(room: Room) -> None:
    """Over half a minute; what a hand begins comes in three seconds."""
    room.booked(QUARTER)
    async with room.opened() as host:
        await until(host, lambda s: s.session.state == "running")
        (deck,) = room.house.order.decks
        assert deck.rise == SOFTLY


async def test_nobody_is_expected_once_the_session_goes_on(room: Room) -> None:
    """The dose ends the arrival."""
    room.booked(QUARTER)
    async with room.opened() as host:
        await until(host, lambda s: s.appointments.expected)
        await host.obey(Press(Button.NEXT_PHASE))
        assert host.snapshot().appointments.expected is None


async def test_a_scene_that_does_not_wait_is_only_shown(room: Room) -> None:
    """Its phases would run away from whoever has not come yet."""
    room.load = at_once
    room.booked(QUARTER)
    async with room.opened() as host:
        shown = await until(host, lambda s: s.appointments.says)
        assert "begins when you begin it" in str(shown.appointments.says)
        assert shown.appointments.next is not None
        assert shown.session.state == "idle"
        assert room.fate() is Fate.BOOKED


async def test_an_open_session_is_told_that_somebody_is_expected(room: Room) -> None:
    """And goes on as if nothing was booked."""
    room.booked(QUARTER)
    room.wall.shows -= MINUTE
    async with room.opened() as host:
        await host.obey(Start("/other.yaml", "wren"))
        await until(host, book_is_open)
        assert host.snapshot().appointments.says is None
        room.wall.shows += MINUTE
        shown = await until(host, lambda s: s.appointments.says)
        assert "heron is expected at" in str(shown.appointments.says)
        await asyncio.sleep(A_WHILE)
        assert host.snapshot().session.code == "wren"


@pytest.mark.parametrize(
    ("ago", "code"), [(0.0, "wren"), (RESTS - 60.0, "wren"), (RESTS + 60.0, "heron")]
)
async def test_a_session_that_has_just_ended_is_not_followed_by_music(
    room: Room, ago: float, code: str
) -> None:
    """Its person is still in the room; after ten minutes nobody is."""
    room.booked(QUARTER)
    room.wall.shows -= MINUTE
    async with room.opened() as host:
        await until(host, book_is_open)
        await host.obey(Start("/other.yaml", "wren"))
        await host.obey(Press(Button.END))
        clock = room.house.clock
        clock.advance_to(Seconds(clock.now().reading + ago))
        await host.obey(Press(Button.SILENCE))
        room.wall.shows += MINUTE
        if code == "heron":
            await until(host, lambda s: s.session.code == code)
        else:
            await asyncio.sleep(1.0 + A_WHILE)
        assert host.snapshot().session.code == code


async def test_a_session_that_a_hand_begins_is_theirs(room: Room) -> None:
    """With the same code word: nobody else is waited for."""
    room.booked(QUARTER + MINUTE)
    async with room.opened() as host:
        await until(host, lambda s: s.appointments.next)
        await host.obey(Start("/s.yaml", "heron"))
        shown = host.snapshot().appointments
        assert shown.next is None
        assert shown.expected is not None


async def test_a_session_that_gets_its_code_word_later_is_theirs(room: Room) -> None:
    """It was begun in a hurry."""
    room.booked(QUARTER + MINUTE)
    async with room.opened() as host:
        await until(host, lambda s: s.appointments.next)
        await host.obey(Start("/s.yaml"))
        assert host.snapshot().appointments.next is not None
        await host.obey(Code("heron"))
        assert host.snapshot().appointments.next is None


async def test_what_is_booked_is_seen_within_a_second(room: Room) -> None:
    """By whatever process, while the engine runs."""
    room.booked(timedelta(days=1), "wren")
    async with room.opened() as host:
        await until(host, lambda s: s.appointments.next)
        took = []
        for quarters in (19, 12, 5):  # a busy computer may be late once
            at = NOON + quarters * QUARTER
            room.booked(quarters * QUARTER, name=f"in {quarters}")
            before = time.monotonic()
            shown = await until(host, lambda s: starts(s) == at)  # noqa: B023 (waited for)
            took.append(time.monotonic() - before)
        assert min(took) < 1.5, took
        assert shown.appointments.next is not None
        assert shown.appointments.next.code == "heron"
        assert shown.appointments.next.in_s == pytest.approx(75 * 60, abs=15)


async def test_a_missed_one_is_told_and_never_begun(room: Room) -> None:
    """The computer was off."""
    room.booked(timedelta(hours=-1))
    async with room.opened() as host:
        shown = await until(host, lambda s: s.appointments.says)
        assert "was never begun" in str(shown.appointments.says)
        await asyncio.sleep(A_WHILE)
        assert host.snapshot().session.state == "idle"


async def test_without_the_time_no_time_is_shown(room: Room) -> None:
    """What to do is said instead, if anything is booked at all."""
    room.wall.synchronised = False
    room.booked(QUARTER)
    async with room.opened() as host:
        shown = await until(host, book_is_open)
        assert shown.appointments == AppointmentsView(says=NOT_SET)
        await asyncio.sleep(A_WHILE)
        assert host.snapshot().session.state == "idle"


async def test_a_book_that_cannot_be_read_is_told_and_sessions_begin(
    room: Room,
) -> None:
    """Music and light do not depend on it."""
    room.places.make_data()
    (room.places.data / "appointments.db").write_bytes(b"a letter, no book " * 99)
    async with room.opened() as host:
        shown = await until(host, book_is_open)
        assert "Move it aside" in str(shown.appointments.says)
        assert (await host.obey(Start("/s.yaml", "heron"))).ok


async def test_a_room_that_is_off_at_night_has_its_journal_copied_by_day(
    room: Room,
) -> None:
    """A little after it was put on, and not into a session."""
    room.booked(timedelta(days=1))
    room.places.journal.write_bytes(b"")
    backups, clock = room.places.data / "backups", room.house.clock
    async with room.opened() as host:
        await until(host, lambda s: s.appointments.next)
        await host.obey(Start("/other.yaml", "wren"))
        clock.advance_to(Seconds(clock.now().reading + SETTLES + 1.0))
        await host.obey(Press(Button.END))
        await asyncio.sleep(A_WHILE)
        assert not backups.exists()
        clock.advance_to(Seconds(clock.now().reading + RESTS + 1.0))
        await host.obey(Press(Button.SILENCE))
        await until(host, lambda _: list(backups.glob("journal-2026-11-23.db")))


def test_the_scheduler_is_not_loaded_before_the_engine_steps() -> None:
    """It takes long, and sound waits for nothing."""
    asks = "import sys, kap_room.wiring.engine; print('apscheduler' in sys.modules)"
    command = [sys.executable, "-c", asks]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


async def test_at_night_the_journal_is_copied_and_the_book_forgets(
    room: Room,
) -> None:
    """Both, one after the other."""
    room.booked(timedelta(days=-200))
    room.places.journal.write_bytes(b"")
    async with room.opened() as host:
        assert room.diary is not None
        room.diary.post(Night(NOON))
        await until(host, lambda _: not table_of(room.places).all())
    copies = [each.name for each in (room.places.data / "backups").iterdir()]
    assert copies == ["journal-2026-11-23.db"]
