"""Somebody between us and a broker who lets what is asked for wait, or answers for it.

The broker behind is a real one. What is held back is held whole: whatever was sent
after it waits behind it, as on a slow network.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Final

from typing_extensions import override

from tests.rig.door import Passage

SUBSCRIBE: Final = 0x80
SUBACK: Final = 0x90
REFUSED: Final = 0x80
MORE: Final = 0x80
"""In a byte of a length: another follows."""


class Doorman(Passage):
    def __init__(
        self,
        port: int,
        *,
        asks_after: float = 0.0,
        answers_after: float = 0.0,
        answers_last: bool = False,
        refuses: int = 0,
    ) -> None:
        """Seconds before a subscription goes on to the broker, and its answer to us.

        `answers_last`: the answer comes behind the first message of what was asked for.
        `refuses` is how many of the topics of an answer are refused, from the first.
        """
        self._waits = {SUBSCRIBE: asks_after, SUBACK: answers_after}
        self._refuses = refuses
        self._answers_last = answers_last
        super().__init__(port)

    @override
    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError), source, target:
            held = b""
            for packet in packets(source):
                time.sleep(self._waits.get(packet[0] & 0xF0, 0.0))
                if packet[0] == SUBACK and self._answers_last:
                    held = packet
                    continue
                target.sendall(self._judged(packet) + held)
                held = b""

    def _judged(self, packet: bytes) -> bytes:
        if packet[0] != SUBACK:
            return packet
        # Kind, a length of one byte, and the number of what is answered.
        head, codes = packet[:4], packet[4:]
        return head + bytes([REFUSED] * self._refuses) + codes[self._refuses :]


def packets(sock: socket.socket) -> Iterator[bytes]:
    """Each whole."""
    while head := sock.recv(1):
        length, place = 0, 0
        while True:
            byte = sock.recv(1)
            head += byte
            length += (byte[0] & 0x7F) << place
            place += 7
            if byte[0] < MORE:
                break
        yield head + (sock.recv(length, socket.MSG_WAITALL) if length else b"")
