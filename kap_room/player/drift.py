"""Outputs that run apart in the midst of a track, brought together again.

Every sound card goes by a quartz of its own, and a sound server that is held up loses
a piece. So now and then it is looked at how far each output is from the first of its
deck. Who is too far off plays a thousandth faster or slower until it is there, which is
a sixtieth of a semitone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.join import CLOSE, LOOK, NEVER, ahead_of
from kap_room.player.voice import Voice

PAUSE: Final = Seconds(15.0)
"""Between two looks. Quartzes are 2 ms apart by then at worst."""

LOOKING: Final = Seconds(1.5)
"""libVLC tells a position five times in it, of which some are noticed at once."""

SETTLED: Final = Seconds(4.0)
"""Who has just begun is moved by others."""

AT_ONCE: Final = Seconds(0.02)
"""Then it is looked at again: a wrong look must not lead far away."""


class Drift:
    def __init__(self, pause: Seconds = PAUSE) -> None:
        self._pause = pause
        self._next = Seconds(0.0)
        self._ends: Seconds | None = None
        """Of a look, while there is one."""

    def due(self, reading: Seconds) -> Seconds:
        return NEVER if self._ends is None else Seconds(reading + LOOK)

    def look(self, voices: Mapping[tuple[str, str], Voice], reading: Seconds) -> None:
        """At those of every deck that sounds at several outputs, by deck and sink."""
        if reading < self._next:
            return
        decks = _several(voices, reading)
        if not decks:
            self._rest(reading)
            return
        if self._ends is None:
            self._ends = Seconds(reading + LOOKING)
        for voice in (each for deck in decks for each in deck):
            voice.look(reading)
        if reading >= self._ends:
            self._rest(reading)
            for first, *others in decks:
                _bring(others, first, reading)

    def _rest(self, reading: Seconds) -> None:
        self._next, self._ends = Seconds(reading + self._pause), None


def _several(
    voices: Mapping[tuple[str, str], Voice], reading: Seconds
) -> list[list[Voice]]:
    decks: dict[str, list[Voice]] = {}
    for (deck, _), voice in voices.items():
        has_settled = voice.up is not None and reading > voice.up + SETTLED
        is_even = voice.can_be_placed and not voice.is_catching_up
        if has_settled and is_even:
            decks.setdefault(deck, []).append(voice)
    return [each for each in decks.values() if len(each) > 1]


def _bring(others: Iterable[Voice], first: Voice, reading: Seconds) -> None:
    for each in others:
        ahead = ahead_of(first, each)
        if ahead is not None and abs(ahead) > CLOSE:
            each.catch_up(Seconds(max(-AT_ONCE, min(AT_ONCE, -ahead))), reading)
