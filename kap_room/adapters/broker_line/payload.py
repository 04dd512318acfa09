"""Reading JSON that a stranger wrote: bounded, and never an error.

Anybody on the broker can publish anything on a lamp's topic. Nothing read here may
raise, and no number may reach the room that a lamp could not mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from kap_room.plan.units import Seconds

LARGEST: Final = 16_384
"""Bytes. A lamp's state is a few hundred; its firmware notes may be a few thousand."""

LONGEST_WORD: Final = 100
"""Bytes. A word such as `online` stands alone, or in an object of its own."""

ONLINE: Final[Mapping[str, bool]] = {"online": True, "offline": False}


def write(says: Mapping[str, object]) -> bytes:
    return json.dumps(says, allow_nan=False, separators=(",", ":")).encode()


def plain_length(over: Seconds) -> float:
    """Whole seconds without a fraction: some lamps read nothing else."""
    return int(over) if float(over).is_integer() else over


def read_object(payload: bytes) -> dict[str, object] | None:
    """The JSON object in a payload, or None."""
    found = read_json(payload)
    return found if isinstance(found, dict) else None


def read_json(payload: bytes) -> object:
    """Whatever JSON is in a payload, or None."""
    if len(payload) > LARGEST:
        return None
    try:
        found: object = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return found


def read_word(payload: bytes, words: Mapping[str, bool]) -> bool | None:
    """Which of the words it is: alone, quoted, or as the `state` of an object."""
    if len(payload) > LONGEST_WORD:
        return None
    plain = payload.decode("utf-8", errors="replace")
    if plain in words:
        return words[plain]
    says = read_json(payload)
    word = says.get("state") if isinstance(says, dict) else says
    return words.get(word) if isinstance(word, str) else None


def number_in(value: object, low: float, high: float) -> float | None:
    """A number between two bounds, or None. True is not one, nor is NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Compared before it is converted: an integer of a thousand digits has no float.
    return float(value) if low <= value <= high else None
