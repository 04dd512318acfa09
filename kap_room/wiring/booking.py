"""Booking, listing and cancelling: what a command does with the book, engine or not.

The table is the truth, and an engine that runs looks at it within a second. A scene is
read and checked when it is booked, because nobody is there to mend it when it begins.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kap_room.adapters.appointments.clock import RoomZone, WallClock
from kap_room.adapters.appointments.table import BookRefused, Table
from kap_room.exchange.commands import Start
from kap_room.exchange.words import parse
from kap_room.link.places import Places
from kap_room.plan.scene import Scene
from kap_room.plan.units import Seconds
from kap_room.rehearsal.run import rehearse
from kap_room.timeline.diary import Appointment, Fate
from kap_room.timeline.wall import Confirmed, WhenWrong, comes_twice, read_when
from kap_room.wiring.appointments import table_of
from kap_room.wiring.boot import boot_id
from kap_room.wiring.loading import load, load_for_paper, shelves_of

OVER_FOR: Final = timedelta(days=1)
"""How long what is over stays in the list."""

BY_HAND: Final = (
    "It begins when you begin it: its first phase does not wait for anybody."
)


@dataclass(frozen=True, slots=True)
class Booked:
    appointment: Appointment
    says: tuple[str, ...]
    """What is doubtful and does not prevent it."""


def book(places: Places, when: str, asked: Start, clock: WallClock) -> Booked:
    """Raises `WhenWrong`, `WordsWrong`, `BookRefused` and whatever `load` raises."""
    starts = read_when(when, RoomZone())
    if asked.code is not None:
        parse(("code", asked.code))
    loaded = load(asked, places)
    if starts <= clock.now().wall:
        raise BookRefused(f"{shown(starts)} is past.")
    table = table_of(places)
    new = Appointment(
        name=_new_name(table.all()),
        starts=starts,
        scene=str(shelves_of(places).scene(asked.scene).absolute()),
        length=_length(asked, places),
        code=asked.code,
        title=loaded.scene.name,
        therapist=asked.therapist,
        without=asked.without,
    )
    table.book(new)
    return Booked(new, (*loaded.says, *_doubts(starts, loaded.scene)))


def _length(asked: Start, places: Places) -> Seconds:
    """As rehearsed, where nobody says a word: turns that ask wait their whole while."""
    return Seconds(rehearse(*load_for_paper(asked, places)).length_s)


def _doubts(starts: datetime, scene: Scene) -> tuple[str, ...]:
    says = []
    if comes_twice(starts, RoomZone()):
        says.append(f"{shown(starts)} comes twice that night; the first is meant.")
    if scene.phases[0].lasts is not None:
        says.append(BY_HAND)
    return tuple(says)


def _new_name(booked: Iterable[Appointment]) -> str:
    taken = {each.name for each in booked}
    while (name := secrets.token_hex(2)) in taken:
        pass
    return name


def listed(places: Places, clock: WallClock) -> tuple[Appointment, ...]:
    """What is to come, and what was until a day ago."""
    since = clock.now().wall - OVER_FOR
    return tuple(
        each
        for each in table_of(places).all()
        if each.ends >= since and each.fate is not Fate.CANCELLED
    )


def cancel(places: Places, which: str) -> Appointment:
    """By its name, its code word or its time. Raises `BookRefused`."""
    table = table_of(places)
    found = _found(table, which.strip())
    if not found:
        raise BookRefused(f'Nothing is booked as "{which}". See kap-room book list.')
    if len(found) > 1:
        names = ", ".join(f"{each.name} ({shown(each.starts)})" for each in found)
        raise BookRefused(f'"{which}" is booked more than once: {names}. Say which.')
    (one,) = found
    if one.fate is Fate.BEGUN:
        raise BookRefused(f"The session of {one.who} has begun. End that instead.")
    return table.settle(one.name, Fate.CANCELLED)


def _found(table: Table, which: str) -> tuple[Appointment, ...]:
    standing = [each for each in table.all() if each.fate is not Fate.CANCELLED]
    if named := tuple(each for each in standing if each.name == which):
        return named
    at = _moment(which)
    meant = [each for each in standing if which == each.code or each.starts == at]
    return tuple(each for each in meant if each.fate is Fate.BOOKED) or tuple(meant)


def _moment(text: str) -> datetime | None:
    try:
        return read_when(text, RoomZone())
    except WhenWrong:
        return None


def confirm_clock(places: Places, clock: WallClock) -> str:
    """Somebody looked at the clock of this computer and says that it is right."""
    now = clock.now()
    table_of(places).confirm(Confirmed(boot_id(), now))
    return (
        f"It is {shown(now.wall)}. Appointments count on that until this computer "
        "is restarted or its clock is set."
    )


def shown(instant: datetime) -> str:
    return f"{instant.astimezone():%Y-%m-%d %H:%M}"
