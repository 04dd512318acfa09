"""Outputs that run apart in the midst of a track, brought together again unheard.

Every sound card goes by a quartz of its own, and a sound server that is held up loses
a piece. So now and then it is looked at how far each output is from the first of its
deck. Who is too far off plays a thousandth faster or slower until it is there, which is
a sixtieth of a semitone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.join import LOOK, NEVER, ahead_of
from kap_room.player.voice import Voice

PAUSE: Final = Seconds(15.0)
"""Between two looks. Quartzes are 2 ms apart by then at worst."""

LOOKING: Final = Seconds(1.5)
"""libVLC tells a position five times in it, of which some are noticed at once."""

SETTLED: Final = Seconds(4.0)
"""Who has just begun is moved by others."""

FAR: Final = Seconds(0.008)
"""Below this it may be the look that is off."""

AT_ONCE: Final = Seconds(0.02)
"""Then it is looked at again: a wrong look must not lead far away."""


class Drift:
    def __init__(self, pause: Seconds = PAUSE) -> None:
        self._pause = pause
        self._next = Seconds(0.0)
        self._is_looking = False

    def due(self, reading: Seconds) -> Seconds:
        return Seconds(reading + LOOK) if self._is_looking else NEVER

    def look(self, voices: Mapping[tuple[str, str], Voice], reading: Seconds) -> None:
        """At those of every deck that sounds at several outputs, by deck and sink."""
        if reading < self._next:
            return
        decks = _several(voices, reading)
        self._is_looking = bool(decks) and reading < self._next + LOOKING
        for voice in (each for deck in decks for each in deck):
            voice.look(reading)
        if not self._is_looking:
            self._next = Seconds(reading + self._pause)
            for first, *others in decks:
                _bring(others, first, reading)


def _several(
    voices: Mapping[tuple[str, str], Voice], reading: Seconds
) -> list[list[Voice]]:
    decks: dict[str, list[Voice]] = {}
    for (deck, _), voice in voices.items():
        has_settled = voice.up is not None and reading > voice.up + SETTLED
        if has_settled and not voice.is_catching_up:
            decks.setdefault(deck, []).append(voice)
    return [each for each in decks.values() if len(each) > 1]


def _bring(others: Iterable[Voice], first: Voice, reading: Seconds) -> None:
    for each in others:
        ahead = ahead_of(first, each)
        if ahead is not None and abs(ahead) > FAR:
            each.catch_up(Seconds(max(-AT_ONCE, min(AT_ONCE, -ahead))), reading)
