"""An engine that only answers, to try the sockets with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from kap_room.exchange.commands import Button, Command, Note, Press
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import Snapshot
from kap_room.link.server import EngineSocket

PATIENCE = 20.0
"""Seconds that a busy computer may take; what is awaited comes at once."""


class Parrot:
    """Says what it was told. A note waits for a disk that the test holds."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.disk_is_well = asyncio.Event()
        self.now = Snapshot()
        self._turned = asyncio.Event()

    async def obey(self, command: Command) -> Answer:
        self.heard.append(command)
        if isinstance(command, Note):
            await self.disk_is_well.wait()
        if command == Press(Button.END):
            return Answer(ok=False, says="No session is running.")
        if command == Press(Button.DEEPER):
            raise RuntimeError("a defect")
        return Answer(ok=True, says=f"Heard {len(self.heard)}.")

    def snapshot(self) -> Snapshot:
        return self.now

    async def changed(self) -> None:
        await self._turned.wait()
        self._turned.clear()

    def become(self, snapshot: Snapshot) -> None:
        self.now = snapshot
        self._turned.set()


@asynccontextmanager
async def engine_at(path: Path, engine: Parrot) -> AsyncIterator[EngineSocket]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    listening = EngineSocket(path, engine)
    await listening.open()
    try:
        yield listening
    finally:
        await listening.close()


class Caller:
    """A client that says exactly what the test wants, wrong or right."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, message: Mapping[str, object] | bytes) -> None:
        if not isinstance(message, bytes):
            message = json.dumps({"protocol": 1, **message}).encode() + b"\n"
        self._writer.write(message)

    async def hear(self) -> dict[str, object]:
        async with asyncio.timeout(PATIENCE):
            line = await self._reader.readline()
        heard = json.loads(line) if line else {}
        assert isinstance(heard, dict)
        return heard

    async def is_left(self) -> bool:
        """Whether the engine has closed the connection."""
        async with asyncio.timeout(PATIENCE):
            return await self._reader.read() == b""

    def go(self) -> None:
        self._writer.close()


@asynccontextmanager
async def caller_of(path: Path, limit: int = 1 << 16) -> AsyncIterator[Caller]:
    caller = Caller(*await asyncio.open_unix_connection(path, limit=limit))
    try:
        yield caller
    finally:
        caller.go()
