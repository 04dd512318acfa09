"""A stretch of network between us and a broker, which can be cut and mended.

The broker and whoever listens there stay where they are, so that nothing that comes
through afterwards can go unheard.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self


class Relay:
    """Carries bytes both ways between its own port and the broker's."""

    def __init__(self, port: int) -> None:
        self._beyond = port
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._ends: set[socket.socket] = set()
        self.calls: list[float] = []
        """The reading of each connection that somebody began."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def swallow(self) -> None:
        """From now on what is sent is taken, and arrives nowhere."""
        self._is_whole.clear()

    def hang_up(self) -> None:
        """Every connection ends; new ones are taken and swallowed as before."""
        for end in tuple(self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_whole.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.calls.append(time.monotonic())
            far = socket.create_connection(("127.0.0.1", self._beyond))
            self._ends |= {near, far}
            self._start(self._carry, near, far)
            self._start(self._carry, far, near)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if self._is_whole.is_set():
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.discard(source)
        source.close()

    def _start(self, work: object, *given: socket.socket) -> None:
        assert callable(work)
        threading.Thread(target=work, args=given, daemon=True).start()
