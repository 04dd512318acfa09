"""One appearance of one file on the table, as a value.

A deck knows what was ordered and what was heard of its file, and says what it should
be at a reading. It holds no MediaPlayer: whoever owns those makes them agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from kap_room.exchange.order import DeckOrder
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.limit import Sent

FULL: Final = Decibels(0.0)

AFTER_PLAYING: Final = Seconds(0.3)
"""A volume set sooner after libVLC says Playing may be lost by the sound server."""

DEAF: Final = Seconds(1.5)
"""Once libVLC has read a file to its end it plays what it has in hand and takes no
volume for it: 1.2 s at a null sink, heard on steady tones."""

BACK: Final = Seconds(3.0)
"""The fade in when the sound server is back."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heard:
    """What libVLC says of a file, which is not to be believed about sound."""

    state: str
    """opening | playing | over | failed"""
    reading: Seconds
    position: Seconds
    length: Seconds | None = None
    says: str = ""
    ups: Mapping[str, Seconds] = field(default_factory=dict)
    """By sink: the reading at which it began to play there."""


@dataclass(frozen=True, slots=True)
class Deck:
    order: DeckOrder
    serial: int
    """Later ones lead."""
    due: Seconds
    """The reading at which its rise should begin."""
    rise: Seconds
    """How long its rise takes; shorter than ordered in a hurry."""
    opened: Seconds | None = None
    up: Seconds | None = None
    """The reading at which its present MediaPlayer was first seen playing."""
    rose: Seconds | None = None
    """The reading at which its rise really began."""
    out: Fade | None = None
    """Its way out, when it was dismissed."""
    again: bool = False
    """True after the sound server was lost: it fades in once more."""
    is_spare: bool = False
    """True while it stands by for one whose file does not open."""
    heard: Heard | None = None
    sents: Mapping[str, Sent] = field(default_factory=dict)
    """By sink."""

    @property
    def name(self) -> str:
        return self.order.deck

    @property
    def gain(self) -> Decibels:
        """What it is told where it is told most."""
        return max((each.gain for each in self.sents.values()), default=SILENT)

    @property
    def remembered(self) -> Deck:
        """What is worth keeping of it for the rest of an evening."""
        heard = None if self.heard is None else replace(self.heard, ups=NOTHING)
        return replace(self, heard=heard, sents=NOTHING)

    @property
    def is_nothing(self) -> bool:
        return all(each.is_nothing for each in self.sents.values())

    @property
    def begins(self) -> Seconds | None:
        """The reading at which its rise begins; None while the file is not up."""
        if self.rose is not None:
            return self.rose
        if self.up is None:
            return None
        return Seconds(max(self.due, self.up + AFTER_PLAYING))

    @property
    def has_begun(self) -> bool:
        return self.rose is not None

    @property
    def is_leaving(self) -> bool:
        return self.out is not None

    def has_risen_at(self, reading: Seconds) -> bool:
        return self.rose is not None and reading >= self.rose + self.rise

    def shape_at(self, reading: Seconds) -> Decibels:
        """Rise and way out together: how much of its own gain it has."""
        begins = self.begins
        if begins is None:
            return SILENT
        shape = self._risen_at(begins, reading)
        if self.out is not None:
            shape = Decibels(shape + self.out.gain_at(reading))
        return shape

    def _risen_at(self, begins: Seconds, reading: Seconds) -> Decibels:
        return Fade(begins, self.rise, SILENT, FULL).gain_at(reading)

    def return_at(self, reading: Seconds) -> Decibels:
        """The fade in of a fresh MediaPlayer that continues this deck."""
        if self.up is None:
            return SILENT
        if not self.again:
            return FULL
        starts = Seconds(self.up + AFTER_PLAYING)
        return Fade(starts, BACK, SILENT, FULL).gain_at(reading)

    def arrival_at(self, sink: str, reading: Seconds) -> Decibels:
        """What a fade in at an output that came later takes from the deck's own rise.

        Together they are the lower of both, and no steeper than either.
        """
        up = None if self.heard is None else self.heard.ups.get(sink)
        begins = self.begins
        if up is None or self.up is None or begins is None:
            return SILENT
        if up <= self.up + AFTER_PLAYING:
            return FULL
        starts = Seconds(up + AFTER_PLAYING)
        arrived = Fade(starts, BACK, SILENT, FULL).gain_at(reading)
        risen = self._risen_at(begins, reading)
        return arrived if risen == SILENT else Decibels(min(FULL, arrived - risen))

    def position_at(self, reading: Seconds) -> Seconds:
        """Where in the file it is, also while nobody can hear it."""
        if self.heard is None:
            return self.order.begins
        if self.heard.state != "playing":
            return self.heard.position
        return Seconds(self.heard.position + reading - self.heard.reading)

    def end_at(self, reading: Seconds) -> Seconds | None:
        """The reading from which it obeys no more, as far as anybody knows.

        By then it must be at nothing: what it still had would be cut off at its end.
        """
        if self.heard is None or self.heard.state != "playing":
            return None
        # An order knows what was measured; libVLC guesses, and sometimes by half.
        end = self.heard.length if self.order.ends is None else self.order.ends
        if end is None:
            return None
        obeys_until = max(end / 2, end - DEAF)
        return Seconds(reading + obeys_until - self.position_at(reading))
