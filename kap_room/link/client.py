"""The desk of a front end in a process of its own.

The engine may be killed and come back at any moment, and a front end must not care:
this reconnects by itself for ever and says None while nothing answers. It holds no
truth; a command that might have been obeyed is never sent twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from kap_room.exchange.commands import Button, Command, Press
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import Snapshot
from kap_room.exchange.words import EMERGENCY, words
from kap_room.link.lines import LONGEST_SNAPSHOT, NotUnderstood, from_line, to_line

TRY_EVERY: Final = 0.3
"""Seconds between two looks for an engine."""

COMES_BACK_IN: Final = 3.0
"""Seconds: a killed engine is back within these, so a command waits that long."""

ANSWERS_IN: Final = 10.0
"""Seconds for an answer. A note on a slow card takes one or two."""

EMERGENCY_ANSWERS_IN: Final = 1.0
"""Seconds. After these the engine hangs, and the music is taken away without it."""

SAYS_SOMETHING_EVERY: Final = 3.0
"""Seconds: an engine that is well sends a snapshot each second."""

SILENCED_IN: Final = 1.0
"""Seconds for the player to take it."""

SILENCE_OVER: Final = 3.0
"""Seconds: as long as the button's own fade."""

_SNAPSHOT: Final = TypeAdapter(Snapshot)
_NOBODY: Final = "No engine answers."
_SILENCING: Final = (Press(Button.SILENCE), Press(Button.GROUND))

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class RemoteDesk:
    """`exchange.desk.Desk` over the engine's socket."""

    def __init__(self, engine: Path, player: Path) -> None:
        self._engine = engine
        self._player = player

    async def send(self, command: Command) -> Answer:
        # A connection for each: a note that waits for its disk is in nobody's way.
        connection = await _connect(self._engine)
        told_player = False
        if connection is None:
            if command in _SILENCING:
                told_player = await self._silence_player()
            connection = await self._wait_for_engine()
        if connection is None:
            return _without_engine(told_player=told_player)
        try:
            async with asyncio.timeout(_patience_for(command)):
                return await _ask(connection, command)
        except (TimeoutError, OSError, EOFError):
            if command in _SILENCING and await self._silence_player():
                return _without_engine(told_player=True)
            says = "The engine went away before it answered. Look whether it was done."
            return Answer(ok=False, says=says, lost=True)
        finally:
            connection[1].close()

    async def snapshots(self) -> AsyncGenerator[Snapshot | None, None]:
        while True:
            connection = await _connect(self._engine)
            if connection is not None:
                try:
                    async for snapshot in _watch(connection):
                        yield snapshot
                finally:
                    connection[1].close()
            yield None
            await asyncio.sleep(TRY_EVERY)

    async def _wait_for_engine(self) -> Connection | None:
        """Only where one was: its socket lies there until the next one replaces it."""
        tries = int(COMES_BACK_IN / TRY_EVERY)
        while tries and self._engine.exists():
            await asyncio.sleep(TRY_EVERY)
            connection = await _connect(self._engine)
            if connection is not None:
                return connection
            tries -= 1
        return None

    async def _silence_player(self) -> bool:
        """Without an engine the music can still be taken away (R4)."""
        connection = await _connect(self._player)
        if connection is None:
            return False
        reader, writer = connection
        try:
            writer.write(to_line({"silence": {"over": SILENCE_OVER}}))
            writer.write_eof()
            # It closes once it has read all; who closes first is shown out unread.
            async with asyncio.timeout(SILENCED_IN):
                await reader.read()
        except (TimeoutError, OSError):
            return False
        finally:
            writer.close()
        return True


async def _connect(path: Path) -> Connection | None:
    try:
        return await asyncio.open_unix_connection(path, limit=LONGEST_SNAPSHOT)
    except OSError:
        return None


def _patience_for(command: Command) -> float:
    emergency = words(command)[0] in EMERGENCY
    return EMERGENCY_ANSWERS_IN if emergency else ANSWERS_IN


async def _ask(connection: Connection, command: Command) -> Answer:
    reader, writer = connection
    writer.write(to_line({"send": words(command)}))
    await writer.drain()
    line = await reader.readline()
    if not line:
        raise EOFError
    try:
        message = from_line(line)
    except NotUnderstood as problem:
        return Answer(ok=False, says=str(problem), lost=True)
    return Answer(ok=message.get("ok") is True, says=str(message.get("says", "")))


async def _watch(connection: Connection) -> AsyncIterator[Snapshot | None]:
    """Until the connection ends; None when the engine falls quiet without closing."""
    reader, writer = connection
    writer.write(to_line({"watch": True}))
    while True:
        try:
            async with asyncio.timeout(SAYS_SOMETHING_EVERY):
                line = await reader.readline()
        except TimeoutError:
            yield None
            continue
        except (OSError, ValueError):
            return
        if not line:
            return
        yield _snapshot(line)


def _snapshot(line: bytes) -> Snapshot | None:
    try:
        return _SNAPSHOT.validate_python(from_line(line).get("snapshot"))
    except (NotUnderstood, ValidationError):
        return None


def _without_engine(*, told_player: bool) -> Answer:
    if told_player:
        says = f"{_NOBODY} The player itself takes the music away."
        return Answer(ok=True, says=says, lost=True)
    return Answer(ok=False, says=f"{_NOBODY} Send it again in a moment.", lost=True)
