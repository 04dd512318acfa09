"""What sounds now, how far it is, and what follows."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import SoundView
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label, lines
from kap_room.ui.words import (
    length_words,
    next_track_words,
    sound_words,
    track_words,
    volume_words,
)

WIDEST: Final = 60
"""Cells of the bar. A wider one says no more."""


class Sound(Panel):
    DEFAULT_CSS = "Sound { height: 3; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._sound, self._state = SoundView(), ""

    def show(self, sound: SoundView, state: str) -> None:
        self._sound, self._state = sound, state
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        return lines(self._now(), self._progress(), self._next())

    def _now(self) -> tuple[Part, ...]:
        sound = self._sound
        said = sound_words(sound, self._state)
        loud = CARE if sound.state == "lost" else PLAIN
        row: list[Part] = [label("sound"), (said, loud)]
        track = sound.track
        if track is not None:
            rest = "" if track.measured else "   12 dB low until it is measured"
            room = self.size.width - LABEL - len(said) - 3 - len(rest)
            name = cut(track_words(track.file), max(8, room))
            row += [("   ", ""), (name, f"bold {BRIGHT}"), (rest, DIM)]
        return tuple(row)

    def _progress(self) -> tuple[Part, ...]:
        track = self._sound.track
        volume = volume_words(self._sound.volume_db)
        if track is None:
            return (label(""), (volume, DIM))
        at = length_words(track.position_s)
        if not track.length_s:
            return (label(""), (f"{at}   {volume}", DIM))
        tail = f"  {at} of {length_words(track.length_s)}   {volume}"
        room = min(WIDEST, max(4, self.size.width - LABEL - 36))
        done = round(room * min(1.0, track.position_s / track.length_s))
        bar = ("━" * done, DIM), ("─" * (room - done), FAINT)
        return (label(""), *bar, (tail, DIM))

    def _next(self) -> tuple[Part, ...]:
        if self._sound.track is None and self._sound.next_track is None:
            return ()
        room = self.size.width - LABEL
        return (label("next"), (cut(next_track_words(self._sound), room), PLAIN))
