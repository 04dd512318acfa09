"""A paho client that reads in gulps: what floods a topic must not fill the line.

Written for paho-mqtt 2.x, which asks the socket three times for each message and takes
30 microseconds to hand it on: on a small computer that is longer than a device that has
lost its mind takes for the next, and the press that means silence stands in line behind
thousands. So bytes are taken as they lie there, and the plainest messages (published
without acknowledgement, and whole) are handed on from here. Everything else, and
everything that is not as it should be, is paho's to read.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable
from typing import Final

from paho.mqtt.client import Client
from typing_extensions import override

GULP: Final = 65_536
"""Bytes. About a thousand presses."""

PLAIN: Final = 0x30
PLAIN_BITS: Final = 0xF6
"""A message that is published, without acknowledgement; whether kept is another bit."""

KEPT: Final = 0x01

MORE: Final = 0x80
"""In a byte of the length: another follows. Two hold 16 kB; more is paho's."""

HEAD: Final = 5
"""Bytes: kind, two of the length, and the length of the topic."""

WINDOW: Final = 0.05
"""Seconds in which readings are counted."""

MANY: Final = 20
"""Readings in a window. Each costs as much as the reading of ten presses."""

Hears = Callable[[str, bytes, bool], None]


class QuickClient(Client):
    hears: Hears | None = None
    """Told of plain messages: topic, payload, and whether it had been kept."""
    is_rushed = False
    """It is asked to read more often than anybody presses: let it gather, and gulp."""
    _gulped = b""
    _at = 0
    _reads = 0
    _since = 0.0

    def read(self) -> None:
        """All that has come; in place of `loop_read`."""
        self._count(time.monotonic())
        took = self._gulp()
        self._hand_on()
        if took and self._at == len(self._gulped) and self._is_between:
            return  # plain messages, to the last byte: paho would ask for nothing
        self.loop_read()
        while self._at < len(self._gulped) and self.socket() is not None:
            self._hand_on()
            self.loop_read()

    def _count(self, now: float) -> None:
        self._reads += 1
        if now - self._since >= WINDOW:
            # Half as many while it gathers, or every other window would go back to one.
            self.is_rushed = self._reads > (MANY // 2 if self.is_rushed else MANY)
            self._since, self._reads = now, 0

    def _gulp(self) -> bool:
        """Whether anything was there."""
        if self._at < len(self._gulped):
            return True
        try:
            self._gulped, self._at = super()._sock_recv(GULP), 0
        except OSError:
            return False  # paho asks again, and knows what each of them means
        acknowledge(self.socket())
        return bool(self._gulped)

    @property
    def _is_between(self) -> bool:
        """Paho is in the middle of no packet."""
        return bool(self._in_packet["command"] == 0)

    def _hand_on(self) -> None:
        """The plain messages at the front, as long as paho is in the middle of none."""
        hears, gulped, at = self.hears, self._gulped, self._at
        if hears is None or not self._is_between:
            return
        while len(gulped) - at >= HEAD and gulped[at] & PLAIN_BITS == PLAIN:
            length, body = gulped[at + 1], at + 2
            if length >= MORE:
                # A remote tells all of its state with each press: 200 bytes are usual.
                length, body = length - MORE + gulped[body] * MORE, body + 1
            end = body + length
            payload = body + 2 + (gulped[body] << 8) + gulped[body + 1]
            if gulped[body - 1] >= MORE or end > len(gulped):
                break
            if not body + 2 < payload <= end:
                break
            try:
                topic = gulped[body + 2 : payload].decode()
            except UnicodeDecodeError:
                break
            kept = bool(gulped[at] & KEPT)
            at, self._at = end, end
            hears(topic, gulped[payload:end], kept)

    @override
    def _sock_recv(self, bufsize: int) -> bytes:
        if self._at >= len(self._gulped):
            return super()._sock_recv(bufsize)
        taken = self._gulped[self._at : self._at + bufsize]
        self._at += len(taken)
        return taken


def acknowledge(sock: object) -> None:
    """Say at once that it came: the broker may hold back the next until then.

    Left to itself the kernel takes 40 ms over it in a flood, and forgets that it was
    asked not to with whatever comes.
    """
    if isinstance(sock, socket.socket) and sys.platform == "linux":
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
