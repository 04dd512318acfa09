"""Coming in beside others in the midst of a file, in step with them.

Who comes in begins somewhere near, muted. Within a second it is known how far it is
from the others, to a few milliseconds: where libVLC believes each to be, and by how
much each is behind that at the sound server. What it has not played yet is moved by
the difference, and once that is heard it fades in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.farewell import Farewell
from kap_room.player.stream import MOST
from kap_room.player.voice import SLOWEST_OPENING, Voice

AHEAD: Final = Seconds(0.2)
"""How far ahead of the others it is sent: about as long as it takes to open."""

SEEN: Final = Seconds(0.8)
"""Twice or so libVLC has told the position by then."""

LONGEST: Final = Seconds(2.0)
"""Then it comes in as it is: nobody can tell where it is."""

LOOK: Final = Seconds(0.007)
"""Between two looks: what is noticed late is believed to be late."""

IN_HAND: Final = Seconds(0.8)
"""Until the fade may begin. What is in hand lasts 1.2 s, and the first half second of a
fade is not heard."""

UNHEARD: Final = Seconds(1.0)
"""Who began with others is moved by then or not at all: after, it would be missed."""

CLOSE: Final = Seconds(0.012)
"""Who began together and is no further apart stays as it is."""

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
        self._beside = beside
        self._voice = open_at(Seconds(beside.position_at(reading) + AHEAD))

    def arrived(self, reading: Seconds) -> Arrival:
        """Looks at both, and once they are known moves one by what is between them."""
        voice = self._voice
        if voice is None:
            return Arrival(is_over=True)
        if voice.waits and voice.is_ready:
            voice.go()
        voice.heard(reading)
        for each in (voice, self._beside):
            each.look(reading)
        if reading < voice.born + SEEN:
            return Arrival(is_over=False)
        ahead = ahead_of(self._beside, voice)
        if ahead is not None:
            voice.delay(ahead)
        elif reading < _patience(voice):
            return Arrival(is_over=False)
        voice.begin_again(Seconds(reading + IN_HAND + abs(ahead or 0.0)))
        self._voice = None
        return Arrival(is_over=True, voice=voice)

    def release(self) -> None:
        """Of one that did not arrive. May wait for the sound server."""
        if self._voice is not None:
            self._voice.release()


class Start:
    """Voices of one deck that were let go together, the first of which leads.

    Each begins where its output takes the next samples, so that they are up to 20 ms
    apart, and more where the computer was slow: libVLC leaves out what it decoded too
    late. Who is too far off is moved while nobody hears it yet, and fades in a second
    later.
    """

    def __init__(self, voices: Sequence[Voice], reading: Seconds) -> None:
        self._first, *self._others = voices
        self._ends = Seconds(reading + UNHEARD)

    def is_over(self, there: Collection[Voice], reading: Seconds) -> bool:
        if not all(each in there for each in (self._first, *self._others)):
            return True
        for each in (self._first, *self._others):
            each.look(reading)
        for each in tuple(self._others):
            ahead = ahead_of(self._first, each)
            if ahead is not None:
                self._others.remove(each)
                if abs(ahead) > CLOSE:
                    each.delay(ahead)
                    each.begin_again(Seconds(reading + IN_HAND + abs(ahead)))
        return not self._others or reading > self._ends


def ahead_of(first: Voice, other: Voice) -> Seconds | None:
    """By how much the other is heard ahead; None while that is not known of both.

    More than can be true is not known either: who waited for it would stay silent.
    """
    here, there = other.true_offset, first.true_offset
    if here is None or there is None or abs(here - there) > MOST:
        return None
    return Seconds(here - there)


def _patience(voice: Voice) -> Seconds:
    """Until when one that nobody can place is waited for."""
    if voice.up is None:
        return Seconds(voice.born + SLOWEST_OPENING)
    return Seconds(voice.up + LONGEST)


class Joins:
    """All who are on their way in, by deck and sink."""

    def __init__(self, farewell: Farewell) -> None:
        self._farewell = farewell
        self._joins: dict[tuple[str, str], Join] = {}
        self._starts: list[Start] = []

    def due(self, reading: Seconds) -> Seconds:
        is_busy = self._joins or self._starts
        return Seconds(reading + LOOK) if is_busy else NEVER

    def let_go(self, voices: Sequence[Voice], reading: Seconds) -> None:
        """Those of one deck that wait, once all do."""
        waiting = [each for each in voices if each.waits]
        if waiting and all(each.is_ready for each in waiting):
            for each in waiting:
                each.go()
            self._starts.append(Start(waiting, reading))

    def look(self, there: Collection[Voice], reading: Seconds) -> None:
        """At those who began together, as long as they are there."""
        self._starts = [x for x in self._starts if not x.is_over(there, reading)]

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
