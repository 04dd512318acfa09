"""A playlist that somebody works at, as a value: every change gives the next draft.

Nothing here opens a file or refuses with an exception: a change that cannot be made
leaves the playlist as it is, and the draft says why. What came before is kept, so that
everything can be taken back, past a save too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from kap_room.library import entries
from kap_room.library.values import HIGHEST_GAIN, LONGEST, LOWEST_GAIN, gain_words
from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds, clock_words

CALM: Final = 1
INTENSE: Final = 5

MOST_TRACKS: Final = 2000
"""More than anybody hears; a slip of the finger must not add a whole library."""


@dataclass(frozen=True, slots=True)
class Step:
    """The playlist as it was, and what was then done to it."""

    playlist: Playlist
    did: str
    """As in `slow-tide.flac removed`."""


@dataclass(frozen=True, slots=True)
class Draft:
    path: Path
    """Where it is saved."""
    playlist: Playlist
    read: str | None
    """The text on the disk, as it was read or saved last; None while there is none."""
    before: tuple[Step, ...] = ()
    """The oldest first."""
    says: str = ""
    """On the last change: what was done, or why it was not."""
    begun: str | None = None
    """The text that was opened. Every save goes on from it, so that what was changed
    and changed back leaves no trace in the file."""
    on_disk: Playlist | None = None

    @property
    def is_changed(self) -> bool:
        return self.playlist != self.on_disk

    @property
    def takes_back(self) -> str | None:
        """What would be taken back, in words; None when there is nothing."""
        return self.before[-1].did if self.before else None

    def take_back(self) -> Draft:
        if not self.before:
            return self._no("There is nothing to take back.")
        *before, last = self.before
        says = f"Taken back: {last.did}."
        return replace(self, playlist=last.playlist, before=tuple(before), says=says)

    def add(self, tracks: Sequence[Track], at: int | None = None) -> Draft:
        """Before the track that has this place now; None is the end."""
        here = self.playlist.tracks
        if not tracks:
            return self._no("Nothing was chosen.")
        if len(here) + len(tracks) > MOST_TRACKS:
            return self._no(f"A playlist has {MOST_TRACKS} tracks at most.")
        for track in tracks:
            if wrong := _wrong_with(entries.track_of, track.file):
                return self._no(wrong)
        place = len(here) if at is None else max(0, min(at, len(here)))
        one = len(tracks) == 1
        did = f"{_name_of(tracks[0])} added" if one else f"{len(tracks)} tracks added"
        return self._with(did, (*here[:place], *tracks, *here[place:]))

    def replaced(self, tracks: Sequence[Track], did: str) -> Draft:
        """All tracks at once, as a proposal does it."""
        return self._with(did, tuple(tracks))

    def remove(self, index: int) -> Draft:
        if (track := self._track(index)) is None:
            return self._no("No track is there.")
        here = self.playlist.tracks
        rest = (*here[:index], *here[index + 1 :])
        return self._with(f"{_name_of(track)} removed", rest)

    def move(self, index: int, by: int) -> Draft:
        """Towards the end, or with a negative number the beginning; no further."""
        if (track := self._track(index)) is None:
            return self._no("No track is there.")
        here = self.playlist.tracks
        to = max(0, min(index + by, len(here) - 1))
        if to == index:
            return self._no(f"It is the {'last' if by > 0 else 'first'} track.")
        rest = [*here[:index], *here[index + 1 :]]
        rest.insert(to, track)
        way = "down" if to > index else "up"
        return self._with(f"{_name_of(track)} moved {way}", tuple(rest))

    def trim(self, index: int, trim: Decibels) -> Draft:
        if not LOWEST_GAIN <= trim <= HIGHEST_GAIN:
            lowest, highest = gain_words(LOWEST_GAIN), gain_words(HIGHEST_GAIN)
            return self._no(f"A trim goes from {lowest} to {highest}.")
        return self._change(index, f"trimmed to {gain_words(trim)}", trim=trim)

    def points(self, index: int, begins: Seconds, ends: Seconds | None) -> Draft:
        """Where in its file it starts and ends; None is the file's own end."""
        if not 0 <= begins <= LONGEST or not (ends is None or ends <= LONGEST):
            return self._no("That is no place in a file.")
        if ends is not None and ends <= begins:
            return self._no(f"It would end before it begins, at {clock_words(begins)}.")
        until = "its end" if ends is None else clock_words(ends)
        did = f"heard from {clock_words(begins)} to {until}"
        return self._change(index, did, begins=begins, ends=ends)

    def intensity(self, index: int, intensity: int | None) -> Draft:
        if intensity is not None and not CALM <= intensity <= INTENSE:
            return self._no(f"Intensity goes from {CALM} calm to {INTENSE} intense.")
        told = "not known" if intensity is None else intensity
        return self._change(index, f"intensity {told}", intensity=intensity)

    def tags(self, index: int, tags: Sequence[str]) -> Draft:
        for tag in tags:
            if wrong := _wrong_with(entries.name_of, tag):
                return self._no(wrong)
        kept = tuple(dict.fromkeys(entries.name_of(tag) for tag in tags))
        did = f"tagged {', '.join(kept)}" if kept else "without tags"
        return self._change(index, did, tags=kept)

    def named(self, name: str) -> Draft:
        if wrong := _wrong_with(entries.sentence_of, name):
            return self._no(wrong)
        name = entries.sentence_of(name)
        return self._next(f"Named {name}", replace(self.playlist, name=name))

    def order(self, order: Order) -> Draft:
        return self._next(f"Order: {order}", replace(self.playlist, order=order))

    def when_it_runs_out(self, then: RunsOut) -> Draft:
        did = f"When it runs out: {then}"
        return self._next(did, replace(self.playlist, when_it_runs_out=then))

    def saved(self, text: str) -> Draft:
        """This draft, now that its file holds this text."""
        says = f"Saved in {self.path.name}."
        return replace(self, read=text, on_disk=self.playlist, says=says)

    def _track(self, index: int) -> Track | None:
        here = self.playlist.tracks
        return here[index] if 0 <= index < len(here) else None

    def _change(self, index: int, did: str, **changes: object) -> Draft:
        if (track := self._track(index)) is None:
            return self._no("No track is there.")
        here = self.playlist.tracks
        # each of the callers names fields of a track, and their kinds
        changed: Track = replace(track, **changes)  # type: ignore[arg-type]
        did = f"{_name_of(track)} {did}"
        return self._with(did, (*here[:index], changed, *here[index + 1 :]))

    def _with(self, did: str, tracks: tuple[Track, ...]) -> Draft:
        return self._next(did, replace(self.playlist, tracks=tracks))

    def _next(self, did: str, playlist: Playlist) -> Draft:
        if playlist == self.playlist:
            return self._no("It is so already.")
        before = (*self.before, Step(self.playlist, did))
        return replace(self, playlist=playlist, before=before, says=f"{did}.")

    def _no(self, says: str) -> Draft:
        return replace(self, says=says)


def _name_of(track: Track) -> str:
    return PurePosixPath(track.file).name


def _wrong_with(read: Callable[[str], str], text: str) -> str | None:
    """The sentence with which a file that says this would be refused."""
    try:
        read(text)
    except ValueError as wrong:
        return str(wrong)
    return None
