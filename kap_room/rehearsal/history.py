"""A rehearsed session at any moment: each state it was in, and what it was worth.

A session is a function of the reading until the next thing happens, so a list of its
states is the whole evening, to be asked for a level or a light at any second.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.engine.session import SOUNDING, Session
from kap_room.plan.look import Light
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.programme import Sounding

NOTHING: Final = 1e-9
"""Power below -90 dB is nothing."""


@dataclass(frozen=True, slots=True)
class History:
    readings: tuple[Seconds, ...]
    sessions: tuple[Session, ...]
    """As they were from the reading of the same place on."""
    volumes: Mapping[str, Decibels] = field(default_factory=dict)
    """The volume of its phase that a track came with, by the name of its deck."""

    def session_at(self, reading: Seconds) -> Session:
        return self.sessions[max(0, bisect_right(self.readings, reading) - 1)]

    def light_at(self, lamp: str, reading: Seconds) -> Light:
        session = self.session_at(reading)
        return session.lamps[lamp].light_at(session.position_at(reading), reading)

    def level_at(self, reading: Seconds) -> Decibels:
        """The programme's level: phase volumes, crossfades and every hand on it.

        Against a phase volume of 0 dB with nobody's hand on the sound.
        """
        session = self.session_at(reading)
        power, left = 0.0, 1.0
        for deck in reversed(session.programme.decks):
            share = left * _risen(deck, reading)
            left -= share
            if reading < deck.over_at:
                power += share * 10 ** (self.volumes.get(deck.deck.name, 0.0) / 10)
        master = session.layers.gain_at(reading)
        if power <= NOTHING or master == SILENT:
            return SILENT
        return Decibels(10 * math.log10(power) + master)

    def wants_music_at(self, reading: Seconds) -> bool:
        session = self.session_at(reading)
        return (
            session.mode in SOUNDING
            and session.silenced is None
            and session.course.phase.playlist is not None
            and not session.programme.closes
        )


def _risen(sounding: Sounding, reading: Seconds) -> float:
    """How much of the whole power has gone over to it."""
    since = reading - sounding.starts
    if since <= 0.0:
        return 0.0
    rise = sounding.deck.rise
    return 1.0 if since >= rise else since / rise
