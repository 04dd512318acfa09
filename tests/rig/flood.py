"""A device that has lost its mind: ten thousand messages a second on one topic.

A process of its own, as the device would be. It speaks plain MQTT over a socket: a
client library would be slower than what is listened with.

`python -m tests.rig.flood PORT TOPIC PAYLOAD A_SECOND SECONDS`; `{}` is counted up.
"""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def flood(
    port: int, topic: str, payload: str, a_second: int, lasts: float
) -> subprocess.Popen[bytes]:
    """Begins at once; ends by itself, and says how many it sent."""
    said = (str(port), topic, payload, str(a_second), str(lasts))
    command = [sys.executable, "-m", "tests.rig.flood", *said]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


class Finger:
    """Says one thing at a time, and hears nothing of what floods everybody else."""

    def __init__(self, port: int) -> None:
        self._sock = _connected(port, b"finger")

    def say(self, topic: str, payload: str) -> None:
        head = struct.pack(">H", len(topic)) + topic.encode()
        self._sock.sendall(_packet(0x30, head + payload.encode()))

    def close(self) -> None:
        self._sock.close()


def _connected(port: int, name: bytes) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = b"\0\4MQTT\4\2\0\x3c" + struct.pack(">H", len(name)) + name
    sock.sendall(_packet(0x10, body))
    sock.recv(4)
    return sock


def _packet(kind: int, body: bytes) -> bytes:
    length = len(body)
    assert length < 128 * 128
    said = [length] if length < 128 else [length % 128 | 128, length // 128]
    return bytes([kind, *said]) + body


def main(port: int, topic: bytes, payload: str, a_second: int, lasts: float) -> int:
    sock = _connected(port, b"flood")
    head = struct.pack(">H", len(topic)) + topic
    began, sent = time.monotonic(), 0
    while (since := time.monotonic() - began) < lasts:
        due = int(since * a_second)
        more = (payload.replace("{}", str(number)) for number in range(sent, due))
        sock.sendall(b"".join(_packet(0x30, head + each.encode()) for each in more))
        sent = due
        time.sleep(0.005)
    sock.close()
    return sent


if __name__ == "__main__":
    _, port, topic, payload, a_second, lasts = sys.argv
    count = main(int(port), topic.encode(), payload, int(a_second), float(lasts))
    sys.stdout.write(f"{count}\n")
