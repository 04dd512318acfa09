"""Coming in beside others in the midst of a file, in step with them.

libVLC lands up to a tenth of a second beside the place that it was asked for, but each
time at the same one. So a voice that nobody hears is sent ahead to see where it lands,
and the one that is to be heard starts from the same place at the moment that fits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.farewell import Farewell
from kap_room.player.voice import Voice

AHEAD: Final = Seconds(1.2)
"""How far before it the scout begins. Within this time it is seen where it landed."""

SEEN: Final = Seconds(1.0)
"""Three times or so libVLC has told the position by then."""

LOOK: Final = Seconds(0.005)
"""Between two looks at a scout: what is noticed late is believed to be late."""

BEGINS: Final = Seconds(0.05)
"""Where several outputs begin a file. From its very head libVLC reads some formats by
another way, and who comes later by seeking would be a packet of 20 to 30 ms off."""

NEVER: Final = Seconds(math.inf)

Open = Callable[[Seconds], Voice | None]


@dataclass(frozen=True, slots=True)
class Arrival:
    is_over: bool
    """The waiting; without a voice, somebody must come in as well as may be."""
    voice: Voice | None = None


class Join:
    """One voice that is on its way in. `open_at` starts the file at a position."""

    def __init__(self, open_at: Open, beside: Voice, reading: Seconds) -> None:
        self._open_at = open_at
        self._beside = beside
        self._place = Seconds(beside.position_at(reading) + AHEAD)
        self._scout = open_at(self._place)
        self._starts: Seconds | None = None

    def due(self, reading: Seconds) -> Seconds:
        """When it must be looked at again."""
        return Seconds(reading + LOOK) if self._starts is None else self._starts

    def arrived(self, reading: Seconds) -> Arrival:
        """Looks at the scout, and sends the voice that is in step when it is time."""
        scout = self._scout
        if scout is None:
            return Arrival(is_over=True)
        if self._starts is None:
            scout.heard(reading)
            if reading < scout.born + SEEN:
                return Arrival(is_over=False)
            if scout.offset is None or self._beside.offset is None:
                return Arrival(is_over=True)
            ahead = scout.offset - self._beside.offset
            self._starts = Seconds(scout.born + ahead)
        if reading < self._starts - LOOK / 2:
            return Arrival(is_over=False)
        return Arrival(is_over=True, voice=self._open_at(self._place))

    def release(self) -> None:
        """Of the scout. May wait for the sound server."""
        if self._scout is not None:
            self._scout.release()


class Joins:
    """All who are on their way in, by deck and sink."""

    def __init__(self, farewell: Farewell) -> None:
        self._farewell = farewell
        self._joins: dict[tuple[str, str], Join] = {}

    def due(self, reading: Seconds) -> Seconds:
        return min((each.due(reading) for each in self._joins.values()), default=NEVER)

    def has(self, key: tuple[str, str]) -> bool:
        return key in self._joins

    def begin(self, key: tuple[str, str], join: Join) -> None:
        self._joins[key] = join

    def arrived(self, key: tuple[str, str], reading: Seconds) -> Arrival:
        arrival = self._joins[key].arrived(reading)
        if arrival.is_over:
            self.leave(key)
        return arrival

    def leave(self, key: tuple[str, str]) -> None:
        self._farewell.to(self._joins.pop(key).release)

    def keep_only(self, wanted: Container[tuple[str, str]]) -> None:
        for key in [each for each in self._joins if each not in wanted]:
            self.leave(key)
