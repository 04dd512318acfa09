"""A paho client that has never been used, as every connection needs one.

Written for paho-mqtt 2.x. A clean session and a name of its own each time: the broker
keeps nothing for us, and two programs of ours do not throw each other out.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import ssl
from functools import lru_cache
from pathlib import Path
from typing import Final

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from typing_extensions import override

from kap_room.adapters.lamps.pace import MOST_UNANSWERED
from kap_room.adapters.lamps.password import AccessError, read_password
from kap_room.plan.room import Broker

CONNECT_TIMEOUT: Final = 3.0
"""Seconds that a computer which is off may cost before the next attempt."""

UNSENT: Final = 5_000
"""Milliseconds after which the kernel gives up on bytes that nobody acknowledged. It
would try for minutes, and deliver a step of long ago when the network is back."""


def new_client(broker: Broker) -> Client:
    client = Client(
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
        client.tls_set_context(_trust(broker.ca_file))
    client.on_socket_open = lambda _client, _data, sock: be_prompt(sock)
    return client


def be_prompt(sock: object) -> None:
    """Neither hold back a small message nor deliver an old one."""
    if not isinstance(sock, socket.socket):
        return
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNSENT)


@lru_cache(maxsize=4)
def _trust(ca_file: Path | None) -> ssl.SSLContext:
    # Kept: reading the system's certificates twice a second would warm a small Pi.
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as fault:
        why = fault.strerror if type(fault) is FileNotFoundError else "not in PEM form"
        raise AccessError(
            f"The broker's certificate file {ca_file} cannot be used ({why}). "
            'Check "ca file" in the room file.'
        ) from None
    context.sslsocket_class = _TidySocket
    return context


class _TidySocket(ssl.SSLSocket):
    """paho lets go of a socket whose handshake failed without closing it."""

    @override
    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise
