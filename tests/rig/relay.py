"""A stretch of network between us and a broker, which can be cut and mended.

The broker and whoever listens there stay where they are, so that nothing that comes
through afterwards can go unheard.
"""

from __future__ import annotations

import contextlib
import socket
import threading

from typing_extensions import override

from tests.rig.door import Passage


class Relay(Passage):
    """Carries bytes both ways between its own port and the broker's."""

    def __init__(self, port: int) -> None:
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._ends: set[socket.socket] = set()
        super().__init__(port)

    @override
    def close(self) -> None:
        super().close()
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

    @override
    def carry(self, source: socket.socket, target: socket.socket) -> None:
        self._ends.add(source)
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if self._is_whole.is_set():
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.discard(source)
        source.close()
