"""What the book tells of. Apart from it, because the scheduler takes long to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kap_room.timeline.diary import Appointment, Done, Duty


@dataclass(frozen=True, slots=True)
class Night:
    """Time for what is done at night: the backup of the journal, retention."""

    planned: datetime


Told = Duty | Night


@dataclass(frozen=True, slots=True)
class Seen:
    """The book as of the last look."""

    booked: tuple[Appointment, ...] = ()
    done: frozenset[Done] = frozenset()
    knows_the_time: bool = False
