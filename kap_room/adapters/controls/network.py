"""A mido port somewhere else in the network: three bytes of MIDI after another by TCP.

mido's own port reads byte by byte for as long as anything comes, and tells of nothing
meanwhile: a device that floods it would never be heard. And it waits for whoever does
not read what he is told. So bytes are taken as they lie there, and we wait for nobody.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import mido

from kap_room.adapters.controls.fingers import Said
from kap_room.adapters.controls.names import NETWORK
from kap_room.adapters.controls.ports import said_by

CONNECT_EVERY: Final = 1.0

CONNECTS_WITHIN: Final = 5.0
"""Seconds that a computer which is off may cost before the next call."""

GULP: Final = 4096
"""Bytes. About a thousand words."""

LONGEST: Final = 65_536
"""Bytes without a word in them. A message of a maker's own may have as many."""

Hears = Callable[[Said], None]


class NetworkPort:
    """It is called again and again, on a thread of its own, until `end`."""

    def __init__(
        self, address: str, hears: Hears, there: Callable[[bool], None]
    ) -> None:
        host, _, port = address.removeprefix(NETWORK).strip().rpartition(":")
        self._address = host, int(port) if port.isdigit() else 0
        self._hears = hears
        self._there = there
        self._line: socket.socket | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """It is not called again."""
        self._ended.set()
        self.close()

    def close(self) -> None:
        if (line := self._line) is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # whoever listens wakes up by it

    def send(self, msg: mido.Message) -> None:
        """Raise `OSError` where nobody is at the other end, or does not read."""
        if (line := self._line) is None:
            raise OSError("nobody answers")
        line.send(bytes(msg.bytes()), socket.MSG_DONTWAIT)

    def _run(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError, OverflowError, UnicodeError):
                self._call()
            self._ended.wait(CONNECT_EVERY)

    def _call(self) -> None:
        with socket.create_connection(self._address, CONNECTS_WITHIN) as line:
            line.settimeout(None)
            self._line = line
            try:
                if not self._ended.is_set():
                    self._there(True)  # noqa: FBT003 (it is there)
                    self._listen(line)
            finally:
                self._line = None
                if not self._ended.is_set():
                    self._there(False)  # noqa: FBT003 (it is not)

    def _listen(self, line: socket.socket) -> None:
        parser, silent = mido.Parser(), 0
        while (came := line.recv(GULP)) and not self._ended.is_set():
            parser.feed(came)
            silent += len(came)
            for message in parser:
                silent = 0
                if (said := said_by(message)) is not None:
                    self._hears(said)
            if silent > LONGEST:  # and without an end: it is not kept for ever
                parser, silent = mido.Parser(), 0
