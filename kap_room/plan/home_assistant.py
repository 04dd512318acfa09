"""What a room lets Home Assistant ask of it. What it is told is the same everywhere.

Only words that stand here may be let in: nothing about a person is among them, and
nothing that a button on a wall in another room should be able to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Lets(StrEnum):
    """A command that a room may let in; all but the last are buttons."""

    SILENCE = "silence"
    MUSIC = "music"
    LIGHTS_UP = "lights-up"
    GROUND = "ground"
    HOLD = "hold"
    TALK = "talk"
    LIGHTS_DOWN = "lights-down"
    BACK_TO_PLAN = "back-to-plan"
    ARM_LIGHT = "arm-light"
    WALK_LIGHT = "walk-light"
    SOFTER = "softer"
    DEEPER = "deeper"
    NEXT_TRACK = "next-track"
    NEXT_PHASE = "next-phase"
    REMINDER_DONE = "reminder-done"
    VOLUME = "volume"


USUAL: Final = (
    Lets.SILENCE,
    Lets.MUSIC,
    Lets.LIGHTS_UP,
    Lets.GROUND,
    Lets.HOLD,
    Lets.VOLUME,
)


@dataclass(frozen=True, slots=True)
class HomeAssistant:
    """That the room announces itself, and what it then lets in."""

    discovery: str = "homeassistant"
    """The topic below which Home Assistant looks for devices."""
    may: tuple[Lets, ...] = USUAL
