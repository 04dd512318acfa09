"""The engine's end of the player's socket. It sends what should sound, never waits.

Every order is complete, so only the newest one matters. None is kept for a player that
is not there: one that comes back says so first, and what it should do by then is the
engine's to say. Nothing here decides anything; what the player says and that it was
lost are passed on as they come.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.exchange.order import Order, PlayerReport
from kap_room.exchange.wire import UnreadableError, order_to_plain, report_from_plain
from kap_room.link.lines import LONGEST_SNAPSHOT, NotUnderstood, from_line, to_line

TRY_EVERY: Final = 0.2
"""Seconds between two looks for a player: dead air is told within two."""

GREETS_WITHIN: Final = 0.5
"""Seconds; a player greets whoever connects at once."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a player may say nothing; each in seconds."""

    starts: float = 3.0
    """One that nobody has met yet is starting, and not lost."""
    quiet: float = 2.5
    """It tells of itself once a second at least."""
    look: float = 0.25
    """Only time in which this process ran counts: a computer that slept lost nobody."""


_log = logging.getLogger(__name__)


class PlayerLink:
    """Implements the engine's port for sound. Lives in the engine's event loop."""

    def __init__(
        self,
        path: Path,
        said: Callable[[PlayerReport], None],
        lost: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._path = path
        self._said = said
        self._lost = lost
        self._newest: Order | None = None
        self._replaced = asyncio.Event()
        self._complained = ""
        self._patience = patience or Patience()
        self._is_met = False

    def follow(self, order: Order) -> None:
        self._newest = order
        self._replaced.set()

    async def run(self) -> None:
        """Until it is cancelled. `lost` is called once for each loss."""
        told = False
        loop = asyncio.get_running_loop()
        starts_until = loop.time() + self._patience.starts
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(
                    self._path, limit=LONGEST_SNAPSHOT
                )
            except OSError:
                if not told and (self._is_met or loop.time() > starts_until):
                    self._lost()
                    told = True
                await asyncio.sleep(TRY_EVERY)
                continue
            await self._converse(reader, writer)
            self._lost()
            told = True

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Both ways at once, until either ends."""
        both = (
            asyncio.create_task(self._send_orders(writer)),
            asyncio.create_task(self._hear_reports(reader)),
        )
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            writer.close()

    async def _send_orders(self, writer: asyncio.StreamWriter) -> None:
        self._replaced.clear()  # an order from before would begin tracks at old places
        with contextlib.suppress(ConnectionError):
            while True:
                await self._replaced.wait()
                self._replaced.clear()
                if self._newest is not None:
                    writer.write(to_line({"order": order_to_plain(self._newest)}))
                    await writer.drain()

    async def _hear_reports(self, reader: asyncio.StreamReader) -> None:
        quiet = 0.0
        # ValueError is readline's word for a line without an end: no player of ours.
        with contextlib.suppress(ConnectionError, ValueError):
            while True:
                try:
                    async with asyncio.timeout(self._patience.look):
                        line = await reader.readline()
                except TimeoutError:
                    before, quiet = quiet, quiet + self._patience.look
                    if before < self._patience.quiet <= quiet:
                        # Stopped by a signal it keeps its socket, and makes no sound.
                        self._lost()
                    continue
                if not line:
                    return
                quiet = 0.0
                self._hear(line)

    def _hear(self, line: bytes) -> None:
        try:
            message = from_line(line)
            if "refused" in message:
                self._complain(f"The player refused an order: {message['refused']}")
            if "report" in message:
                self._is_met = True
                self._said(report_from_plain(message["report"]))
        except (NotUnderstood, UnreadableError) as problem:
            self._complain(f"The player said what cannot be read: {problem}")

    def _complain(self, says: str) -> None:
        """Once: ten times a second, the same sentence would fill the card."""
        if says != self._complained:
            self._complained = says
            _log.warning("%s", says[:500])


def plays_already(path: Path) -> bool:
    """Whether a player from before this engine is there and sounds.

    Waits half a second at most; asked once, before the engine's loop begins.
    """
    with contextlib.suppress(OSError, NotUnderstood, UnreadableError):
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(GREETS_WITHIN)
            door.connect(str(path))
            with door.makefile("rb") as heard:
                message = from_line(heard.readline(LONGEST_SNAPSHOT))
        return bool(report_from_plain(message.get("report")).decks)
    return False
