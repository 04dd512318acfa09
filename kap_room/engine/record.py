"""The journal's side of the engine: events become entries, entries become durable."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Final

from kap_room.engine.checkpoint import Dumper
from kap_room.engine.ports import Entry, Journal
from kap_room.engine.session import Moment, Session
from kap_room.exchange.desk import Answer
from kap_room.exchange.events import PROCESS, Event, NoteWritten
from kap_room.plan.units import Seconds

EVERY: Final = Seconds(5.0)
"""How often the checkpoint is written while nothing happens: after the death of the
whole computer no more than this of the position is unknown."""

NO_NOTE: Final = -1

Done = Callable[[Answer], None]


class Record:
    """Writes entries with the checkpoint they belong to, and tells who waits for it."""

    def __init__(self, journal: Journal, dumper: Dumper) -> None:
        self._journal = journal
        self._dumper = dumper
        self._ticket = 0
        self._waiting: dict[int, tuple[Done, str, int]] = {}
        self._written_at = Seconds(float("-inf"))

    @property
    def unsaved(self) -> frozenset[int]:
        """Places of notes that are on their way to the disk."""
        places = {place for _, _, place in self._waiting.values()}
        return frozenset(places - {NO_NOTE})

    @property
    def due(self) -> Seconds:
        return Seconds(self._written_at + EVERY)

    def keep(self, session: Session, events: tuple[Event, ...], moment: Moment) -> None:
        """Nobody waits for this; a disk that took nothing is noticed all the same."""
        self.keep_for(session, events, moment, (_nobody, ""))

    def keep_for(
        self,
        session: Session,
        events: tuple[Event, ...],
        moment: Moment,
        answer: tuple[Done, str],
    ) -> None:
        """As `keep`; `Done` is told once it is durable, or why it is not."""
        self._ticket += 1
        done, says = answer
        is_note = any(isinstance(event, NoteWritten) for event in events)
        place = len(session.notes) - 1 if is_note else NO_NOTE
        self._waiting[self._ticket] = (done, says, place)
        self._write(session, events, moment, self._ticket)

    def written(self, ticket: int) -> None:
        done, says, _ = self._waiting.pop(ticket, (_nobody, "", NO_NOTE))
        done(Answer(ok=True, says=says))

    def not_written(self, ticket: int | None, says: str) -> None:
        """Whoever waits is told; what it was about goes on waiting for the disk."""
        if ticket is not None:
            done, _, place = self._waiting.pop(ticket, (_nobody, "", NO_NOTE))
            self._waiting[ticket] = (_nobody, "", place)
            done(Answer(ok=False, says=says))

    def _write(
        self,
        session: Session,
        events: tuple[Event, ...],
        moment: Moment,
        ticket: int | None,
    ) -> None:
        entries = tuple(_entry(session, event, moment) for event in events)
        checkpoint = self._dumper.dump(session, moment.reading)
        self._journal.write(entries, checkpoint, ticket)
        self._written_at = moment.reading


def _nobody(answer: Answer) -> None:
    """Nobody waits for this one."""


def _entry(session: Session, event: Event, moment: Moment) -> Entry:
    return Entry(
        session=session.id,
        stream="process" if isinstance(event, PROCESS) else "record",
        kind=type(event).__name__,
        data=json.dumps(dataclasses.asdict(event), ensure_ascii=False),
        wall=moment.wall,
        reading=moment.reading,
        position=session.position_at(moment.reading),
        since_dose=session.since_dose_at(moment.reading),
    )
