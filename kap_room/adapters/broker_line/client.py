"""A paho client that has never been used, as every connection needs one.

Written for paho-mqtt 2.x. A clean session and a name of its own each time: the broker
keeps nothing for us, and two programs of ours do not throw each other out.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from typing import Final

from paho.mqtt.enums import CallbackAPIVersion

from kap_room.adapters.broker_line.pace import MOST_UNANSWERED
from kap_room.adapters.broker_line.password import read_password
from kap_room.adapters.broker_line.quick import QuickClient
from kap_room.adapters.broker_line.tls import trust
from kap_room.plan.room import Broker

CONNECT_TIMEOUT: Final = 3.0
"""Seconds that a computer which is off may cost before the next attempt."""

UNSENT: Final = 5_000
"""Milliseconds after which the kernel gives up on bytes that nobody acknowledged. It
would try for minutes, and deliver a step of long ago when the network is back."""


def new_client(broker: Broker) -> QuickClient:
    client = QuickClient(
        CallbackAPIVersion.VERSION2,
        client_id=f"kap-room-{secrets.token_hex(4)}",
        clean_session=True,
        reconnect_on_failure=False,
    )
    client.connect_timeout = CONNECT_TIMEOUT
    client.max_inflight_messages_set(MOST_UNANSWERED)
    client.max_queued_messages_set(MOST_UNANSWERED)
    if broker.username is not None:
        file = broker.password_file
        password = None if file is None else read_password(file)
        client.username_pw_set(broker.username, password)
    if broker.tls:
        client.tls_set_context(trust(broker))
    client.on_socket_open = lambda _client, _data, sock: be_prompt(sock)
    return client


def be_prompt(sock: object) -> None:
    """Neither hold back a small message nor deliver an old one."""
    if not isinstance(sock, socket.socket):
        return
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNSENT)
