"""The questions that a session can have for its therapist, in their words."""

from __future__ import annotations

from typing import Final

from kap_room.plan.units import Seconds

GO_ON: Final = "Go on with the session? Music (m) and hold (h) take it up softly."
"""Going on is the answer."""

MINUTES: Final = "Minutes since the dose?"
"""Only a number answers."""


def minutes_since(known: Seconds) -> str:
    """After the computer was away: the number is at least what it was before."""
    return f"{MINUTES} (at least {int(known // 60)})"
