"""Those who watch the room, each at its own speed.

A snapshot replaces the one before it, so a slow watcher misses some and is never
behind; and one that hangs holds up nobody, least of all the engine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

AT_LEAST_EVERY: Final = 1.0
"""Seconds: the clocks on the screen go on while nothing changes, and a front end
knows by it that the engine is well."""

NOT_BEFORE: Final = 0.05
"""Seconds between two snapshots: what changes faster no eye can follow."""


class _Watcher:
    """One connection and the newest snapshot that it has not had yet."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._newest: bytes | None = None
        self._told = asyncio.Event()
        # Nothing waits in our memory: drain returns once the kernel has it all.
        writer.transport.set_write_buffer_limits(high=0)

    def tell(self, line: bytes) -> None:
        self._newest = line
        self._told.set()

    async def pass_on(self) -> None:
        while True:
            await self._told.wait()
            self._told.clear()
            line, self._newest = self._newest, None
            if line is not None:
                self._writer.write(line)
                await self._writer.drain()


class Watchers:
    """Asks for a line when the room changed and somebody watches; never otherwise."""

    def __init__(
        self, line: Callable[[], bytes], changed: Callable[[], Awaitable[None]]
    ) -> None:
        self._line = line
        self._changed = changed
        self._watching: set[_Watcher] = set()
        self._pump: asyncio.Task[None] | None = None

    async def attend(self, writer: asyncio.StreamWriter) -> None:
        """Until the connection ends; the first snapshot comes at once."""
        watcher = _Watcher(writer)
        watcher.tell(self._line())
        self._watching.add(watcher)
        if self._pump is None:
            self._pump = asyncio.create_task(self._tell_all())
        try:
            await watcher.pass_on()
        finally:
            self._watching.discard(watcher)
            if not self._watching and self._pump is not None:
                self._pump.cancel()
                self._pump = None

    async def _tell_all(self) -> None:
        change = asyncio.ensure_future(self._changed())
        try:
            while True:
                await asyncio.wait({change}, timeout=AT_LEAST_EVERY)
                if change.done():
                    # It listens before we look: what changes while we pause below
                    # must not wait for the next change after it.
                    change = asyncio.ensure_future(self._changed())
                    await asyncio.sleep(0)
                line = self._line()
                for watcher in self._watching:
                    watcher.tell(line)
                await asyncio.sleep(NOT_BEFORE)
        finally:
            change.cancel()
