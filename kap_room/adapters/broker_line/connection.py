"""One connection to the broker, kept for ever on a thread of its own.

Written for paho-mqtt 2.x. paho sends again after a reconnection whatever was not
acknowledged before it, minutes late, and its own thread dies silently of a packet it
cannot read. So every connection is a fresh client, driven from our loop: what the old
one had not sent goes with it, and nothing a broker sends can end the thread.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kap_room.adapters.broker_line.client import new_client
from kap_room.adapters.broker_line.faults import (
    AT_EASE,
    says_of_fault,
    says_of_hearing,
    says_of_loss,
    says_of_refusal,
    says_of_silence,
)
from kap_room.adapters.broker_line.listener import Doubts, Listener, tell_the_log
from kap_room.adapters.broker_line.pace import Pace
from kap_room.adapters.broker_line.password import AccessError
from kap_room.adapters.broker_line.quick import QuickClient
from kap_room.adapters.broker_line.subscription import Subscription
from kap_room.adapters.broker_line.tls import TidySocket
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

PAUSE: Final = 0.5
"""Seconds between attempts: a broker that is back is found well within one (L5)."""

TICK: Final = 1.0
"""Seconds between looks at the keepalive when nothing moves."""

BREATH: Final = 0.002
"""Seconds for a flood to gather in: read one by one, it would take half a core."""

KEEPALIVE: Final = 5
"""Seconds. A broker that froze is noticed after at most two of these."""


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker says for us when we are gone without a word; it is kept."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Manner:
    """How one line differs from another."""

    name: str = "lamps"
    """Of its thread."""
    qos: int = 1
    """Of what is listened to; what is sent is always acknowledged."""
    will: Will | None = None
    keepalive: int = KEEPALIVE


LAMPS: Final = Manner()


class Connection:
    def __init__(
        self,
        broker: Broker,
        topics: Sequence[str],
        listener: Listener,
        *,
        manner: Manner = LAMPS,
        doubts: Doubts = tell_the_log,
    ) -> None:
        self._broker = broker
        self._manner = manner
        self._topics = tuple(topics)
        self._listener = listener
        self._doubts = doubts
        self._asked = self._subscription()
        self._client: Client | None = None
        self._pace = Pace()
        self._refusal: str | None = None
        self._answered = False
        self._said: str | None = None
        self._closing = threading.Event()
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.settimeout(0.0)
        self._thread = threading.Thread(target=self._run, name=manner.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send(self, topic: str, payload: bytes, *, keep: bool = False) -> bool:
        """Hand one message to the broker now, or not at all.

        `keep` lets it keep the message for whoever comes later: never a command.
        """
        client = self._client
        if client is None:
            return False
        return self._pace.send(client, topic, payload, keep=keep)

    @property
    def is_there(self) -> bool:
        return self._client is not None

    @property
    def is_answered(self) -> bool:
        """The broker has whatever was handed to it, and has said so."""
        return self._client is not None and self._pace.is_answered

    def close(self) -> None:
        """Leave. An attempt that hangs is left behind: its thread holds nothing."""
        self._closing.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout=0.5)
        elif self._thread.ident is None:
            self._put_away()

    def _run(self) -> None:
        while not self._closing.is_set():
            says = self._stay()
            if says != self._said and not self._closing.is_set():
                self._said = says
                self._listener.lost(says)
            self._closing.wait(PAUSE)
        self._put_away()

    def _put_away(self) -> None:
        self._woken.close()
        self._waker.close()

    def _stay(self) -> str:
        """Connect and remain; a sentence on why that ended."""
        self._refusal, self._answered = None, False
        self._asked = self._subscription()
        try:
            self._hold(new_client(self._broker))
        except AccessError as problem:
            return f"{problem} {AT_EASE}"
        except Exception as fault:  # noqa: BLE001  # whatever it is, the room goes on
            return says_of_fault(self._broker, fault)
        return self._why_it_ended()

    def _why_it_ended(self) -> str:
        if self._refusal is not None:
            return self._refusal
        if not self._answered:
            return says_of_silence(self._broker)
        return says_of_loss(self._broker)

    def _hold(self, client: QuickClient) -> None:
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.hears = self._asked.heard
        client.on_socket_register_write = lambda *_: self._wake()
        will = self._manner.will
        if will is not None:
            client.will_set(will.topic, will.payload, qos=1, retain=True)
        try:
            client.connect(self._broker.host, self._broker.port, self._manner.keepalive)
            self._drive(client)
        finally:
            self._client = None
            sock = client.socket()
            if sock is not None:
                sock.close()

    def _drive(self, client: QuickClient) -> None:
        while client.socket() is not None:
            if self._closing.is_set():
                client.disconnect()
                client.loop_write()
                return
            self._turn(client)

    def _turn(self, client: QuickClient) -> None:
        sock = client.socket()
        if sock is None:
            return
        # TLS may hold bytes that no select would show.
        has_more = isinstance(sock, ssl.SSLSocket) and sock.pending() > 0
        wait = 0.0 if has_more else self._rest
        writers = [sock] if client.want_write() else []
        if client.is_rushed:
            select.select([self._woken], writers, [], BREATH)
        ready, _, _ = select.select([sock, self._woken], writers, [], wait)
        if self._woken in ready:
            with contextlib.suppress(BlockingIOError):
                self._woken.recv(4096)
        if sock in ready or has_more:
            client.read()
            if isinstance(sock, TidySocket) and sock.refusal and not self._answered:
                self._refusal = says_of_fault(self._broker, sock.refusal)
        if client.want_write():
            client.loop_write()
        client.loop_misc()
        if self._client is None and self._asked.wait(_now()) == 0.0:
            self._begin(client)

    @property
    def _rest(self) -> float:
        """Until something is to be looked at, though nothing comes."""
        wait = None if self._client is not None else self._asked.wait(_now())
        return TICK if wait is None else wait

    def _on_connect(
        self,
        client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._answered = True
        if reason.is_failure:
            self._refusal = says_of_refusal(self._broker, reason)
            return
        self._asked.ask(client, _now())

    def _on_subscribe(
        self,
        _client: Client,
        _data: object,
        number: int,
        reasons: Sequence[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        was_doubted = self._client is not None and not self._asked.is_answered
        self._asked.answer(number, (reason.is_failure for reason in reasons))
        if was_doubted and self._asked.is_answered:
            self._tell_doubt(says_of_hearing(self._broker))

    def _begin(self, client: Client) -> None:
        """It lets us hear, or was given long enough to say so."""
        self._said = None
        self._pace = Pace()
        self._client = client
        self._listener.found()
        self._tell_doubt()
        self._asked.catch_up()

    def _tell_doubt(self, otherwise: str | None = None) -> None:
        """What cannot be heard; where all can, something else or nothing."""
        says = self._asked.says(self._broker)
        if says is not None:
            self._doubts(says, ok=False)
        elif otherwise is not None:
            self._doubts(otherwise, ok=True)

    def _subscription(self) -> Subscription:
        return Subscription(self._topics, self._manner.qos, self._heard)

    def _heard(self, topic: str, payload: bytes, kept: bool) -> None:  # noqa: FBT001 (called as a callback)
        self._listener.heard(topic, payload, kept=kept)

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        # On one connection a duplicate can only be of what has been heard.
        old = message.retain or message.dup
        self._asked.heard(message.topic, bytes(message.payload), old)

    def _wake(self) -> None:
        # Full means that it is awake already; closed, that nobody is left to wake.
        with contextlib.suppress(OSError):
            self._waker.send(b".")


def _now() -> Seconds:
    return Seconds(time.monotonic())
