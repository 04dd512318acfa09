"""What a phase is for, whatever its scene calls it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from kap_room.plan.scene import Mark, Phase


class Kind(StrEnum):
    ARRIVAL = "arrival"
    ONSET = "onset"
    PEAK = "peak"
    RETURN = "return"
    INTEGRATION = "integration"


_NAMES: Final = {
    Kind.ARRIVAL: ("arrival", "settling", "ingestion", "hold", "opening", "welcome"),
    Kind.ONSET: ("onset", "ascent", "build"),
    Kind.PEAK: ("peak", "plateau", "deep"),
    Kind.INTEGRATION: ("integration", "reentry", "re-entry", "clos", "debrief"),
    Kind.RETURN: ("return", "descent"),
}
"""Parts of names as published models and therapists have them."""

_BEFORE: Final = {
    Mark.DOSE: Kind.ARRIVAL,
    Mark.ONSET: Kind.ARRIVAL,
    Mark.PEAK: Kind.ONSET,
    Mark.RETURNING: Kind.PEAK,
}
"""What a phase must be for this mark to end it."""


def kind_named(name: str) -> Kind | None:
    """None where a name says nothing of what it is for."""
    words = name.lower()
    for kind, parts in _NAMES.items():
        if any(part in words for part in parts):
            return kind
    return None


def kind_of(phase: Phase, phases: Sequence[Phase]) -> Kind | None:
    """By its name; failing that by the mark that ends it, or as the last of all."""
    if named := kind_named(phase.name):
        return named
    if phase.ends_on in _BEFORE:
        return _BEFORE[phase.ends_on]
    return Kind.INTEGRATION if phase == phases[-1] else None
