"""The way to the sockets for a command that must be over before it was felt.

A pedal, a button or a worried hand runs `kap-room send silence`, on a small computer.
Every import is paid before anything falls silent, so nothing is imported that Python
has not loaded by itself: not even `socket` and `json`, which together would cost as
much as the whole interpreter. `_socket` is the same socket without its comforts, and
`_collections_abc` what `os` has brought already.
"""

import _socket
import os
from _collections_abc import Iterator

PROTOCOL = 1
"""As in kap_room.exchange, which would bring `typing` with it."""

EMERGENCY = ("silence", "ground", "lights-up")
"""As in kap_room.exchange.words. An engine that does not answer these is passed by."""

SILENCING = ("silence", "ground")
"""What the player can do alone."""

EMERGENCY_ANSWERED_IN = 1.0
"""Seconds. After these the engine hangs, and the music is taken away without it."""

ANSWERED_IN = 10.0
"""Seconds. A note on a slow card takes one or two."""

QUIET_FOR = 5.0
"""Seconds without a snapshot, after which somebody who follows looks again."""

LONGEST_LINE = 64 * 1024
"""Bytes, as the engine takes them."""

MOST_REPORTS = 50
"""Pieces that the player may say meanwhile; it sends few a second."""

SILENCE = b'{"protocol":%d,"silence":{"over":3.0}}\n' % PROTOCOL
"""To the player itself; as long as the button's own fade."""


def command_line(words: list[str]) -> bytes:
    """The message that carries these words."""
    said = ",".join(_quoted(word) for word in words)
    return f'{{"protocol":{PROTOCOL},"send":[{said}]}}\n'.encode("utf-8", "replace")


def question_line(question: str) -> bytes:
    """`status` or `watch`."""
    return f'{{"protocol":{PROTOCOL},"{question}":true}}\n'.encode()


def ask(path: str, line: bytes, within: float) -> bytes:
    """The answer, one line. Any failure is an OSError; no file means no engine."""
    for answer in converse(path, line, within):
        return answer
    raise ConnectionResetError


def converse(path: str, line: bytes, within: float) -> Iterator[bytes]:
    """Every line of the answer until the other side closes."""
    connection = _connect(path, within)
    try:
        _send(connection, line)
        kept = b""
        while heard := connection.recv(65536):
            *whole, kept = (kept + heard).split(b"\n")
            yield from whole
    finally:
        connection.close()


def silence_player(path: str) -> bool:
    """Whether the player took it: it closes a connection that it has read to its end.

    To close first would be to lose it. The player greets each guest, and one that has
    gone by then is shown out unread.
    """
    try:
        connection = _connect(path, EMERGENCY_ANSWERED_IN)
    except OSError:
        return False
    try:
        connection.sendall(SILENCE)
        connection.shutdown(_socket.SHUT_WR)
        return any(not connection.recv(65536) for _ in range(MOST_REPORTS))
    except OSError:
        return False
    finally:
        connection.close()


def was_there(path: str) -> bool:
    """Whether an engine was killed here and the next one may come."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def _connect(path: str, within: float) -> _socket.socket:
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(within)
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: _socket.socket, line: bytes) -> None:
    try:
        connection.sendall(line)
    except BrokenPipeError as problem:
        # Otherwise it would look as if the reader of our own output had gone.
        raise ConnectionResetError from problem


def _quoted(word: str) -> str:
    """A string of JSON."""
    plain = (f"\\u{ord(c):04x}" if c < " " or c in '"\\' else c for c in word)
    return '"' + "".join(plain) + '"'
