"""A port of this computer, and who comes to it; behind one of them stands a broker."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from typing_extensions import override


class Door(ABC):
    def __init__(self) -> None:
        self.calls: list[float] = []
        """The reading of each connection that somebody began."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._open, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """To whoever comes now; who is in already stays."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @abstractmethod
    def meet(self, guest: socket.socket) -> None:
        """The next one can come when this is over."""

    def _open(self) -> None:
        while True:
            try:
                guest, _ = self._listener.accept()
            except OSError:
                return
            self.calls.append(time.monotonic())
            self.meet(guest)


class Passage(Door):
    """Between us and a real broker: bytes are carried both ways."""

    def __init__(self, port: int) -> None:
        self._beyond = port
        super().__init__()

    @abstractmethod
    def carry(self, source: socket.socket, target: socket.socket) -> None:
        """On a thread of its own, until nothing comes any more."""

    @override
    def meet(self, guest: socket.socket) -> None:
        broker = socket.create_connection(("127.0.0.1", self._beyond))
        for way in ((guest, broker), (broker, guest)):
            threading.Thread(target=self.carry, args=way, daemon=True).start()
