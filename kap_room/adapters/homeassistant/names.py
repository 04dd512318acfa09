"""Where a room speaks at the broker: its topics, and a name that fits into them.

Nothing about a person stands in a topic. Home Assistant takes letters, digits, `_` and
`-` in what it discovers, so a room's own name is spelt with these.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 40
"""Characters of a room's name in a topic."""

HOUSE: Final = "kap-room"


def fitting(name: str) -> str:
    """`Garden room` is `garden-room`; a name of other letters is known by its sum."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    said = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].rstrip("-")
    kept = sum(char.isalnum() for char in unicodedata.normalize("NFKC", name))
    # Most of it must be left: two rooms in one house may differ by the rest.
    if said and len(said.replace("-", "")) >= min(kept, LONGEST) / 2:
        return said
    told = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{said}-{told}" if said else f"room-{told}"


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics of one room."""

    room: str
    """Its name as it fits into a topic."""
    discovery: str
    """Below which Home Assistant looks for devices."""

    @property
    def config(self) -> str:
        return f"{self.discovery}/device/{self.device}/config"

    @property
    def device(self) -> str:
        return f"{HOUSE}-{self.room}"

    @property
    def availability(self) -> str:
        return f"{HOUSE}/{self.room}/availability"

    @property
    def state(self) -> str:
        return f"{HOUSE}/{self.room}/state"

    @property
    def command(self) -> str:
        return f"{HOUSE}/{self.room}/command"

    @property
    def volume(self) -> str:
        return f"{HOUSE}/{self.room}/volume/set"

    @property
    def birth(self) -> str:
        """Where Home Assistant says that it has started."""
        return f"{self.discovery}/status"

    @property
    def kept(self) -> tuple[str, ...]:
        """Those on which the broker keeps something of ours, to be taken away again."""
        return self.config, self.state, self.availability
