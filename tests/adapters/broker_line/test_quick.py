"""Reading in gulps hears what reading one by one hears, however the bytes come."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from kap_room.adapters.broker_line.quick import MANY, WINDOW, QuickClient

Heard = list[tuple[str, bytes, bool]]


class Wire:
    """A socket on which these bytes come, gulp by gulp, and then nothing more."""

    def __init__(self, gulps: Sequence[bytes]) -> None:
        self._gulps = [gulp for gulp in gulps if gulp]

    def recv(self, most: int) -> bytes:
        if not self._gulps:
            raise BlockingIOError
        first = self._gulps.pop(0)
        if len(first) > most:
            self._gulps.insert(0, first[most:])
        return first[:most]

    def send(self, data: bytes) -> int:
        return len(data)

    def close(self) -> None:
        """Nothing was open."""

    @property
    def is_empty(self) -> bool:
        return not self._gulps


def published(topic: bytes, payload: bytes, bits: int) -> bytes:
    """One message, as a broker sends it; `bits` are duplicate, quality and kept."""
    number = b"\x00\x07" if bits & 0x06 else b""
    body = struct.pack(">H", len(topic)) + topic + number + payload
    return bytes([0x30 | bits]) + length_of(len(body)) + body


def length_of(count: int) -> bytes:
    said = bytearray()
    while True:
        count, rest = divmod(count, 128)
        said.append(rest | (0x80 if count else 0))
        if not count:
            return bytes(said)


def heard_by(
    client: Client, gulps: Sequence[bytes], read: Callable[[Any], Any]
) -> Heard:
    heard: Heard = []

    def on_message(_client: Client, _data: object, message: MQTTMessage) -> None:
        heard.append((message.topic, bytes(message.payload), message.retain))

    client.on_message = on_message
    if isinstance(client, QuickClient):
        client.hears = lambda topic, payload, kept: heard.append((topic, payload, kept))
    wire = Wire(gulps)
    client._sock = cast("Any", wire)  # noqa: SLF001 - there is no broker to connect to
    turns = sum(map(len, gulps)) + 2
    while turns and not wire.is_empty and client.socket() is not None:
        read(client)
        turns -= 1
    return heard


def both(gulps: Sequence[bytes]) -> tuple[Heard, Heard]:
    quick = QuickClient(CallbackAPIVersion.VERSION2, client_id="quick")
    slow = Client(CallbackAPIVersion.VERSION2, client_id="slow")
    one = heard_by(quick, gulps, QuickClient.read)
    other = heard_by(slow, gulps, lambda client: client.loop_read())
    return one, other


MESSAGES = st.tuples(
    st.sampled_from([b"couch", b"a/b", "Küche".encode()]),
    st.sampled_from(
        [b"", b"ON", b"x" * 119, b"x" * 122, b"x" * 200, b"x" * 16_371, b"x" * 16_400]
    ),
    st.sampled_from([0x00, 0x01, 0x02, 0x03, 0x0A]),
)


@given(st.lists(MESSAGES, max_size=8), st.lists(st.integers(1, 200), max_size=30))
def test_whatever_the_gulps_the_same_is_heard_in_the_same_order(
    messages: list[tuple[bytes, bytes, int]], cuts: list[int]
) -> None:
    """Plain ones and others, whole, in halves and byte by byte."""
    stream = b"".join(published(*message) for message in messages)
    gulps, at = [], 0
    for cut in cuts:
        gulps.append(stream[at : at + cut])
        at += cut
    quick, slow = both([*gulps, stream[at:]])
    assert quick == slow
    assert len(quick) == len(messages)


@pytest.mark.parametrize(
    "odd",
    [
        b"\x30\x00",
        b"\x30\x02\x00\x00",
        b"\x30\x03\x00\xff\xff",
        b"\x30\x05\x00\x01\xffhm",
        b"\x30\xff\xff\xff\xff\xff",
        b"\x00\x00",
        b"\xf0\x00",
    ],
)
def test_what_no_broker_sends_is_left_to_paho(odd: bytes) -> None:
    """It is judged there as it always was, and what came before is heard."""
    first = published(b"couch", b"ON", 0)
    outcomes = []
    for kind, read in (
        (QuickClient, QuickClient.read),
        (Client, lambda client: client.loop_read()),
    ):
        client = kind(CallbackAPIVersion.VERSION2, client_id="x")
        try:
            heard = heard_by(client, [first + odd], cast("Any", read))
        except Exception as fault:  # noqa: BLE001 - which one is paho's business
            outcomes.append(type(fault).__name__)
        else:
            outcomes.append(repr(heard))
    assert outcomes[0] == outcomes[1]


def test_a_plain_message_is_heard_at_once() -> None:
    """A thousand of them in one gulp, by one reading."""
    client = QuickClient(CallbackAPIVersion.VERSION2, client_id="quick")
    stream = published(b"couch", b"ON", 0) * 1000
    heard: Heard = []
    client.hears = lambda topic, payload, kept: heard.append((topic, payload, kept))
    client._sock = cast("Any", Wire([stream]))  # noqa: SLF001
    client.read()
    assert heard == [("couch", b"ON", False)] * 1000


def test_messages_that_come_one_by_one_without_end_are_let_gather(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading costs more than what is read; a hand's presses are never waited with."""
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    client = QuickClient(CallbackAPIVersion.VERSION2, client_id="quick")
    client.hears = lambda *_: None
    plain = published(b"couch", b"ON", 0)
    feed(client, plain)
    for reads, rushed in ((MANY, False), (MANY + 1, True), (MANY, True), (2, False)):
        for _ in range(reads - 1):
            feed(client, plain)
        now += 1.1 * WINDOW
        feed(client, plain)
        assert is_rushed(client) == rushed


def is_rushed(client: QuickClient) -> bool:
    return client.is_rushed


def feed(client: QuickClient, message: bytes) -> None:
    client._sock = cast("Any", Wire([message]))  # noqa: SLF001
    client.read()
