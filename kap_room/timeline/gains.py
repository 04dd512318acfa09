"""The gain stages of sound, in decibels, one line each.

loudness + trim + phase volume are static for a track; therapist, talk, away and quiet
are the master fades. The ceiling of each track is the player's: it cuts what the static
gain and the therapist ask for, and the fades lower what it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.music import Measure, Track
from kap_room.plan.room import Sound
from kap_room.plan.shapes import Fade, steady
from kap_room.plan.units import SILENT, Decibels, Seconds

UNMEASURED: Final = Decibels(-12.0)
"""The gain of a track whose loudness is not known yet."""

PEAK_AFTER_RAISING: Final = Decibels(-1.0)
"""A quiet track is raised no further than to this true peak (EBU R128)."""

MOST_RAISED: Final = Decibels(18.0)
"""Where libVLC's volume ends."""

LOUDEST: Final = Decibels(6.0)
QUIETEST: Final = Decibels(-30.0)
"""How far the therapist's volume goes from the plan's."""

TALK: Final = Decibels(-20.0)
AWAY: Final = Decibels(-10.0)


def loudness_gain(measure: Measure | None, sound: Sound) -> Decibels:
    """What brings a track to the room's reference, without crushing its peaks."""
    if measure is None:
        return UNMEASURED
    if measure.loudness == SILENT:
        return Decibels(0.0)
    wanted = sound.reference - measure.loudness
    if wanted > 0.0:
        wanted = max(0.0, min(wanted, PEAK_AFTER_RAISING - measure.peak, MOST_RAISED))
    return Decibels(wanted)


def static_gain(
    track: Track, measure: Measure | None, volume: Decibels, sound: Sound
) -> Decibels:
    """Loudness, trim and the phase's volume together."""
    return Decibels(loudness_gain(measure, sound) + track.trim + volume)


def most_gain(measure: Measure | None, sound: Sound) -> Decibels:
    """The gain that puts the track's true peak at the ceiling; unmeasured is 0 dBTP."""
    peak = 0.0 if measure is None or measure.peak == SILENT else measure.peak
    return Decibels(min(MOST_RAISED, sound.ceiling - peak))


AS_PLANNED: Final = steady(Decibels(0.0))


@dataclass(frozen=True, slots=True)
class Layers:
    """The master fades. Each is a stage that one hand moves and no other."""

    volume: Fade = AS_PLANNED
    talk: Fade = AS_PLANNED
    away: Fade = AS_PLANNED
    quiet: Fade = AS_PLANNED
    """Silence, ground, a phase without music, the end."""

    @property
    def fades(self) -> tuple[Fade, ...]:
        """The therapist's volume first."""
        return (self.volume, self.talk, self.away, self.quiet)

    def gain_at(self, reading: Seconds) -> Decibels:
        return Decibels(sum(fade.gain_at(reading) for fade in self.fades))

    def is_fading_at(self, reading: Seconds) -> bool:
        fades = (self.talk, self.away, self.quiet)
        return any(fade.is_moving_at(reading) for fade in fades)

    def with_quiet(self, end: Decibels, over: Seconds, reading: Seconds) -> Layers:
        return replace(self, quiet=towards(self.quiet, end, over, reading))


def towards(fade: Fade, end: Decibels, over: Seconds, reading: Seconds) -> Fade:
    """From wherever the fade is now. One that already goes there is left alone."""
    if fade.end == end and over >= fade.ends - reading:
        return fade
    return Fade(reading, over, fade.gain_at(reading), end)
