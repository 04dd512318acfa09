"""What the playlist screen holds: the playlists of a scene as they are being written.

The screen asks for one change at a time and is shown all of it again, as in a session.
Nothing is written to a file before it is asked to be saved, and whatever cannot be done
is a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kap_room.exchange.listening import Listening
from kap_room.plan.music import Track
from kap_room.plan.units import Decibels, Seconds


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One file of the music folder, as the catalogue knows it."""

    file: str
    called: str
    artist: str = ""
    album: str = ""
    length: Seconds = Seconds(0.0)
    loudness: Decibels | None = None
    """None where nobody measured it."""
    intensity: int | None = None
    is_by_hand: bool = False
    """Whether somebody said so, and no machine guessed it."""
    tags: tuple[str, ...] = ()
    tags_by_hand: tuple[str, ...] = ()
    """Those of them that somebody said; another is the genre that the file names."""
    heard: str | None = None
    """The date of the last session with it."""
    says: str = ""
    """Why it cannot sound."""
    doubt: str = ""
    """What should be known before it is chosen: it may startle, it ends early."""


@dataclass(frozen=True, slots=True)
class PlaylistRow:
    """One track of a playlist."""

    track: Track
    called: str
    runs: Seconds | None = None
    """How long it is heard; None while its file is not measured."""
    intensity: int | None = None
    is_by_hand: bool = False
    says: tuple[str, ...] = ()
    """What should be known of it here: it is missing, it may startle."""


@dataclass(frozen=True, slots=True)
class PhaseColumn:
    """One phase of the scene, and the playlist that it names."""

    name: str
    playlist: str | None = None
    """None is a phase without music."""
    enough: str = ""
    """As in `enough with one booster: 75 of 75 min`."""
    short: str = ""
    """The same in few cells."""
    is_enough: bool = True
    curve: tuple[float | None, ...] = ()
    """Intensities over the phase, evenly apart; None is not known, or no music."""
    warnings: tuple[str, ...] = ()
    rows: tuple[PlaylistRow, ...] = ()
    runs: Seconds = Seconds(0.0)
    """All of the playlist, as far as it is known."""
    crossfade: Seconds | None = None
    """What the phase says of it; None is the usual one."""
    is_changed: bool = False
    """Whether something of it is in no file yet."""


@dataclass(frozen=True, slots=True)
class WorkView:
    """All that the screen shows beside the library."""

    scene: str
    phases: tuple[PhaseColumn, ...]
    take_back: str | None = None
    """What would be taken back next, in words."""
    in_library: int = 0
    """How many files the catalogue knows."""
    is_reading: bool = False
    """While only what the playlists name is known of the library: `read_again`."""
    advice: str = ""
    """What to do where there is no catalogue yet."""

    has_said: bool = False
    """Whether something was said of the library that is nowhere kept yet."""

    @property
    def is_changed(self) -> bool:
        return self.has_said or any(phase.is_changed for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    rows: Sequence[LibraryRow]
    says: str = ""
    """By what the library is filtered, in words."""
    doubt: str = ""
    """What of the words could not be understood, and how it is written."""


@dataclass(frozen=True, slots=True)
class Did:
    """What became of one change."""

    ok: bool
    says: str
    at: int | None = None
    """Which track of the playlist it was about; None leaves the choice where it is."""


class Workbench(Protocol):
    """The playlists of one scene, in hand.

    `phase` counts the columns and `at` the tracks of one, from 0.
    """

    @property
    def view(self) -> WorkView: ...

    def find(self, words: str) -> Found:
        """Quick enough to be asked at every letter."""
        ...

    def add(self, phase: int, file: str) -> Did: ...

    def remove(self, phase: int, at: int) -> Did: ...

    def move(self, phase: int, at: int, by: int) -> Did: ...

    def trim(self, phase: int, at: int, words: str) -> Did:
        """By words as `-2 dB`; none at all is no trim."""
        ...

    def begin(self, phase: int, at: int, words: str) -> Did:
        """The point in the file at which it starts, as `0:12`."""
        ...

    def end(self, phase: int, at: int, words: str) -> Did: ...

    def tag(self, phase: int, at: int, words: str) -> Did:
        """All of its tags, with commas between them."""
        ...

    def rate(self, phase: int, at: int, intensity: int | None) -> Did:
        """None gives it back to what was estimated."""
        ...

    def library_row(self, file: str) -> LibraryRow | None:
        """Of one file, whatever is searched for; None where the library has none."""
        ...

    def say_intensity(self, file: str, words: str) -> Did:
        """Of a file of the library, wherever it plays; no words leave it estimated."""
        ...

    def say_tags(self, file: str, words: str) -> Did:
        """All that a hand gives it, with commas between them."""
        ...

    def take_back(self) -> Did: ...

    def save(self) -> Did:
        """Write what was changed. Slow: call it on a thread."""
        ...

    def read_again(self) -> Did:
        """The library, as the last scan left it. Slow: call it on a thread."""
        ...


class Bookshelf(Protocol):
    """Where a front end finds the playlists of a scene."""

    @property
    def listening(self) -> Listening | None:
        """None where nothing can be heard."""
        ...

    def open(self, scene: str) -> Workbench | str:
        """A scene by its name or path, or why it cannot be. Slow: on a thread.

        The library may not be read by then, so that what is written shows at once.
        """
        ...
