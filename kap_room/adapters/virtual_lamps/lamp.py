"""One virtual lamp at a broker: a device, and a client that carries its words.

Each lamp is a client of its own, so that each can be lost alone, with a will that says
so. Written for paho-mqtt 2.x. What it says goes out unacknowledged and only while
connected: what a lamp was a minute ago is nobody's business.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kap_room.adapters.virtual_lamps.bulb import Order
from kap_room.adapters.virtual_lamps.device import Device, Turn
from kap_room.adapters.virtual_lamps.make import Said
from kap_room.adapters.virtual_lamps.vices import Vices
from kap_room.plan.units import Seconds

KEEPALIVE: Final = 5


class Witness(Protocol):
    """Who keeps what happened; called on any thread, one at a time for each lamp."""

    def told(
        self, reading: Seconds, topic: str, payload: bytes, *, kept: bool
    ) -> None: ...

    def became(self, reading: Seconds, device: Device) -> None: ...


class VirtualLamp:
    def __init__(
        self,
        device: Device,
        *,
        now: Callable[[], Seconds] = lambda: Seconds(time.monotonic()),
        witness: Witness | None = None,
    ) -> None:
        self._device = device
        self._now = now
        self._witness = witness
        self._lock = threading.RLock()
        self._late: list[tuple[Seconds, Said]] = []
        self._answers = threading.Event()
        self._client: Client | None = None
        self._place = ("127.0.0.1", 1883)
        if witness is not None:
            witness.became(now(), device)

    def join(self, host: str, port: int) -> None:
        self._place = (host, port)
        client = self._client = Client(CallbackAPIVersion.VERSION2)
        client.reconnect_delay_set(1, 1)
        will = self._device.make.will
        if will is not None:
            client.will_set(will.topic, will.payload, qos=1, retain=will.kept)
        client.on_connect = self._on_connect
        client.on_subscribe = lambda *_: self._answers.set()
        client.on_message = self._on_message
        client.connect_async(host, port, keepalive=KEEPALIVE)
        client.loop_start()

    def is_there(self, within: Seconds) -> bool:
        """Whether it hears what it is told."""
        return self._answers.wait(within)

    def leave(self) -> None:
        """As one that is unplugged in good order: it says that it goes."""
        client, self._client = self._client, None
        if client is None:
            return
        will = self._device.make.will
        if will is not None and client.is_connected():
            said = client.publish(will.topic, will.payload, qos=1, retain=will.kept)
            said.wait_for_publish(timeout=1.0)
        client.disconnect()
        client.loop_stop()

    def tick(self) -> None:
        """Say what time brings: how far it is, where it ended, what comes late."""
        with self._lock:
            now = self._now()
            self._take(self._device.ticks(now), now)
            due = [said for at, said in self._late if at <= now]
            self._late = [(at, said) for at, said in self._late if at > now]
            for said in due:
                self._publish(said)

    def move(self, order: Order) -> None:
        """By a hand at the wall."""
        with self._lock:
            now = self._now()
            self._take(self._device.moved(order, now), now)

    def cut_power(self, *, noticed: bool = True) -> None:
        """Dark at once; where it is noticed, the broker says that the lamp is gone."""
        with self._lock:
            now = self._now()
            self._take((self._device.without_power(now), ()), now)
            self._late = []
        if noticed:
            self._hang_up()

    def return_power(self) -> None:
        """As its maker or its vices have it; nobody who missed the cut is told."""
        with self._lock:
            now = self._now()
            self._take(self._device.with_power(now), now)
        if self._client is None:
            self.join(*self._place)

    def become(self, vices: Vices) -> None:
        """Have these vices from now on, and no others."""
        with self._lock:
            self._take((replace(self._device, vices=vices), ()), self._now())

    @property
    def device(self) -> Device:
        return self._device

    def _hang_up(self) -> None:
        """Gone without a word, so that the broker speaks its will."""
        client, self._client = self._client, None
        self._answers.clear()
        if client is None:
            return
        sock = client.socket()
        stopping = threading.Thread(target=client.loop_stop)
        stopping.start()
        if isinstance(sock, socket.socket):
            # The client's thread looks up from this; it would else sleep a second.
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        stopping.join()

    def _on_connect(
        self,
        client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            return
        make = self._device.make
        client.subscribe([(topic, make.quality) for topic in make.ears])
        with self._lock:
            now = self._now()
            self._take(self._device.greets(now), now)

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        payload = bytes(message.payload)
        with self._lock:
            now = self._now()
            self._take(self._device.hears(message.topic, payload, now), now)
            if self._witness is not None:
                kept = message.retain
                self._witness.told(now, message.topic, payload, kept=kept)

    def _take(self, turn: Turn, now: Seconds) -> None:
        device, said = turn
        if self._witness is not None and device != self._device:
            self._witness.became(now, device)
        self._device = device
        for each in said:
            # However late it is, one lamp's words never overtake each other.
            last = self._late[-1][0] if self._late else now
            due = max(last, Seconds(now + each.after))
            if due > now:
                self._late.append((due, each))
            else:
                self._publish(each)

    def _publish(self, said: Said) -> None:
        client = self._client
        if client is None or not client.is_connected():
            return
        # Whether it is there must be known; what it is, it will say again.
        client.publish(said.topic, said.payload, qos=int(said.kept), retain=said.kept)
