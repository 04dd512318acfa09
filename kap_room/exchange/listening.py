"""Hearing a track while a playlist is written, and never while a session runs.

The one who listens is at a desk, often with headphones on: what is heard has the gain,
the ceiling and the fades that the same track would have in a session. Whatever cannot
be heard is a sentence, and the writing goes on without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kap_room.exchange.desk import Answer
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard at this moment, or why nothing is."""

    track: Track | None = None
    """None while nothing sounds and nothing is about to."""
    position: Seconds = Seconds(0.0)
    """Where in the file it is, counted from the file's own beginning."""
    length: Seconds | None = None
    """Of the whole file; None while it is not known."""
    follows: Track | None = None
    """The track that it is about to give way to."""
    says: str = ""
    """Why nothing sounds, or what should be known of what does; empty is all well."""


class Listening(Protocol):
    """What a screen is handed.

    Every order answers within a few seconds, with a sentence where it cannot be done;
    none ever raises.
    """

    @property
    def heard(self) -> Heard:
        """At the moment of asking; cheap enough to be asked ten times a second."""
        ...

    async def play(self, track: Track) -> Answer:
        """From where the playlist begins it to where it ends it, after what sounded."""
        ...

    async def seek(self, by: Seconds) -> Answer:
        """Further on, or back by less than nothing. Presses in quick succession add up.

        It stays within the track's own `from` and `to`.
        """
        ...

    async def last_twenty(self) -> Answer:
        """The last twenty seconds of what is heard."""
        ...

    async def crossfade(
        self, first: Track, second: Track, over: Seconds | None = None
    ) -> Answer:
        """The end of one, and the other coming in over it, as a session has it.

        `over` is what the phase says of its crossfades; None is the usual length.
        """
        ...

    async def stop(self) -> Answer:
        """Softly. It is never refused."""
        ...

    async def close(self) -> None:
        """The screen is closed. It fades by itself, and nobody waits for it.

        Another screen may listen again.
        """
        ...
