"""Somebody at a broker who answers certain words with certain others."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from tests.rig.broker import put_away

ASKER = "ASKER"
"""Stands for the topic that a question names as its own."""

Answers = Mapping[tuple[str, str], tuple[str, str]]
"""By a topic and a part of the payload: the topic and the payload that come back."""


class Answerer:
    def __init__(self, port: int, answers: Answers) -> None:
        self._answers = answers
        self._listens = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = lambda *_: self._listens.set()
        self._client.on_message = self._on_message
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        assert self._listens.wait(timeout=5.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        put_away(self._client)

    def _on_connect(
        self,
        client: Client,
        _data: object,
        _flags: ConnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        client.subscribe([(topic, 1) for topic in {t for t, _ in self._answers}])

    def _on_message(self, client: Client, _data: object, message: MQTTMessage) -> None:
        said = message.payload.decode()
        for (topic, part), (where, answer) in self._answers.items():
            if topic == message.topic and part in said:
                asker = json.loads(said)["src"] if ASKER in where else ""
                client.publish(where.replace(ASKER, asker), answer, qos=1)
