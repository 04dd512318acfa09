"""Which port is whose: by name, for the numbers change each time one is plugged in.

ALSA says `FS-1:FS-1 MIDI 1 24:0`, and 24 is another number after the next plug; JACK
says `system:FS-1` or `a2j:FS-1 [24] (capture): FS-1 MIDI 1`. A room file says `FS-1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

NETWORK: Final = "network "
"""What stands before the address of a mido port in the network, in place of a name."""

_NUMBERS: Final = re.compile(r"\s+\d+:\d+$")


def bare(port: str) -> str:
    """Without the numbers that ALSA puts behind it, and however it is spaced."""
    return " ".join(_NUMBERS.sub("", port).lower().split())


def begins_like(port: str, wanted: str) -> bool:
    """Whether a port is the device that a person calls so."""
    said, name = bare(port), " ".join(wanted.lower().split())
    return any(
        part.strip().startswith(name) for part in (said, *_after_each_colon(said))
    )


def owners(ports: Iterable[str], wanted: Sequence[str]) -> Mapping[str, int]:
    """Each port that belongs to somebody, and the place of that one in `wanted`.

    Of two names that fit, the longer knows the device better.
    """
    owned = {}
    for port in ports:
        fitting = [n for n, name in enumerate(wanted) if begins_like(port, name)]
        if fitting:
            owned[port] = max(fitting, key=lambda n: len(wanted[n]))
    return owned


def _after_each_colon(name: str) -> list[str]:
    return [name[found.end() :] for found in re.finditer(":", name)]
