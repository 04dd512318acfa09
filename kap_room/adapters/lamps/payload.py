"""Reading JSON that a stranger wrote: bounded, and never an error.

Anybody on the broker can publish anything on a lamp's topic. Nothing read here may
raise, and no number may reach the room that a lamp could not mean.
"""

from __future__ import annotations

import json
from typing import Final

LARGEST: Final = 16_384
"""Bytes. A lamp's state is a few hundred; its firmware notes may be a few thousand."""


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


def number_in(value: object, low: float, high: float) -> float | None:
    """A number between two bounds, or None. True is not one, nor is NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Compared before it is converted: an integer of a thousand digits has no float.
    return float(value) if low <= value <= high else None
