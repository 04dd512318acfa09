"""The socket: one JSON line each way, several guests at once, nobody waited for.

A guest may be slow, hostile or gone. Lines and what waits to be read are bounded, a
guest that exceeds them is shown out, and nothing here ever blocks the sound.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

LONGEST_LINE: Final = 1 << 20
"""Bytes. A full fallback list with long paths is a fifth of it."""

MOST_WAITING: Final = 1 << 19
"""Bytes a guest may leave unread before it is shown out."""

MOST_GUESTS: Final = 16

Message = Mapping[str, object]


class DoorError(Exception):
    """The socket cannot be had, and why, in one sentence."""


class Guest:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.is_engine = False
        """True once it has sent an order."""
        self.unread = b""
        self.unsent = b""
        self.is_gone = False

    def read(self) -> Iterator[bytes]:
        """The complete lines that have come."""
        try:
            piece = self.connection.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        *lines, self.unread = (self.unread + piece).split(b"\n")
        yield from lines
        if not piece or len(self.unread) > LONGEST_LINE:
            self.is_gone = True

    def send(self, line: bytes) -> None:
        self.unsent += line
        self.flush()
        if len(self.unsent) > MOST_WAITING:
            self.is_gone = True

    def flush(self) -> None:
        try:
            while self.unsent:
                count = self.connection.send(self.unsent)
                self.unsent = self.unsent[count:]
        except BlockingIOError:
            return
        except OSError:
            self.is_gone = True


class Door:
    """Where the guests come in."""

    def __init__(self, path: Path, greeting: Callable[[], Message]) -> None:
        self._path = path
        self._greeting = greeting
        self._guests: list[Guest] = []
        self._listener = _listening(path)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, None)
        self._nudged, self._nudges = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(self._nudged, selectors.EVENT_READ, self)

    @property
    def has_engine(self) -> bool:
        return any(each.is_engine for each in self._guests)

    def wait(self, longest: float) -> Iterator[tuple[Guest, bytes]]:
        """Lines as they come, or nothing once `longest` seconds have passed."""
        for key, events in self._selector.select(longest):
            guest = key.data
            if guest is self:
                os.read(self._nudged, 4096)
                continue
            if guest is None:
                self._let_in()
                continue
            if events & selectors.EVENT_WRITE:
                guest.flush()
            if events & selectors.EVENT_READ:
                for line in guest.read():
                    yield guest, line
        self._show_out()

    def tell(self, message: Message) -> None:
        line = as_line(message)
        for guest in self._guests:
            guest.send(line)
        self._show_out()

    def nudge(self) -> None:
        """End a wait at once. From any thread."""
        # Full, or closed at the very end: then nobody waits any more.
        with contextlib.suppress(OSError):
            os.write(self._nudges, b".")

    def close(self) -> None:
        for guest in self._guests:
            guest.is_gone = True
        self._show_out()
        self._selector.close()
        os.close(self._nudged)
        os.close(self._nudges)
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _let_in(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        if len(self._guests) >= MOST_GUESTS:
            connection.close()
            return
        connection.setblocking(False)  # noqa: FBT003 - the library's own parameter
        guest = Guest(connection)
        self._guests.append(guest)
        self._selector.register(connection, selectors.EVENT_READ, guest)
        guest.send(as_line(self._greeting()))

    def _show_out(self) -> None:
        for guest in self._guests:
            if guest.is_gone:
                self._selector.unregister(guest.connection)
                guest.connection.close()
                continue
            events = selectors.EVENT_READ
            if guest.unsent:
                events |= selectors.EVENT_WRITE
            self._selector.modify(guest.connection, events, guest)
        self._guests = [each for each in self._guests if not each.is_gone]


def as_line(message: Message) -> bytes:
    return json.dumps(message, allow_nan=False).encode() + b"\n"


def _listening(path: Path) -> socket.socket:
    """A socket that nobody else may open; one left behind by a dead player goes."""
    if _is_answered(path):
        raise DoorError(f"{path}: another player answers there. Stop it first.")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)  # noqa: FBT003 - the library's own parameter
    mask = os.umask(0o177)
    try:
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        listener.listen(MOST_GUESTS)
    except OSError as problem:
        listener.close()
        raise DoorError(f"{path}: no socket there: {problem.strerror}.") from None
    finally:
        os.umask(mask)
    return listener


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
