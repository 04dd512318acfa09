"""A paho client that reads in gulps: what floods a topic must not fill the line.

Written for paho-mqtt 2.x, which asks the socket three times for each message and takes
30 microseconds to hand it on: on a small computer that is longer than a device that has
lost its mind takes for the next, and the press that means silence stands in line behind
thousands. So bytes are taken as they lie there, and the plainest messages (published
without acknowledgement, and whole) are handed on from here. Everything else, and
everything that is not as it should be, is paho's to read.
"""

from __future__ import annotations

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

SHORT: Final = 0x80
"""A length below this stands in one byte. Presses are that short; more is paho's."""

HEAD: Final = 4
"""Bytes: kind, length, and the length of the topic."""

Hears = Callable[[str, bytes, bool], None]


class QuickClient(Client):
    hears: Hears | None = None
    """Told of plain messages: topic, payload, and whether it had been kept."""
    _gulped = b""
    _at = 0

    def read(self) -> None:
        """All that has come; in place of `loop_read`."""
        self._gulp()
        self._hand_on()
        self.loop_read()
        while self._at < len(self._gulped) and self.socket() is not None:
            self._hand_on()
            self.loop_read()

    def _gulp(self) -> None:
        if self._at < len(self._gulped):
            return
        try:
            self._gulped, self._at = super()._sock_recv(GULP), 0
        except OSError:
            return  # paho asks again, and knows what each of them means

    def _hand_on(self) -> None:
        """The plain messages at the front, as long as paho is in the middle of none."""
        hears, gulped, at = self.hears, self._gulped, self._at
        if hears is None or self._in_packet["command"] != 0:
            return
        while len(gulped) - at >= HEAD and gulped[at] & PLAIN_BITS == PLAIN:
            length = gulped[at + 1]
            end = at + 2 + length
            payload = at + HEAD + (gulped[at + 2] << 8) + gulped[at + 3]
            if length >= SHORT or end > len(gulped) or not at + HEAD < payload <= end:
                break
            try:
                topic = gulped[at + HEAD : payload].decode()
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
