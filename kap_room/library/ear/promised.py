"""How long a file says it is, where it says so and nobody only guesses it.

A copy that was interrupted has the header of the whole: it sounds, and it is over
before anybody expects it. That is to be told. A length that FFmpeg works out from the
size of a file is no promise, and is not looked at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import av

from kap_room.plan.units import Seconds

AS_GOOD_AS_WHOLE: Final = Seconds(1.0)
"""Encoders and players do not agree on a last few frames."""

_GUESSED: Final = frozenset(("aac", "ac3", "mpegts"))

_LABELS: Final = 10
"""Bytes in front of an mp3's labels, with how long they are in the last four."""

_FRAME: Final = 256
_INDEX: Final = re.compile(rb"\xff[\xe0-\xff].{0,40}(?:Xing|Info)", re.DOTALL)
"""The first frame of an mp3 whose encoder counted its frames."""


def missing_in(path: Path, container: Any, length: Seconds) -> Seconds:  # noqa: ANN401 (PyAV says less)
    """How much less was decoded than the header promises; 0 for as good as nothing."""
    name = container.format.name
    if container.duration is None or name in _GUESSED:
        return Seconds(0.0)
    if name == "mp3" and not _has_index(path):
        return Seconds(0.0)
    missing = container.duration / av.time_base - length
    return Seconds(missing if missing > AS_GOOD_AS_WHOLE else 0.0)


def _has_index(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        head, skip = file.read(_LABELS), 0
        if head.startswith(b"ID3") and len(head) == _LABELS:
            for seven_bits in head[-4:]:
                skip = skip << 7 | seven_bits
            skip += _LABELS
        file.seek(skip)
        return _INDEX.search(file.read(_FRAME)) is not None
    return False
