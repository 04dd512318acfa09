"""Everything that hearing a file once has told, before it is anybody's to use.

A value between the decoder and the catalogue. Nothing that a hand said is in it: that
is kept elsewhere, because it cannot be found out again.
"""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.library.catalogued import Character
from kap_room.plan.music import Measure
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Labels:
    """What the file says of itself."""

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    measure: Measure
    character: Character | None = None
    labels: Labels = Labels()
    content: str = ""
    """A hash of its sound; empty where it holds none."""
    starts_inside: bool | None = None
    """None where that was not tried."""
    missing: Seconds = Seconds(0.0)
    """How much less there is than its header promises: it was cut short."""
