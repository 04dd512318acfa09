"""What systemd wants to hear, if it is there: ready, alive, stopping."""

from __future__ import annotations

import contextlib
import os
import socket


class Systemd:
    """Takes its variables out of the environment: they are for nobody else."""

    def __init__(self) -> None:
        self._address = os.environ.pop("NOTIFY_SOCKET", "")
        said = os.environ.pop("WATCHDOG_USEC", "")
        os.environ.pop("WATCHDOG_PID", None)
        self._every = int(said) / 2e6 if said.isdigit() else None
        self._told = float("-inf")
        self._ready = False

    def ready(self) -> None:
        if not self._ready:
            self._ready = True
            self._tell("READY=1")

    def alive(self, now: float) -> None:
        if self._every is not None and now - self._told >= self._every:
            self._told = now
            self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):  # systemd writes the zero byte so
            address = "\0" + address[1:]
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out,
        ):
            out.sendto(words.encode(), address)
