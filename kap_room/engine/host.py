"""The engine in its event loop: it steps when something is due or somebody speaks.

All of the engine runs on this loop's thread. Reading files and waiting for a first
measure happen beside it, so that a slow disk never delays silence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from kap_room.engine.begin import CannotStart, Loaded
from kap_room.engine.engine import Engine
from kap_room.engine.session import Refused, Session
from kap_room.exchange.commands import Command, FoundFile, PlayNext, Start
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import AppointmentsView, Snapshot
from kap_room.plan.music import Measure
from kap_room.plan.units import Seconds

MEASURING: Final = Seconds(4.0)
"""How long a start waits for its first track to be measured, so that it may begin at
its right loudness instead of 12 dB low; and so does a track that is asked for."""

SOFTLY: Final = Seconds(30.0)
"""How slowly music rises in a room that nobody is in yet, or somebody just entered."""

LOOK_AGAIN: Final = 0.05

SHOWN_EVERY: Final = Seconds(1.0)
"""How often screens look while only the clock moves."""


AFTER_A_FAULT: Final = Seconds(0.5)

FAULT: Final = (
    "That did not work: a fault in kap-room, which its log describes. "
    "The session goes on; silence, ground and lights up still act."
)

WAITS_FOR_NOBODY: Final = (
    "Its first phase runs from the start, so it begins when you begin it."
)

_log = logging.getLogger(__name__)


class Diary(Protocol):
    """The room's appointments. It is asked in the engine's loop, and never waits."""

    def room_is(self, session: Session | None, reading: Seconds) -> None:
        """Whose session is open, if any: then nothing begins by itself."""
        ...

    def view(self, session: Session | None) -> AppointmentsView: ...


class NoDiary:
    """A room without appointments."""

    def room_is(self, session: Session | None, reading: Seconds) -> None:
        del session, reading

    def view(self, session: Session | None) -> AppointmentsView:
        del session
        return AppointmentsView()


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was asked for, where it lies, and how loud it is if that is known."""

    found: FoundFile
    measure: Measure | None = None


Find = Callable[[str], Looked]
"""Looks for a file of the library; raises `Refused`. Called on a thread."""


class Host:
    """What the engine's socket talks to."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it is wired to, once
        self,
        engine: Engine,
        load: Callable[[Start], Loaded],
        keep_copies: Callable[[Loaded], None],
        feed: Callable[[float], None],
        diary: Diary | None = None,
        find: Find | None = None,
    ) -> None:
        self._diary = diary or NoDiary()
        self._find = find
        self._engine = engine
        self._load = load
        self._keep_copies = keep_copies
        self._feed = feed
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._shown: asyncio.Future[None] = self._loop.create_future()
        self._shown_at = float("-inf")
        self._shown_session: Session | None = None
        self._starting = asyncio.Lock()
        engine.wake = self._wake

    def _wake(self) -> None:
        """From any thread."""
        self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """For as long as the room is kept. Nothing in here may end it."""
        while True:
            self._woken.clear()
            due = self._step()
            self._feed(self._engine.reading)
            self._show(force=False)
            wait = max(0.0, due - self._engine.reading)
            # Not wait_for: in Python 3.11 it may swallow a cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    def _step(self) -> Seconds:
        """A defect of ours must not take the buttons away: it is logged, and we go on.

        An engine that ended would come back to the same session and the same defect.
        """
        try:
            return self._engine.step()
        except Exception:  # noqa: BLE001 - the one boundary, see above
            _log.exception("a step failed; the session goes on")
            return Seconds(self._engine.reading + AFTER_A_FAULT)

    def _take(self, command: Command, answered: asyncio.Future[Answer]) -> None:
        def done(answer: Answer) -> None:
            if not answered.done():  # who asked may have gone meanwhile
                answered.set_result(answer)

        try:
            self._engine.take(command, done)
        except Exception:  # noqa: BLE001 - as in `_step`
            _log.exception("a command failed; the session goes on")
            done(Answer(ok=False, says=FAULT))

    async def obey(self, command: Command) -> Answer:
        if isinstance(command, Start):
            async with self._starting:
                return await self._start(command)
        if isinstance(command, PlayNext) and self._find and self._engine.has_session:
            try:
                command = await self._looked_for(command, self._find)
            except Refused as refused:
                return Answer(ok=False, says=str(refused))
        answered: asyncio.Future[Answer] = self._loop.create_future()
        self._take(command, answered)
        self._show(force=True)
        self._woken.set()
        answer = await answered
        self._show(force=True)
        return answer

    async def warm(self, start: Start) -> Answer:
        """Begin ahead of time, softly, where the first phase waits for its person.

        Nothing is replaced by it: a session that is open refuses it as any other.
        """
        async with self._starting:
            return await self._start(start, ahead=True)

    def snapshot(self) -> Snapshot:
        appointments = self._diary.view(self._engine.session)
        return replace(self._engine.snapshot(), appointments=appointments)

    async def changed(self) -> None:
        await asyncio.shield(self._shown)

    async def _start(self, command: Start, *, ahead: bool = False) -> Answer:
        if self._engine.has_session:
            return Answer(ok=False, says="A session runs already. End it first.")
        try:
            loaded = await asyncio.to_thread(self._load, command)
        except CannotStart as cannot:
            return Answer(ok=False, says=str(cannot))
        if ahead:
            if loaded.scene.phases[0].lasts is not None:
                return Answer(ok=False, says=WAITS_FOR_NOBODY)
            loaded = replace(loaded, rise=SOFTLY)
        await self._first_measured(loaded)
        await asyncio.to_thread(self._keep_copies, loaded)
        answer = self._engine.begin(loaded)
        self._woken.set()
        self._show(force=True)
        says = " ".join((answer.says, *loaded.says)) if answer.ok else answer.says
        return Answer(answer.ok, says)

    async def _first_measured(self, loaded: Loaded) -> None:
        """Give the first track's measure a moment to arrive."""
        first = self._engine.first_file(loaded)
        if first is None:
            return
        self._engine.know(loaded.measures)
        await self._measured(first)

    async def _looked_for(self, command: PlayNext, find: Find) -> PlayNext:
        """With where it lies; decided when that is known, and not before."""
        looked = await asyncio.to_thread(find, command.file)
        path = looked.found.path
        if looked.measure is not None:
            self._engine.know({path: looked.measure})
        elif not self._engine.knows(path):
            await self._measured(path)
        return replace(command, found=looked.found)

    async def _measured(self, file: str) -> None:
        self._engine.want((Path(file),))
        until = self._engine.reading + MEASURING
        while self._engine.reading < until and not self._engine.knows(file):
            await asyncio.sleep(LOOK_AGAIN)
            self._engine.step()

    def _show(self, *, force: bool) -> None:
        """Let the screens look: at once when something happened, else once a second."""
        now, session = self._engine.reading, self._engine.session
        same = session is self._shown_session
        if not force and same and now - self._shown_at < SHOWN_EVERY * 0.9:
            return
        self._shown_at, self._shown_session = now, session
        self._diary.room_is(session, now)
        self._shown.set_result(None)
        self._shown = self._loop.create_future()
