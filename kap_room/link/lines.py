"""One message on a socket: a line of JSON that carries the protocol's number.

Whoever connects may be of another version, or no friend: what is not understood is
answered by a sentence, and no line may be longer than memory is cheap.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from kap_room.exchange import PROTOCOL

LONGEST_LINE: Final = 64 * 1024
"""Bytes. A note of ten thousand characters fits, whatever its alphabet."""

LONGEST_SNAPSHOT: Final = 1024 * 1024
"""Bytes that a front end takes: a room of hundreds of lamps."""


class NotUnderstood(ValueError):  # noqa: N818 - a sentence for the other side
    """The line is no message of ours; the sentence is the answer."""


def to_line(message: Mapping[str, object]) -> bytes:
    told = {"protocol": PROTOCOL, **message}
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> dict[str, object]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise NotUnderstood("Each message is one line of JSON.") from problem
    if not isinstance(message, dict):
        raise NotUnderstood("Each message is one JSON object.")
    number = message.get("protocol")
    if number != PROTOCOL or isinstance(number, bool):
        raise NotUnderstood(
            f"This side speaks protocol {PROTOCOL}, not {str(number)[:20]}. "
            "Two versions of kap-room are in use: close the older one."
        )
    return message
