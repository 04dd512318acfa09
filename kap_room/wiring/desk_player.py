"""A player of a console's own, for listening at the desk. Never the room's.

It is started when something is to be heard, speaks through a socket of its own, and
ends with whoever started it: closed or killed, nothing goes on sounding for longer
than a few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import IO, Final

from kap_room.exchange.order import Order, PlayerReport
from kap_room.link.player import PlayerLink

ALONE: Final = 2.0
"""Seconds that it goes on once nobody is there who asked for it."""

LEAVING: Final = 2.0
"""Seconds of its fade then, and when it is asked to end."""

STARTS_WITHIN: Final = 10.0
ENDS_WITHIN: Final = 4.0
LOOK: Final = 0.05

NO_PLAYER: Final = (
    "Nothing can be heard here: the player does not start. Is VLC installed?"
)


_STARTS: Final = itertools.count(1)


class DeskPlayer:
    """Lives in the console's event loop."""

    def __init__(
        self,
        folder: Path,
        said: Callable[[PlayerReport], None],
        lost: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._socket = folder
        self._said = said
        self._lost = lost
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._link: PlayerLink | None = None
        self._talk: asyncio.Task[None] | None = None
        self._is_met = False
        self._door = asyncio.Lock()

    async def ready(self) -> str:
        """Why nothing can be heard; empty as soon as it answers."""
        async with self._door:
            if self._is_met and self._lives:
                return ""
            await self._put_away()
            # Another for each start: the one before may still be fading.
            name = f"listening-{os.getpid()}-{next(_STARTS)}.sock"
            self._socket = self._folder / name
            try:
                self._process = await asyncio.to_thread(self._started)
            except OSError as failed:
                return f"Nothing can be heard here: {failed.strerror}."
            self._link = PlayerLink(self._socket, self._hear, self._lose)
            self._talk = asyncio.create_task(self._link.run())
            return await self._met()

    def follow(self, order: Order) -> None:
        if self._link is not None:
            self._link.follow(order)

    async def end(self) -> None:
        """At once; its own way to end is a fade."""
        async with self._door:
            await self._put_away()

    @property
    def _lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _started(self) -> subprocess.Popen[bytes]:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it ends
        command = (sys.executable, "-m", "kap_room.player")
        options = ("--alone", str(ALONE), "--leaving", str(LEAVING))
        return subprocess.Popen(
            (*command, "--socket", str(self._socket), *options),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,  # the terminal's Ctrl+C is not meant for it
        )

    async def _met(self) -> str:
        loop = asyncio.get_running_loop()
        until = loop.time() + STARTS_WITHIN
        while not self._is_met:
            if not self._lives or loop.time() > until:
                says = self._complaint()
                await self._put_away()
                return says
            await asyncio.sleep(LOOK)
        # An order makes it ours: from here on it goes when we go.
        self.follow(Order(0))
        return ""

    def _complaint(self) -> str:
        """Its own sentence, where it had one."""
        if self._errors is None:
            return NO_PLAYER
        self._errors.seek(0)
        said = self._errors.read(10_000).decode("utf-8", "replace").strip()
        # What the interpreter says of a fault is nothing to read at a desk.
        if not said or "Traceback" in said:
            return NO_PLAYER
        return f"Nothing can be heard here. {said.splitlines()[-1]}"

    def _hear(self, report: PlayerReport) -> None:
        self._is_met = True
        self._said(report)

    def _lose(self) -> None:
        if self._is_met:
            self._is_met = False
            self._lost()

    async def _put_away(self) -> None:
        self._is_met = False
        process, self._process = self._process, None
        talk, self._talk, self._link = self._talk, None, None
        if process is not None:
            # It fades by itself: nobody who closes a screen waits for that.
            process.terminate()
            put_away = (process, self._socket)
            Thread(target=_wait_for, args=put_away, daemon=True).start()
        if talk is not None:
            talk.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await talk
        if self._errors is not None:
            self._errors.close()
            self._errors = None


def _wait_for(process: subprocess.Popen[bytes], path: Path) -> None:
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # One that was killed leaves its socket behind.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
