"""Whether a press is of now or of long ago, by the time that its device writes on it.

A device that was away may tell in one breath what happened meanwhile, and tell again
what it told before. Its clock need not be right; it need only go on as it went. Time is
handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.units import Seconds

LATE: Final = Seconds(10.0)
"""Behind what its clock should say by now. A network loses a press sooner than that."""

BREATH: Final = Seconds(1.0)
"""What is told late comes all at once. Whoever presses again presses after it."""

REMEMBERED: Final = 16
"""Times that were heard: a device keeps a few events."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A device's clock, as far as it was heard."""

    began: float | None = None
    """Our reading when it was at nought; None before it was heard."""
    late_at: Seconds | None = None
    """When it was late for the first time: late, or put back by somebody."""
    heard: tuple[tuple[float, str], ...] = ()
    """The times of the last presses, each with what was pressed."""

    def is_of_now(self, time: float, what: str, at: Seconds) -> bool:
        return (time, what) not in self.heard and not self._is_late(time, at)

    def after(self, times: tuple[tuple[float, str], ...], at: Seconds) -> Clock:
        """What is known of it once these presses were told, whenever they were made."""
        if not times:
            return self
        heard = (*self.heard, *times)[-REMEMBERED:]
        newest = max(time for time, _ in times)
        if self._is_late(newest, at):
            late_at = at if self.late_at is None else self.late_at
            return replace(self, late_at=late_at, heard=heard)
        return Clock(at - newest, None, heard)

    def _is_late(self, time: float, at: Seconds) -> bool:
        if self.began is None or at - time <= self.began + LATE:
            return False
        return self.late_at is None or at - self.late_at < BREATH


NEVER_HEARD: Final = Clock()
