"""What zigbee2mqtt says of itself and of its devices, as far as we listen to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Final

from paho.mqtt.client import Client, ConnectFlags, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kap_room.plan.units import Seconds

ONLINE: Final = b'{"state":"online"}'
OFFLINE: Final = b'{"state":"offline"}'


class VirtualBridge:
    def __init__(
        self,
        base: str,
        lamps: Sequence[str],
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._base = base
        self._lamps = tuple(lamps)
        self._groups = {name: tuple(own) for name, own in (groups or {}).items()}
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.reconnect_delay_set(1, 1)
        self._client.will_set(f"{base}/bridge/state", OFFLINE, qos=1, retain=True)
        self._client.on_connect = self._on_connect
        self._online: MQTTMessageInfo | None = None
        self._connected = threading.Event()

    def join(self, host: str, port: int) -> None:
        self._client.connect_async(host, port, keepalive=5)
        self._client.loop_start()

    def is_there(self, within: Seconds) -> bool:
        """Whether the broker knows that it is online."""
        if not self._connected.wait(within) or self._online is None:
            return False
        self._online.wait_for_publish(timeout=within)
        return self._online.is_published()

    def leave(self) -> None:
        if self._client.is_connected():
            topic = f"{self._base}/bridge/state"
            said = self._client.publish(topic, OFFLINE, qos=1, retain=True)
            said.wait_for_publish(timeout=1.0)
        self._client.disconnect()
        self._client.loop_stop()

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
        devices = [device(name) for name in self._lamps]
        groups = [
            group(number, name, own)
            for number, (name, own) in enumerate(self._groups.items(), 1)
        ]
        for topic, says in (("devices", devices), ("groups", groups)):
            payload = json.dumps(says)
            client.publish(f"{self._base}/bridge/{topic}", payload, qos=1, retain=True)
        topic = f"{self._base}/bridge/state"
        self._online = client.publish(topic, ONLINE, qos=1, retain=True)
        self._connected.set()


def device(name: str) -> dict[str, object]:
    """One entry of the inventory: a bulb with white of many warmths."""
    features = [
        {"type": "binary", "name": "state", "value_on": "ON", "value_off": "OFF"},
        {"type": "numeric", "name": "brightness", "value_min": 0, "value_max": 254},
        {"type": "numeric", "name": "color_temp", "value_min": 153, "value_max": 500},
    ]
    return {
        "friendly_name": name,
        "type": "Router",
        "supported": True,
        "definition": {
            "vendor": "kap-room",
            "model": "virtual bulb",
            "exposes": [{"type": "light", "features": features}],
        },
    }


def group(number: int, name: str, members: Sequence[str]) -> dict[str, object]:
    own = [{"ieee_address": each, "endpoint": 11} for each in members]
    return {"id": number, "friendly_name": name, "members": own, "scenes": []}
