"""A real mosquitto on a free port of this computer, and a spy who hears everything.

A broker that is imitated cannot show what is sent again after a reconnection, or kept
for whoever comes later; so it is the real one, in a folder and on a port of its own.
"""

from __future__ import annotations

import getpass
import itertools
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

SEARCH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Debian keeps mosquitto where a user's own path does not look."""

PATIENCE = 15.0
"""Seconds that a busy computer may take; what is awaited comes soon."""

FIRST, LAST = 10_000, 32_000
"""Ports that no client is given for its own end of a connection: one of those may be
taken between two lives of a broker, or before its first."""

_asked = itertools.count(os.getpid() * 1009)
"""Each process begins elsewhere."""


def free_port() -> int:
    while True:
        port = FIRST + next(_asked) % (LAST - FIRST)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


def wait_until(is_so: Callable[[], bool], within: float) -> bool:
    """Whether it became so; looks every 5 ms."""
    until = time.monotonic() + within
    is_over = False
    while not is_so():
        if is_over:
            return False
        # One look follows the end: who stood still in between has not seen it.
        is_over = time.monotonic() > until
        time.sleep(0.005)
    return True


@dataclass(frozen=True)
class Certificate:
    """Files of a broker that speaks TLS."""

    ca: Path
    own: Path
    key: Path


class Mosquitto:
    """A broker that can be killed, frozen and brought back on the same port."""

    def __init__(
        self,
        folder: Path,
        *,
        persistence: bool = False,
        password: tuple[str, str] | None = None,
        certificate: Certificate | None = None,
        wants_certificates: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self._folder = folder
        self._config = folder / "mosquitto.conf"
        lines = [f"listener {self.port} 127.0.0.1", f"user {getpass.getuser()}"]
        if password is None:
            lines.append("allow_anonymous true")
        else:
            lines += ["allow_anonymous false", f"password_file {self._write(password)}"]
        if persistence:
            lines += ["persistence true", f"persistence_location {folder}/"]
        if certificate is not None:
            lines += [f"certfile {certificate.own}", f"keyfile {certificate.key}"]
            if wants_certificates:
                lines += [f"cafile {certificate.ca}", "require_certificate true"]
        self._config.write_text("\n".join(lines) + "\n")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Returns when it listens."""
        log = (self._folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [_found("mosquitto"), "-c", str(self._config)],
                stdout=log,
                stderr=log,
            )
        if not wait_until(self._listens, within=PATIENCE):
            raise RuntimeError((self._folder / "log").read_text())

    def kill(self) -> None:
        """Gone at once, with nothing said to anybody."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Leaves as on an evening: what is to be kept is written."""
        self._end(signal.SIGTERM)

    def save(self) -> None:
        """Write what is to be kept now, as it does by itself every half an hour."""
        self._signal(signal.SIGUSR1)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        self._process.wait(timeout=10.0)
        self._process = None

    def _listens(self) -> bool:
        with socket.socket() as sock:
            return sock.connect_ex(("127.0.0.1", self.port)) == 0

    def _write(self, password: tuple[str, str]) -> Path:
        file = self._folder / "passwords"
        subprocess.run(
            [_found("mosquitto_passwd"), "-c", "-b", str(file), *password],
            check=True,
            capture_output=True,
        )
        return file


@dataclass(frozen=True, slots=True)
class Overheard:
    """One message as it came over the broker."""

    reading: float
    topic: str
    payload: bytes
    kept: bool
    """The broker had kept it for whoever comes later."""


class Spy:
    """Hears every message on a broker, and can say anything."""

    def __init__(self, port: int) -> None:
        self._lock = threading.Lock()
        self._heard: list[Overheard] = []
        self._listens = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = lambda *_: self._listens.set()
        self._client.on_disconnect = lambda *_: self._listens.clear()
        self._client.on_message = self._on_message
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        assert self._listens.wait(timeout=PATIENCE)

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

    @property
    def is_listening(self) -> bool:
        return self._listens.is_set()

    def heard(self, topic: str | None = None) -> tuple[Overheard, ...]:
        """What came so far, on one topic or on any."""
        with self._lock:
            return tuple(m for m in self._heard if topic in {None, m.topic})

    def forget(self) -> None:
        with self._lock:
            self._heard.clear()

    def wait_for(self, topic: str, count: int = 1, within: float = PATIENCE) -> bool:
        return wait_until(lambda: len(self.heard(topic)) >= count, within)

    def kept(self) -> tuple[Overheard, ...]:
        """All that the broker had kept for this one, none of it on its way any more."""
        # Our own word comes back behind whatever waited for us.
        word = f"spy/{id(self)}/{time.monotonic_ns()}"
        self.say(word, b"")
        assert self.wait_for(word), "the broker does not repeat what was said"
        return tuple(message for message in self.heard() if message.kept)

    def say(self, topic: str, payload: bytes | str, *, retain: bool = False) -> None:
        """Returns when the broker has it."""
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        info.wait_for_publish(timeout=PATIENCE)
        assert info.is_published(), f"the broker did not take what was said on {topic}"

    def _on_connect(
        self,
        client: Client,
        _data: object,
        _flags: ConnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        client.subscribe("#", qos=1)

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        came = Overheard(
            time.monotonic(), message.topic, bytes(message.payload), message.retain
        )
        with self._lock:
            self._heard.append(came)


def put_away(client: Client) -> None:
    """A client that has left, with the pair of sockets that its thread woke by.

    paho closes them when the garbage collector comes by, which warns of them first.
    """
    client._reset_sockets()  # noqa: SLF001 - there is no other way


def _found(program: str) -> str:
    path = shutil.which(program, path=SEARCH)
    assert path is not None, f"{program} is missing; on Debian: apt install mosquitto"
    return path
