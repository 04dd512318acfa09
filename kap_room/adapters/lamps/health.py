"""Whether a lamp is there, from everything that speaks of it, as a value.

zigbee2mqtt's availability is off by default, and when it is on it outlives a bridge
that died: a lamp is there when nobody says otherwise and it has spoken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Glows,
    Joined,
    Word,
)


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of one lamp since the broker was last found."""

    announced: bool | None = None
    """What its availability says; None when it never said anything."""
    bridge: bool | None = None
    heard: bool = False
    """It has spoken itself."""

    @property
    def found(self) -> bool | None:
        """None as long as nobody knows."""
        if self.bridge is False:
            return False
        if self.announced is not None:
            return self.announced
        return True if self.heard else None

    def after(self, word: Word) -> Health:
        match word:
            case Glows() | Joined():
                return replace(self, heard=True)
            case Answers(yes):
                return replace(self, announced=yes)
            case BridgeAnswers(yes=True):
                return replace(self, bridge=True)
            case BridgeAnswers():
                # What it heard before it went, it may never hear again.
                return replace(self, bridge=False, heard=False)
            case _:
                assert_never(word)
