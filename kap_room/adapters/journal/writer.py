"""The thread that writes the journal. Nobody waits for it, and it waits for the disk.

Whatever came while the disk was busy goes into one transaction, so that a slow card
sees few of them. A ticket is answered once its words are durable; when they cannot be,
it is answered so at once, all is kept, and answered again when they are.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from kap_room.adapters.journal.problems import FORGOTTEN, sentence_about
from kap_room.adapters.journal.reading import checkpoint_in, copies_in, entries_in
from kap_room.adapters.journal.schema import JournalRefused, connect, prepare
from kap_room.adapters.journal.waiting import Copy, Waiting, Wish
from kap_room.engine.ports import Entry, Inbox, NotWritten, Written

TRY_EVERY: Final = 1.0
"""Seconds between two tries at a disk that refuses."""

CLOSES_WITHIN: Final = 5.0
"""Seconds. A disk that hangs must not keep the engine from ending."""

ADD_ENTRY: Final = """
INSERT INTO entries
SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
FROM entries WHERE session = ?1
"""


class SqliteJournal:
    """Implements the engine's port. `JournalRefused` comes only from its making."""

    def __init__(self, path: Path, inbox: Inbox, try_every: float = TRY_EVERY) -> None:
        self._path = path
        self._inbox = inbox
        self._try_every = try_every
        self._waiting = Waiting()
        self._closing = False
        self._word = threading.Condition()
        self._file: sqlite3.Connection | None = None
        self._said: dict[int | None, str] = {}
        """What was said of tickets that are not written yet."""
        # A disk that is full or read-only now may be mended during the session.
        with contextlib.suppress(sqlite3.Error, OSError):
            prepare(path)
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def write(
        self, entries: tuple[Entry, ...], checkpoint: str | None, ticket: int | None
    ) -> None:
        sound = tuple(replace(entry, data=_sound(entry.data)) for entry in entries)
        self._add(Wish(sound, checkpoint and _sound(checkpoint), ticket))

    def keep_copies(self, session: str, copies: Iterable[Copy]) -> None:
        """The files of a session as they are now; written before what comes after."""
        sound = (Copy(c.kind, _sound(c.name), _sound(c.text)) for c in copies)
        self._add(Wish(copies_of=session, copies=tuple(sound)))

    def last_checkpoint(self) -> str | None:
        return checkpoint_in(self._path)

    def entries(self, session: str) -> tuple[Entry, ...]:
        return entries_in(self._path, session)

    def copies(self, session: str) -> tuple[Copy, ...]:
        return copies_in(self._path, session)

    def close(self) -> None:
        """What waits is tried once more."""
        with self._word:
            self._closing = True
            self._word.notify()
        self._thread.join(CLOSES_WITHIN)

    def _add(self, wish: Wish) -> None:
        with self._word:
            shed = self._waiting.add(wish)
            self._word.notify()
        self._forget(shed)

    def _run(self) -> None:
        while True:
            with self._word:
                self._word.wait_for(lambda: self._waiting or self._closing)
                wishes = self._waiting.take()
                last = self._closing
            if wishes and not self._write(wishes) and not last:
                with self._word:
                    self._word.wait_for(lambda: self._closing, self._try_every)
            elif last:
                break
        self._shut()

    def _write(self, wishes: tuple[Wish, ...]) -> bool:
        try:
            self._commit(wishes)
        except (sqlite3.Error, OSError, JournalRefused) as problem:
            self._shut()
            with self._word:
                shed = self._waiting.put_back(wishes)
            self._complain(wishes, sentence_about(problem))
            self._forget(shed)
            return False
        self._said.clear()
        for wish in wishes:
            if wish.ticket is not None:
                self._inbox.post(Written(wish.ticket))
        return True

    def _commit(self, wishes: tuple[Wish, ...]) -> None:
        if self._file is None:
            prepare(self._path)
            self._file = connect(self._path)
        file = self._file
        file.execute("BEGIN IMMEDIATE")
        for wish in wishes:
            _write_wish(file, wish)
        checkpoint = next((w.checkpoint for w in reversed(wishes) if w.checkpoint), "")
        if checkpoint:
            file.execute(
                "INSERT OR REPLACE INTO checkpoint VALUES (1, ?)", [checkpoint]
            )
        file.execute("COMMIT")

    def _shut(self) -> None:
        """A half transaction goes with its connection."""
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.close()
            self._file = None

    def _complain(self, wishes: tuple[Wish, ...], says: str) -> None:
        """Once for each ticket and sentence, however often it is tried."""
        for ticket in {wish.ticket: None for wish in wishes}:
            if self._said.get(ticket) != says:
                self._said[ticket] = says
                self._inbox.post(NotWritten(ticket, says))

    def _forget(self, shed: tuple[Wish, ...]) -> None:
        for wish in shed:
            if not wish.is_spare:
                self._inbox.post(NotWritten(wish.ticket, FORGOTTEN))


def _write_wish(file: sqlite3.Connection, wish: Wish) -> None:
    for e in wish.entries:
        told = (e.session, e.stream, e.kind, e.data, e.wall, e.reading, e.position)
        file.execute(ADD_ENTRY, (*told, e.since_dose))
    for copy in wish.copies:
        row = (wish.copies_of, copy.kind, copy.name, copy.text)
        file.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)", row)


def _sound(text: str) -> str:
    """Half a character, as old file names have them, would be refused for ever."""
    return text.encode("utf-8", "replace").decode("utf-8")
