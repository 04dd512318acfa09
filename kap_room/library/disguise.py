"""Whether a file that calls itself music is a list of other files and addresses.

libVLC looks at what is inside and not at the name: what it takes for a list it follows,
out of the music folder and into the network. Only the beginning is read here, behind
the labels that libVLC passes over; nothing that the file names is ever opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SAYS: Final = "It is a list of other files or addresses, and not music."

WINDOW: Final = 8192
"""Bytes. libVLC and FFmpeg judge by less."""

MOST_LABELS: Final = 16

_FOLLOWED: Final = re.compile(
    rb"#EXTM3U|ffconcat|c=IN IP|<MPD|SmoothStreamingMedia|<CompositionPlaylist",
    re.IGNORECASE,
)
"""By which of them each kind of list is known that is followed as if it were a file."""

_PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"Rar!")
"""What libVLC would unpack first, and then look inside."""


def follows_others(path: Path) -> bool:
    """False as well where it cannot be read: then nobody else can."""
    return is_a_list(beginning_of(path))


def beginning_of(path: Path) -> tuple[bytes, ...]:
    """A piece of each label that libVLC passes over, and last of what is behind them.

    Empty pieces where it cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError):
        return (b"",)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return (b"",)
        return _pieces(handle)
    except OSError:
        return (b"",)
    finally:
        os.close(handle)


def is_a_list(pieces: Sequence[bytes]) -> bool:
    if pieces[-1].startswith(_PACKED):
        return True
    # Without zeros, so that letters of two bytes are found as well.
    return any(_FOLLOWED.search(piece.replace(b"\0", b"")) for piece in pieces)


def _pieces(handle: int) -> tuple[bytes, ...]:
    """Behind ID3 and APE labels, however large their pictures are; those too."""
    place, pieces = 0, [b""]
    for _ in range(MOST_LABELS):
        pieces.append(os.pread(handle, WINDOW, place))
        length = _length_of_label(pieces[-1])
        if not length:
            break
        place += length
    return tuple(pieces)


def _length_of_label(piece: bytes) -> int:
    if piece.startswith(b"ID3") and len(piece) >= 10:  # noqa: PLR2004 - its header
        size = 0
        for byte in piece[6:10]:
            size = size << 7 | byte & 0x7F
        return 10 + size + (10 if piece[5] & 0x10 else 0)
    if piece.startswith(b"APETAGEX"):
        return 32 + int.from_bytes(piece[12:16], "little")
    return 0
