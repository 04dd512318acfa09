"""How a track comes in: as a deck order, with its gain, its rise and its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.music import Track
from kap_room.plan.scene import Phase
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.gains import most_gain, static_gain
from kap_room.timeline.programme import CROSSFADE, Deck, Programme, Shelf, Sounding

LEFT_OUT: Final = Seconds(2.0)
"""A crossfade is over this long before the file that it leaves. libVLC takes no volume
for the last 1.2 s of a file, and the player's file may be half a second ahead of the
plan; what still sounded then would end in a click."""


def crossfade_of(phase: Phase) -> Seconds:
    return CROSSFADE if phase.crossfade is None else phase.crossfade


def left_out_of(lasts: float) -> Seconds:
    """How much of a track's end the programme does not use; little of a short one."""
    return Seconds(min(LEFT_OUT, lasts / 8))


@dataclass(frozen=True, slots=True)
class Entry:
    """How a track comes in."""

    starts: Seconds
    rise: Seconds
    volume: Decibels
    begins: Seconds | None = None
    """None is the track's own beginning."""


def in_advance(sounding: Sounding, programme: Programme) -> Sounding:
    """One that is told to the player before its time, and is over a little sooner."""
    early = programme.early
    return replace(sounding, over_at=Seconds(sounding.over_at - early), early=early)


def appear(
    programme: Programme, shelf: Shelf, playlist: str, track: Track, entry: Entry
) -> Sounding:
    """A track as a deck order. Its name holds the moment, so it is never used again."""
    measure = shelf.measure_of(track)
    begins = shelf.beginning_of(track) if entry.begins is None else entry.begins
    lasts = max(1.0, shelf.end_of(track) - begins)
    deck = Deck(
        name=f"{entry.starts:.3f}-{programme.serial + 1}",
        file=shelf.path_of(track),
        gain=static_gain(track, measure, entry.volume, shelf.room.sound),
        most=most_gain(measure, shelf.room.sound),
        starts=entry.starts,
        rise=Seconds(min(entry.rise, lasts / 2)),
        begins=begins,
        # Decoding it told the truth; what its header says may be half or double.
        ends=track.ends if measure is None else shelf.end_of(track),
    )
    over_at = Seconds(entry.starts + lasts)
    over_in_file = Seconds(begins + lasts)
    return Sounding(deck, track, playlist, over_at, over_in_file, measure is not None)
