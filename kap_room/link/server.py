"""The engine's own socket: what comes in is a command, what goes out is a snapshot.

Whoever holds the socket's file may command the room, so the file is the owner's alone
from the moment it exists. No client can hold up another: each command is a task of its
own, begun in the order in which it came, so silence passes a note that waits for the
disk. A client that misbehaves costs itself its connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Coroutine
from pathlib import Path
from typing import Final, Protocol

from pydantic import TypeAdapter

from kap_room.exchange import PROTOCOL
from kap_room.exchange.commands import Command, Press
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import Snapshot
from kap_room.exchange.words import EMERGENCY, WordsWrong, parse
from kap_room.link.lines import LONGEST_LINE, NotUnderstood, from_line, to_line
from kap_room.link.watchers import Watchers

MOST_WAITING: Final = 64
"""Commands of one connection without an answer yet; emergencies are not counted."""

MOST_WORDS: Final = 64

_SNAPSHOT: Final = TypeAdapter(Snapshot)
_log = logging.getLogger(__name__)


class CannotListen(OSError):  # noqa: N818 - a sentence for a person
    """The socket cannot be made; the sentence says what to do."""


class Obeys(Protocol):
    """The engine, as the socket sees it."""

    async def obey(self, command: Command) -> Answer:
        """Returns once it is accepted; a note or mark once it is durable."""
        ...

    def snapshot(self) -> Snapshot: ...

    async def changed(self) -> None:
        """Returns when the room is next worth a look."""
        ...


class EngineSocket:
    """Listens from `open` to `close`, in the event loop of the engine."""

    def __init__(self, path: Path, engine: Obeys) -> None:
        self._path = path
        self._engine = engine
        self._watchers = Watchers(self._snapshot_line, engine.changed)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Replaces what a killed engine left; the room's lock says that it is gone."""
        listening = listen_privately(self._path)
        self._server = await asyncio.start_unix_server(
            self._attend, sock=listening, limit=LONGEST_LINE
        )

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
        for connection in tuple(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _attend(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        connection = asyncio.current_task()
        assert connection is not None  # noqa: S101 - asyncio runs this in a task
        self._connections.add(connection)
        try:
            await _Conversation(self._engine, self._watchers, reader, writer).hold()
        except (ConnectionError, asyncio.CancelledError):
            pass  # gone, or we are: nobody is left to tell
        finally:
            self._connections.discard(connection)
            writer.close()

    def _snapshot_line(self) -> bytes:
        return snapshot_line(self._engine.snapshot())


class _Conversation:
    """One connection: reads lines, and answers each when it can be answered."""

    def __init__(
        self,
        engine: Obeys,
        watchers: Watchers,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._engine = engine
        self._watchers = watchers
        self._reader = reader
        self._writer = writer
        self._tasks: set[asyncio.Task[None]] = set()

    async def hold(self) -> None:
        try:
            while line := await self._reader.readline():
                self._take(from_line(line))
                await self._writer.drain()
            # Whoever only closed its sending side still waits for its answers.
            await asyncio.gather(*self._tasks)
        except NotUnderstood as problem:
            self._refuse(str(problem))
        except ValueError:  # readline's word for a line beyond the limit
            self._refuse(f"A message has at most {LONGEST_LINE} bytes.")
        finally:
            for task in tuple(self._tasks):
                task.cancel()

    def _take(self, message: dict[str, object]) -> None:
        match message:
            case {"send": list(words)}:
                self._command(words, message.get("id"))
            case {"watch": True}:
                self._begin(self._watchers.attend(self._writer))
            case {"status": True}:
                self._writer.write(snapshot_line(self._engine.snapshot()))
            case _:
                raise NotUnderstood('Send {"send": [words]}, "status" or "watch".')

    def _command(self, words: list[object], number: object) -> None:
        told: dict[str, object] = {} if number is None else {"id": number}
        try:
            command = parse(_plain_words(words))
        except WordsWrong as wrong:
            told |= {"ok": False, "says": str(wrong), "wrong": True}
            self._writer.write(to_line(told))
            return
        if len(self._tasks) >= MOST_WAITING and not is_emergency(command):
            says = "Too many commands wait for their answers. Send it again."
            self._writer.write(to_line({**told, "ok": False, "says": says}))
            return
        self._begin(self._obey(command, told))

    async def _obey(self, command: Command, told: dict[str, object]) -> None:
        try:
            answer = await self._engine.obey(command)
        except Exception:  # noqa: BLE001 - logged whole, and answered
            # One command that fails must not leave the others without an engine.
            _log.exception("A command failed: %s", type(command).__name__)
            answer = Answer(
                ok=False, says="The engine could not do this. Its log says why."
            )
        self._writer.write(to_line({**told, "ok": answer.ok, "says": answer.says}))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, work: Coroutine[object, object, None]) -> None:
        with contextlib.suppress(ConnectionError):  # the client has gone
            await work

    def _refuse(self, says: str) -> None:
        with contextlib.suppress(ConnectionError):
            self._writer.write(to_line({"ok": False, "says": says, "wrong": True}))


def _plain_words(words: list[object]) -> list[str]:
    said = [word for word in words if isinstance(word, str)]
    if len(said) < len(words) or len(said) > MOST_WORDS:
        raise WordsWrong(f"A command is a list of up to {MOST_WORDS} words.")
    return said


def is_emergency(command: Command) -> bool:
    return isinstance(command, Press) and command.button in EMERGENCY


def snapshot_line(snapshot: Snapshot) -> bytes:
    told = b'{"protocol":%d,"snapshot":%b}\n'
    return told % (PROTOCOL, _SNAPSHOT.dump_json(snapshot))


def listen_privately(path: Path) -> socket.socket:
    """A socket that was never anybody else's: it takes its name once it is private."""
    nascent = path.with_name(f".{path.name}.{os.getpid()}")
    nascent.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(nascent))
        nascent.chmod(0o600)
        listening.listen(128)
        # Whatever lay there is replaced in one stroke: no client finds a gap.
        nascent.replace(path)
    except OSError as problem:
        listening.close()
        raise CannotListen(
            f"{path} cannot be opened: {problem.strerror or problem}. "
            "Set KAP_ROOM_RUNTIME to a short folder of your own."
        ) from problem
    return listening
