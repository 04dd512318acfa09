"""Where we are in the plan, as a value.

A transport holds no clock: every method takes the reading it should believe, so a real
session, a rehearsal and a test that never sleeps run the same code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Transport:
    """Position as a function of the reading; a hold costs no position."""

    position: Seconds
    reading: Seconds
    """The reading at which `position` was true."""
    moving: bool = True

    def position_at(self, reading: Seconds) -> Seconds:
        if not self.moving:
            return self.position
        return Seconds(self.position + max(0.0, reading - self.reading))

    def reading_of(self, position: Seconds) -> Seconds | None:
        """When a position is reached; None while held."""
        if not self.moving:
            return None
        return Seconds(self.reading + position - self.position)

    def hold(self, reading: Seconds) -> Transport:
        """Stop here. What is sounding goes on; what is glowing rests."""
        return Transport(self.position_at(reading), reading, moving=False)

    def go(self, reading: Seconds) -> Transport:
        if self.moving:
            return self
        return replace(self, reading=reading, moving=True)

    def skip(self, by: Seconds, reading: Seconds) -> Transport:
        """Further along by this much, as if it had passed."""
        return replace(
            self, position=Seconds(self.position_at(reading) + by), reading=reading
        )
