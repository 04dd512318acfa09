"""One virtual lamp at a broker: a bulb, and a client that carries its words.

Each lamp is a client of its own, so that each can be lost alone, with a will that says
so. Written for paho-mqtt 2.x. States go out unacknowledged and only while connected:
what a bulb was a minute ago is nobody's business.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Final

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kap_room.adapters.virtual_lamps.bulb import (
    REPORTS_EVERY,
    Bulb,
    PowerOn,
    powered,
)
from kap_room.adapters.virtual_lamps.command import read_command
from kap_room.plan.units import Seconds

ONLINE: Final = b'{"state":"online"}'
OFFLINE: Final = b'{"state":"offline"}'


class VirtualLamp:
    def __init__(self, topic: str, power_on: PowerOn) -> None:
        self._topic = topic
        self._lock = threading.Lock()
        self._bulb: Bulb = powered(_now(), power_on)
        self._reported: Seconds | None = None
        """When it last spoke of a glide that runs; None when none does."""
        self._answers = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.reconnect_delay_set(1, 1)
        self._client.will_set(f"{topic}/availability", OFFLINE, qos=1, retain=True)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = lambda *_: self._answers.set()
        self._client.on_message = self._on_message

    def join(self, host: str, port: int) -> None:
        self._client.connect_async(host, port, keepalive=5)
        self._client.loop_start()

    def is_there(self, within: Seconds) -> bool:
        return self._answers.wait(within)

    def leave(self) -> None:
        """As one that is unplugged in good order: it says that it goes."""
        if self._client.is_connected():
            topic = f"{self._topic}/availability"
            said = self._client.publish(topic, OFFLINE, qos=1, retain=True)
            said.wait_for_publish(timeout=1.0)
        self._client.disconnect()
        self._client.loop_stop()

    def tick(self) -> None:
        """Say how far it is, about once a second, and where it ended."""
        now = _now()
        with self._lock:
            if self._reported is None:
                return
            is_gliding = self._bulb.is_gliding_at(now)
            if is_gliding and now - self._reported < REPORTS_EVERY:
                return
            self._reported = now if is_gliding else None
            self._say(self._bulb.report_at(now))

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
        client.subscribe([(f"{self._topic}/set", 1), (f"{self._topic}/get", 1)])
        client.publish(f"{self._topic}/availability", ONLINE, qos=1, retain=True)
        with self._lock:
            self._say(self._bulb.report_at(_now()))

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        now = _now()
        if message.topic.endswith("/get"):
            with self._lock:
                self._say(self._bulb.report_at(now))
            return
        command = read_command(bytes(message.payload))
        if command is None:
            return
        with self._lock:
            self._bulb = self._bulb.told(command, now)
            self._reported = now
            self._say(self._bulb.promise())

    def _say(self, report: dict[str, object]) -> None:
        if self._client.is_connected():
            payload = json.dumps(report, separators=(",", ":"))
            self._client.publish(self._topic, payload, qos=0)


def _now() -> Seconds:
    return Seconds(time.monotonic())
