"""What the catalogue knows of one file of the music folder, whoever asks.

The scan fills it; the playlist screen, `playlist build` and a session's softer and
deeper read it. A frozen value, so that twenty thousand of them can be searched while
somebody types.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds


@dataclass(frozen=True, slots=True)
class Character:
    """How a file is, beside how long and how loud: heard by a machine, so doubtful."""

    loudness_range: Decibels
    """LRA of EBU R128, in LU."""
    rise: Decibels
    """The largest rise of the momentary loudness within three seconds: what a track
    that begins in a whisper may do to somebody at its first drum."""
    brightness: float
    """Where the middle of its power lies, in hertz."""
    tempo: float | None
    """Beats a minute; None where there is no beat to count."""
    intensity: int
    """1 calm to 5 intense, estimated."""
    loudest: Decibels = Decibels(0.0)
    """Its loudest moment against its loudness as a whole, in LU."""
    onsets: float = 0.0
    """How many things begin in it, a second: notes, beats, drops of rain."""


@dataclass(frozen=True, slots=True)
class Catalogued:
    """One file. What a hand said of it counts before what was estimated."""

    file: str
    """Relative to the music folder."""
    path: Path
    """Absolute."""
    measure: Measure
    """Its `problem` says why it cannot sound."""
    character: Character | None = None
    """None where it cannot sound, or was measured before anybody asked for it."""
    title: str = ""
    artist: str = ""
    album: str = ""
    tags: tuple[str, ...] = ()
    """By hand, and the genre that the file names."""
    by_hand: int | None = None
    """The intensity that somebody gave it."""
    starts_inside: bool | None = None
    """Whether it can be started in its midst; None where that was not tried."""
    content: str = ""
    """A hash of its sound, the same wherever the file lies and whatever its name."""
    missing: Seconds = Seconds(0.0)
    """How much less there is than its header promises: it was cut short."""
    heard: str | None = None
    """The date of the last session in which it was heard, as 2026-11-20."""

    @property
    def intensity(self) -> int | None:
        if self.by_hand is not None:
            return self.by_hand
        return None if self.character is None else self.character.intensity

    @property
    def called(self) -> str:
        """What a person would call it."""
        return self.title or Path(self.file).stem
