"""The book kept: a real scheduler, a real file, and clocks that can be set."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, Queue

import pytest
from typing_extensions import override

from kap_room.adapters.appointments.clock import SystemWall
from kap_room.adapters.appointments.duties import Night, Told
from kap_room.adapters.appointments.keep import Appointments
from kap_room.adapters.appointments.table import Table, connect
from kap_room.plan.units import Seconds
from kap_room.timeline.diary import (
    Appointment,
    Blocked,
    Fate,
    Missed,
    NotReady,
    Warm,
    next_up,
)
from kap_room.timeline.wall import Clocks, Confirmed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

SOON = 5.0
"""Seconds that a busy machine may take; what is awaited comes within a tenth."""

A_WHILE = 0.2
"""Seconds in which nothing must come."""


@dataclass
class SetWall:
    """Runs as fast as any clock, and can be set."""

    shows: datetime = NOON
    synchronised: bool = True
    chip: bool = False

    def __post_init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> Clocks:
        reading = time.monotonic()
        passed = timedelta(seconds=reading - self._began)
        return Clocks(self.shows + passed, Seconds(reading))

    def is_synchronised(self) -> bool:
        return self.synchronised

    def has_chip(self) -> bool:
        return self.chip


class Room:
    """A book in a folder, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wall = SetWall()
        self.said: Queue[Told] = Queue()
        self.table = Table(folder / "appointments.db")
        self.book: Appointments | None = None

    def opened(
        self, inbox: Callable[[Told], None] | None = None, *, busy: bool = False
    ) -> Appointments:
        self.book = Appointments(
            self.table,
            inbox or self.said.put,
            self.wall,
            self.folder / "appointments.log",
            boot="this",
            looks_every=0.02,
        )
        self.book.start(busy=busy)
        return self.book

    def closed(self) -> None:
        if self.book is not None:
            self.book.stop()
            self.book = None

    def booked(self, starts: datetime, name: str = "one") -> Appointment:
        new = Appointment(name, starts, "sublingual", Seconds(3600.0), "heron")
        self.table.book(new)
        return new

    def hears(self) -> Told:
        return self.said.get(timeout=SOON)

    def hears_nothing(self) -> bool:
        try:
            self.said.get(timeout=A_WHILE)
        except Empty:
            return True
        return False


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.closed()


def test_the_room_is_warmed_when_its_time_comes(room: Room) -> None:
    """By the scheduler, half a second from now."""
    one = room.booked(NOON + 15 * MINUTE + timedelta(seconds=0.5))
    room.opened()
    assert room.hears() == Warm(one)
    assert room.hears_nothing()


def test_what_another_process_books_is_seen(room: Room) -> None:
    """While the room is open."""
    room.opened()
    assert room.hears_nothing()
    one = room.booked(NOON + 15 * MINUTE)
    assert room.hears() == Warm(one)


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_wakes_the_scheduler(room: Room, hours: int) -> None:
    """An hour forwards or back: what is due then is done then."""
    one = room.booked(NOON + hours * HOUR + 15 * MINUTE)
    room.opened()
    if hours < 0:
        assert isinstance(room.hears(), Missed)
        room.table.settle("one", Fate.BOOKED)
    else:
        assert room.hears_nothing()
    room.wall.shows += hours * HOUR
    assert room.hears() == Warm(one)


def test_a_clock_that_forgets_the_time_begins_nothing(room: Room) -> None:
    """Twenty years back, and nobody has set it since."""
    room.wall.chip = True
    room.booked(NOON + HOUR)
    book = room.opened()
    assert room.hears_nothing()
    room.wall.synchronised = False
    room.wall.shows -= timedelta(days=20 * 365)
    room.booked(room.wall.shows + 10 * MINUTE, "two")
    assert room.hears_nothing()
    assert not book.seen.knows_the_time


def test_nothing_begins_before_the_time_is_known(room: Room) -> None:
    """And at once when a time server has set the clock."""
    room.wall.synchronised = False
    one = room.booked(NOON + 15 * MINUTE)
    room.opened()
    assert room.hears_nothing()
    room.wall.synchronised = True
    assert room.hears() == Warm(one)


def test_somebody_may_say_that_the_time_is_right(room: Room) -> None:
    """Where no time server can be reached."""
    room.wall.synchronised = False
    one = room.booked(NOON + 15 * MINUTE)
    book = room.opened()
    assert room.hears_nothing()
    room.table.confirm(Confirmed("this", room.wall.now()))
    assert room.hears() == Warm(one)
    assert book.seen.booked == (one,)
    assert book.seen.knows_the_time


def test_what_was_said_of_a_clock_holds_until_it_is_set(room: Room) -> None:
    """To whatever time: then nobody has said that it is right."""
    room.wall.synchronised = False
    room.table.confirm(Confirmed("this", room.wall.now()))
    room.opened()
    assert room.hears_nothing()
    room.booked(NOON + HOUR)
    room.wall.shows += 45 * MINUTE
    assert room.hears_nothing()


def test_an_open_session_is_told_and_not_touched(room: Room) -> None:
    """Nor is the room made ready when it is over: its person is still there."""
    one = room.booked(NOON + 16 * MINUTE)
    book = room.opened()
    book.room_is(busy=True)
    assert room.hears_nothing()
    room.wall.shows += 3 * MINUTE
    assert room.hears() == Blocked(one)
    assert room.hears_nothing()
    book.room_is(busy=False)
    assert room.hears() == NotReady(one)


def test_a_session_that_was_taken_up_again_is_open(room: Room) -> None:
    """From the first look on."""
    one = room.booked(NOON + 10 * MINUTE)
    room.opened(busy=True)
    assert room.hears() == Blocked(one)
    assert room.hears_nothing()


def test_what_was_missed_is_told_once_and_not_done(room: Room) -> None:
    """Also after a restart."""
    one = room.booked(NOON - 2 * HOUR)
    room.opened()
    assert room.hears() == Missed(one)
    room.closed()
    room.opened()
    assert room.hears_nothing()
    assert room.table.all()[0].fate is Fate.MISSED


def test_a_computer_that_comes_up_late_says_so(room: Room) -> None:
    """Five minutes past: nothing is warmed, and the person is still expected."""
    one = room.booked(NOON - 5 * MINUTE)
    book = room.opened()
    assert room.hears() == NotReady(one)
    assert next_up(book.seen.booked, room.wall.now().wall) == one


def test_an_appointment_that_has_begun_is_left_alone(room: Room) -> None:
    """Nobody is expected any more."""
    room.booked(NOON + 15 * MINUTE)
    book = room.opened()
    assert isinstance(room.hears(), Warm)
    book.begun("one")
    assert next_up(book.seen.booked, NOON) is None
    book.begun("nobody knows this one")
    assert room.hears_nothing()
    room.wall.shows += HOUR
    assert room.hears_nothing()
    assert room.table.all()[0].fate is Fate.BEGUN
    assert next_up(book.seen.booked, NOON) is None


def test_the_night_has_its_duty_once(room: Room) -> None:
    """Half past three; not while a session is open."""
    night = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    room.wall.shows = night - timedelta(seconds=0.5)
    book = room.opened()
    assert room.hears() == Night(night)
    assert room.hears_nothing()
    book.room_is(busy=True)
    next_night = night + timedelta(days=1)
    room.wall.shows += next_night - room.wall.now().wall - timedelta(seconds=0.1)
    assert room.hears_nothing()
    assert room.wall.now().wall > next_night


def test_a_night_that_was_slept_through_waits_for_the_next(room: Room) -> None:
    """The computer was off at half past three."""
    room.wall.shows = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    room.opened()
    assert room.hears_nothing()


class Ears(logging.Handler):
    """Of whoever listens to every log."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[logging.LogRecord] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@pytest.mark.parametrize("ahead", [timedelta(seconds=0.3), timedelta(seconds=-10)])
def test_the_terminal_never_hears_of_a_fault(
    room: Room, capfd: pytest.CaptureFixture[str], ahead: timedelta
) -> None:
    """Whoever takes the messages is broken: it is in the file, and the book goes on."""
    ears = Ears()
    logging.getLogger().addHandler(ears)
    room.booked(NOON + 15 * MINUTE + ahead)
    room.opened(_breaks)
    log, deadline = room.folder / "appointments.log", time.monotonic() + SOON
    while not (log.exists() and "broken" in log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    room.closed()
    logging.getLogger().removeHandler(ears)
    assert ears.heard == []
    assert capfd.readouterr() == ("", "")


def test_a_fault_does_not_end_the_looking(room: Room) -> None:
    """What is booked after it is seen."""

    def once_broken(told: Told) -> None:
        room.said.put(told)
        if isinstance(told, Warm):
            _breaks()

    room.booked(NOON + 15 * MINUTE)
    room.opened(once_broken)
    assert isinstance(room.hears(), Warm)
    room.booked(NOON - 2 * HOUR, "two")
    assert isinstance(room.hears(), Missed)


def test_a_book_that_cannot_be_written_takes_no_music_away(room: Room) -> None:
    """One was missed, which cannot be kept; the other is warmed for all the same."""
    room.booked(NOON - 2 * HOUR, "two")
    one = room.booked(NOON + 15 * MINUTE)
    with contextlib.closing(connect(room.table.path)) as file:
        file.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON appointments "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    room.opened()
    assert isinstance(room.hears(), Missed)
    assert room.hears() == Warm(one)


def _breaks(*_: object) -> None:
    raise RuntimeError("broken")


def test_this_computer_has_two_clocks() -> None:
    """In UTC, and one that only goes forward; both can be asked."""
    wall = SystemWall()
    one, two = wall.now(), wall.now()
    assert two.reading >= one.reading
    assert one.wall.tzinfo is UTC
    assert wall.is_synchronised() in {True, False}
    assert wall.has_chip() in {True, False}
