"""Appointments: which is next, which cannot be, and what is due for them at a moment.

Nothing begins by itself while a session runs, and nothing is done late: what was missed
is told. A duty here is only said; whoever looks (and when) is somebody else's business,
so that a late look, two looks and a clock that was set come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from kap_room.plan.units import Seconds

WARM: Final = timedelta(minutes=15)
"""How long ahead the room goes to its arrival look, with soft music."""

PROMPT: Final = timedelta(minutes=1)
"""It goes there within this or not at all: whoever is in the room by then, at the end
of a session or beside a computer that was just put on, did not ask for music."""

AHEAD: Final = timedelta(minutes=15)
"""How long ahead an open session is told that somebody is expected."""

WAITS: Final = timedelta(minutes=30)
"""How long after its time an appointment waits for its person."""

EARLY: Final = timedelta(hours=3)
"""How long before its time a session with its code word may be meant by it."""

NAMELESS_EARLY: Final = timedelta(hours=1)
"""The same where nothing but the scene tells whose session it is."""

TOLD_FOR: Final = timedelta(days=3)
"""How long a missed one is told: over a weekend."""


class Fate(StrEnum):
    BOOKED = "booked"
    BEGUN = "begun"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Appointment:
    name: str
    """Unlike any other; never a person's."""
    starts: datetime
    """An instant."""
    scene: str
    """The path of its file, absolute."""
    length: Seconds
    code: str | None = None
    """The code word of who is expected."""
    fate: Fate = Fate.BOOKED
    title: str = ""
    """What the scene is called."""
    therapist: str | None = None
    without: tuple[str, ...] = ()
    """Tags, files or folders that this person must not hear."""

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None:
            raise ValueError("an appointment needs an instant, not a local time")
        object.__setattr__(self, "starts", self.starts.astimezone(UTC))

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(seconds=self.length)

    @property
    def warms(self) -> datetime:
        return self.starts - WARM

    @property
    def given_up(self) -> datetime:
        """When it waits no longer."""
        return self.starts + WAITS

    @property
    def who(self) -> str:
        return self.code or "somebody"


def clash(new: Appointment, booked: Iterable[Appointment]) -> Appointment | None:
    """The first that would have the room at the same time.

    One may begin at the minute in which another ends. What was missed or cancelled has
    no room any more.
    """
    standing = (Fate.BOOKED, Fate.BEGUN)
    others = (
        each
        for each in sorted(booked, key=lambda each: each.starts)
        if each.name != new.name and each.fate in standing
    )
    overlaps = (e for e in others if e.starts < new.ends and new.starts < e.ends)
    return next(overlaps, None)


def meant_by(
    booked: Iterable[Appointment], code: str | None, title: str, now: datetime
) -> Appointment | None:
    """Whose session it is that has this code word and is of the scene so called.

    Whoever has the code word may be given another scene than was booked.
    """
    early = NAMELESS_EARLY if code is None else EARLY
    same = (
        each
        for each in booked
        if each.code == code
        and (code is not None or each.title == title)
        and now >= each.starts - early
    )
    return next_up(same, now)


def expected(
    booked: Iterable[Appointment], code: str | None, now: datetime
) -> Appointment | None:
    """Whom the room is ready for, while it waits in a session with this code word."""
    begun = (
        each
        for each in booked
        if each.fate is Fate.BEGUN
        and each.code == code
        and each.starts - EARLY <= now < each.ends
    )
    return max(begun, key=lambda each: each.starts, default=None)


def next_up(booked: Iterable[Appointment], now: datetime) -> Appointment | None:
    """Who is expected next, or is awaited at this moment."""
    waiting = (e for e in booked if e.fate is Fate.BOOKED and now < e.given_up)
    return min(waiting, key=lambda each: each.starts, default=None)


@dataclass(frozen=True, slots=True)
class Warm:
    """Make the room ready: its arrival look, and soft music."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Blocked:
    """A session is still open, and somebody is expected."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class NotReady:
    """Its time has come, and the room was not made ready: nobody was there to do it."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Missed:
    """It was never begun."""

    appointment: Appointment


Duty = Warm | Blocked | NotReady | Missed

Done = tuple[str, str, datetime]


def key_of(duty: Duty) -> Done:
    """What is remembered of a duty that was said. One that is moved is another one."""
    appointment = duty.appointment
    return (type(duty).__name__, appointment.name, appointment.starts)


def due(
    booked: Iterable[Appointment], done: frozenset[Done], now: datetime, *, busy: bool
) -> tuple[Duty, ...]:
    """What is to be said now and was not said yet. `busy`: a session is open."""
    found: list[Duty] = []
    for each in sorted(booked, key=lambda each: each.starts):
        duty = _due_for(each, done, now, busy=busy)
        if duty is not None and key_of(duty) not in done:
            found.append(duty)
    return tuple(found)


def _due_for(
    each: Appointment, done: frozenset[Done], now: datetime, *, busy: bool
) -> Duty | None:
    if each.fate is not Fate.BOOKED:
        return None
    if now >= each.given_up:
        return Missed(each)
    if busy:
        return Blocked(each) if now >= each.starts - AHEAD else None
    if now < each.warms or key_of(Warm(each)) in done:
        return None
    in_time = now < each.warms + PROMPT and key_of(Blocked(each)) not in done
    return Warm(each) if in_time else NotReady(each)


def to_tell(
    booked: Iterable[Appointment], done: frozenset[Done], now: datetime, *, busy: bool
) -> Duty | None:
    """What stands on the screen now: the earliest that is not as it should be."""
    for each in sorted(booked, key=lambda each: each.starts):
        duty = _due_for(each, done, now, busy=busy)
        if isinstance(duty, (Blocked, NotReady)):
            return duty
        missed = each.fate is Fate.MISSED or isinstance(duty, Missed)
        if missed and each.given_up <= now < each.given_up + TOLD_FOR and not busy:
            return Missed(each)
    return None


def next_look(booked: Iterable[Appointment], now: datetime) -> datetime | None:
    """When something may be due next; None while nothing is booked."""
    moments = (
        moment
        for each in booked
        if each.fate is Fate.BOOKED
        for moment in (each.warms, each.warms + PROMPT, each.given_up)
        if moment > now
    )
    return min(moments, default=None)


def says(duty: Duty, shown: str) -> str:
    """For the screen; `shown` is its time on the clock of this room."""
    who = duty.appointment.who
    match duty:
        case Warm():
            return f"The room is ready for {who} at {shown}."
        case Blocked():
            return f"{who} is expected at {shown}, and this session is still open."
        case NotReady():
            return f"{who} is expected at {shown}; the room was not made ready."
        case Missed():
            return f"The appointment of {who} at {shown} was never begun."
