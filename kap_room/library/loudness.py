"""How long and how loud one file is, from decoding it to its end."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.ear.hear import portrait_of
from kap_room.plan.music import Measure


def measure(path: Path) -> Measure:
    """Whatever the file is, this comes back with a measure or a reason."""
    return portrait_of(path).measure
