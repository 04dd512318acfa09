"""Which track sounds, which comes next, and when its crossfade must begin.

The programme runs on readings: holding the plan does not hold the music. The player
takes up the next track by itself at the moment given here; this side learns of it and
lays out the one after.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.plan.music import Measure, Order, Playlist, RunsOut, Track
from kap_room.plan.room import Room
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.without import left_out_by

CROSSFADE: Final = Seconds(8.0)
SKIP: Final = Seconds(4.0)
START: Final = Seconds(3.0)
CLOSING: Final = Seconds(5.0)
SOONEST: Final = Seconds(1.0)
"""How long ahead a deck is wanted so that it is up when its moment comes."""

UNKNOWN_LENGTH: Final = Seconds(300.0)
"""What an unmeasured track counts as until the player says better."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the programme may choose from, and what is known of it."""

    room: Room
    playlists: Mapping[str, Playlist]
    measures: Mapping[str, Measure]
    """By absolute path; a file that is not there was not measured yet."""
    without: tuple[str, ...] = ()
    """Tags, files and folders that must not be heard in this session."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Absolute paths of the tracks that do not lie in the room's music folder."""

    def path_of(self, track: Track) -> str:
        if track.file in self.homes:
            return self.homes[track.file]
        return os.path.normpath(f"{self.room.music}/{track.file}")

    def measure_of(self, track: Track) -> Measure | None:
        return self.measures.get(self.path_of(track))

    def left_out_by(self, track: Track) -> str | None:
        """The word that keeps it out of this session."""
        if not self.without:
            return None
        return left_out_by(self.without, track.file, track.tags)

    def can_sound(self, track: Track) -> bool:
        if self.left_out_by(track) is not None:
            return False
        measure = self.measure_of(track)
        return measure is None or measure.problem is None

    def end_of(self, track: Track) -> Seconds:
        """Where in the file the track is over."""
        measure = self.measure_of(track)
        end = measure.ends if measure is not None else None
        if track.ends is not None:
            return min(track.ends, end) if end is not None else track.ends
        return end if end is not None else UNKNOWN_LENGTH

    def beginning_of(self, track: Track) -> Seconds:
        """Where in the file it begins to be heard."""
        measure = self.measure_of(track)
        return max(track.begins, measure.begins) if measure else track.begins


@dataclass(frozen=True, slots=True)
class Deck:
    """How one appearance of a file is to be played."""

    name: str
    """Never used again."""
    file: str
    """Absolute path."""
    gain: Decibels
    most: Decibels
    starts: Seconds
    """The reading at which its rise begins."""
    rise: Seconds
    begins: Seconds
    ends: Seconds | None

    @property
    def risen_at(self) -> Seconds:
        return Seconds(self.starts + self.rise)


@dataclass(frozen=True, slots=True)
class Sounding:
    """One appearance of a track."""

    deck: Deck
    track: Track
    playlist: str
    over_at: Seconds
    """The reading at which its last sample is heard."""
    over_in_file: Seconds
    """Where in the file that last sample is."""
    measured: bool = True
    brings: int | None = None
    """The phase, by its place, whose music this is, but not from its turn on: it begins
    a little ahead of that, or when the track before it has ended."""
    turns_at: Seconds | None = None
    """The reading of that turn."""
    early: Seconds | None = None
    """By how much its file was taken to be ahead; None where it was begun at once."""

    @property
    def starts(self) -> Seconds:
        return self.deck.starts

    @property
    def length(self) -> Seconds:
        """How long it sounds in all."""
        return Seconds(self.over_at - self.deck.starts)

    def place_at(self, reading: Seconds) -> Seconds:
        """Where in the file it is."""
        place = self.over_in_file - (self.over_at - reading)
        return Seconds(min(self.over_in_file, max(self.deck.begins, place)))


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so that its end meets a turn, in the order of its coming."""

    playlist: str
    tracks: tuple[Track, ...]
    misses: Seconds
    """By how much the music was to be over after its moment when this was chosen."""
    again: tuple[str, ...] = ()
    """Those of its files that had been heard by then."""
    known: int = 0
    """How many files had been measured by then."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that cannot sound, and when that was found."""

    file: str
    says: str
    reading: Seconds


@dataclass(frozen=True, slots=True)
class Programme:
    decks: tuple[Sounding, ...] = ()
    """Oldest first; the last leads."""
    next: Sounding | None = None
    turns: bool = False
    """Whether `next` comes because the phase turns."""
    playlist: str | None = None
    """The playlist that is heard; None in a phase without music."""
    heard: tuple[str, ...] = ()
    """Files, in order, each once."""
    barred: tuple[str, ...] = ()
    """Files that a hand has put out for this session."""
    failed: tuple[Failed, ...] = ()
    """Files that are out because they cannot sound."""
    serial: int = 0
    kept: bool = False
    """Whether the track that leads is to come again (`keep track`)."""
    asked: Track | None = None
    """What the therapist wants next, out of its turn (`play next`)."""
    choice: Choice | None = None
    """What follows the lead, where that is to meet the turn (`order: fit`)."""
    coming: Choice | None = None
    """The same of the phase that comes."""
    early: Seconds = Seconds(0.0)
    """By how much the player's files are ahead of the plan, as was heard last: it opens
    them before they are due."""
    closes: bool = False
    """Whether the lead is the last: too little is left of the plan for another."""

    @property
    def lead(self) -> Sounding | None:
        return self.decks[-1] if self.decks else None

    def is_out(self, file: str) -> bool:
        return file in self.barred or self.has_failed(file)

    def has_failed(self, file: str) -> bool:
        return any(each.file == file for each in self.failed)


def able(
    programme: Programme, shelf: Shelf, tracks: Iterable[Track]
) -> tuple[Track, ...]:
    """Those that can sound in this session."""
    return tuple(
        track
        for track in tracks
        if not programme.is_out(track.file) and shelf.can_sound(track)
    )


def following(
    programme: Programme,
    shelf: Shelf,
    playlist: str,
    after: Track | None,
    *,
    endless: bool = False,
) -> Track | None:
    """The track that comes after another, by the playlist's own rules.

    `after` None begins the playlist: its first track not heard yet, else its first.
    `endless`: a held plan is longer than anybody wrote, and may not run dry.
    """
    written = shelf.playlists.get(playlist)
    fit = able(programme, shelf, written.tracks if written is not None else ())
    if written is None or not fit:
        return None
    place = 0 if after is None else _place_of(after, written.tracks) + 1
    ahead = able(programme, shelf, written.tracks[place:])
    if written.order is Order.FIT:
        # What was heard lies anywhere in it, so its end is not where it runs out.
        fresh = _unheard((*ahead, *fit), programme.heard)
        if fresh is not None or written.when_it_runs_out is not RunsOut.CONTINUE:
            ahead = () if fresh is None else (fresh,)
    if ahead:
        # What a hand has passed over comes before anything comes again.
        return _unheard((*ahead, *fit), programme.heard) or ahead[0]
    match written.when_it_runs_out:
        case RunsOut.SILENCE:
            return fit[0] if endless else None
        case RunsOut.LOOP_LAST if written.order is Order.FIT and after in fit:
            return after
        case RunsOut.LOOP_LAST:
            return fit[-1]
        case RunsOut.CONTINUE:
            return _unheard(fit, programme.heard) or fit[0]


def _unheard(tracks: tuple[Track, ...], heard: tuple[str, ...]) -> Track | None:
    return next((track for track in tracks if track.file not in heard), None)


def _place_of(track: Track, tracks: tuple[Track, ...]) -> int:
    """-1 where it is none of them, as if it came before the first."""
    places = (n for n, each in enumerate(tracks) if each.file == track.file)
    return next(places, -1)


def preceding(
    programme: Programme, shelf: Shelf, playlist: str, before: Track
) -> Track | None:
    written = shelf.playlists.get(playlist)
    if written is None:
        return None
    place = _place_of(before, written.tracks)
    tracks = written.tracks[: max(0, place)]
    if written.order is Order.FIT or place < 0:
        known = {each.file: each for each in written.tracks if each.file != before.file}
        tracks = tuple(known[file] for file in programme.heard if file in known)
    fit = able(programme, shelf, tracks)
    return fit[-1] if fit else None
