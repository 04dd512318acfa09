"""Whether a track may make somebody start, as far as a machine can hear that."""

from __future__ import annotations

from typing import Final

from kap_room.library.catalogued import Character
from kap_room.plan.units import Decibels

STARTLES: Final = Decibels(12.0)
"""A moment this far above the track as a whole is refused in onset and plateau by the
usual advice on music for such sessions."""

RISES: Final = Decibels(20.0)
"""The momentary loudness of plucked and struck music falls far between its notes, so a
rise says less than the loudest moment does; this much of it is a burst after a hush."""


def startle_in(character: Character | None) -> str | None:
    """What might, as the end of a sentence about the track; None where nothing does."""
    if character is None:
        return None
    if character.loudest > STARTLES:
        return (
            f"has a moment {character.loudest:.0f} LU louder than the rest of it: it "
            "may startle."
        )
    if character.rise > RISES:
        return f"rises by {character.rise:.0f} LU within three seconds: it may startle."
    return None
