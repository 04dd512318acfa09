"""Whether a lamp is there, from everything that speaks of it, as a value.

zigbee2mqtt's availability is off by default, and when it is on it outlives a bridge
that died: a lamp is there when nobody says otherwise and it has spoken. A bridge that
began anew may have been followed by the last will of the old one, which the broker
keeps: it is there when it goes on telling what its lamps say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, assert_never

from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Glows,
    Joined,
    Word,
)
from kap_room.plan.units import Seconds

LATE: Final = 1.0
"""Seconds after a bridge has gone in which words of before it may still come."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of one lamp since the broker was last found."""

    announced: bool | None = None
    """What its availability says; None when it never said anything."""
    bridge: bool | None = None
    gone_at: Seconds = Seconds(-math.inf)
    """When the bridge last went, as far as that is known."""
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

    def after(self, word: Word, reading: Seconds, *, kept: bool = False) -> Health:
        """`kept` is a word that the broker had kept: it may be of any time."""
        match word:
            case Glows() | Joined():
                refutes = not kept and reading > self.gone_at + LATE
                is_there = True if self.bridge is False and refutes else self.bridge
                return replace(self, heard=True, bridge=is_there)
            case Answers(yes):
                return replace(self, announced=yes)
            case BridgeAnswers(yes=True):
                return replace(self, bridge=True)
            case BridgeAnswers():
                # What it heard before it went, it may never hear again.
                gone_at = Seconds(-math.inf) if kept else reading
                return replace(self, bridge=False, heard=False, gone_at=gone_at)
            case _:
                assert_never(word)
