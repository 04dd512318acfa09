"""One MediaPlayer of libVLC's on its way through a file.

Written for libVLC 3.0. What it says about state, position and length is passed on;
what it says about sound is not asked for, because it would say Playing to a server
that has gone.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import vlc

from kap_room.plan.units import Seconds
from kap_room.player.deck import Heard
from kap_room.player.gains import WHOLE
from kap_room.player.names import names
from kap_room.player.spare import SAYS
from kap_room.player.volume import Volume

SLOWEST_OPENING: Final = Seconds(5.0)
"""A file that does not play by then counts as failed: something else must sound."""

OPENING: Final = (vlc.State.NothingSpecial, vlc.State.Opening, vlc.State.Buffering)

STANDSTILL: Final = Seconds(0.9)
"""The position moves every 0.3 s; one that rests as long as this has stalled. What
follows needs another second until it is heard, and two are all there are (S6)."""

LONGEST_TICK: Final = Seconds(0.5)
"""Only time in which this process ran counts."""

TO_ITSELF: Final = Seconds(1.0)
"""After a stop of the process libVLC needs this on top until its position moves."""

AT_ONCE: Final = Seconds(0.5)
"""A file that is over by then, and says it is longer, could not be played."""

SAMPLES: Final = 8
SURE: Final = 2
"""Tellings: each may be noticed late, and the better of two hardly is."""

BUFFERED: Final = Seconds(1.0)
"""What the sound server goes on playing of a process that was stopped: 1.1 to 1.2 s,
whatever the format, from the moment that the file plays."""

OUTLASTED: Final = Seconds(0.9)
"""A stop that was shorter is not heard, however old libVLC's last word is: at rest that
is up to half a second, by which 0.7 s seemed to be more than a second."""

YOUNG: Final = Seconds(3.0)
"""So long a sound server may still come with a volume that it had in mind."""

APACE: Final = 0.001
"""By how much one that catches up is faster or slower: the least that libVLC can."""

NEVER: Final = Seconds(-math.inf)


class Voice:
    """One file on its way through the sound server."""

    def __init__(
        self,
        player: vlc.MediaPlayer,
        volume: Volume,
        begins: Seconds,
        sink: str | None,
        name: str | None = None,
    ) -> None:
        self.born = Seconds(time.monotonic())
        self.up: Seconds | None = None
        """Since when it plays where it is."""
        self.waits = False
        """Until it is told to go."""
        self._sink, self._name = sink, name
        self._place: str | None = None
        self._player = player
        self._volume = volume
        self._stream = volume.stream()
        self._begins = begins
        self._opened: Seconds | None = None
        self._told = -1
        self._offsets: list[float] = []
        self._tellings = 0
        self._last = Seconds(0.0)
        self._stood = self._missed = 0.0
        self._free = NEVER
        """When it was let go last."""
        self._plays = False
        self._length: Seconds | None = None
        self._step = 0
        self._events: vlc.EventManager | None = None
        self._caught_up_at: Seconds | None = None
        """When it has caught up."""

    def send(self, step: int) -> None:
        if step != self._step:
            self._volume.send(step)
            self._step = step

    @property
    def complains_as(self) -> int | None:
        return self._volume.complains_as

    @property
    def has_strayed(self) -> bool:
        """Whether the sound server has put it at another sink than it was."""
        if self.up is None or self._sink is None:
            return False
        place = self._player.audio_output_device_get()
        if self._place is None:
            self._place = place
            return False
        return place is not None and place != self._place

    def tell_of_straying(self, whom: Callable[[], None]) -> None:
        """The callback comes on a thread of libVLC's, and may not call it back."""
        # Not by the player's own method: that one keeps every player there ever was.
        self._events = vlc.libvlc_media_player_event_manager(self._player)
        straying = vlc.EventType.MediaPlayerAudioDevice
        self._events.event_attach(straying, lambda _: whom())

    def begin_again(self, reading: Seconds) -> None:
        """Where it is now, from nothing."""
        self._volume.send(0)
        self._step = 0
        self._place, self.up = None, reading

    def heard(self, reading: Seconds) -> Heard:
        if self._opened is None:
            self._opened = self._last = reading
        passed = min(LONGEST_TICK, reading - self._last)
        self._last = reading
        if self._caught_up_at is not None and reading >= self._caught_up_at:
            self._player.set_rate(1.0)
            self._caught_up_at = None
        state = self._player.get_state()
        if state == vlc.State.Playing and not self.waits:
            return self._playing(reading, passed)
        if state in (vlc.State.Ended, vlc.State.Error, vlc.State.Stopped):
            return self._over(reading)
        if not self._plays and reading > self._opened + SLOWEST_OPENING:
            return self._heard("failed", reading, SAYS)
        return self._heard("playing" if self._plays else "opening", reading)

    def position_at(self, reading: Seconds) -> Seconds:
        if not self._offsets:
            return self._begins
        return Seconds(reading + max(self._offsets))

    @property
    def offset(self) -> float | None:
        """Position less reading, once libVLC has told often enough to be sure."""
        if self._tellings < SURE:
            return None
        return max(self._offsets[-self._tellings :])

    @property
    def begun(self) -> Seconds | None:
        """The reading at which it was first heard; None while nobody knows."""
        return None if self._stream is None else self._stream.begun

    @property
    def true_offset(self) -> float | None:
        """Position less reading as it is heard, and not as libVLC believes."""
        offset, begun = self.offset, self.begun
        if offset is None or self._stream is None or begun is None:
            return None
        return self._stream.meant + offset - begun

    @property
    def can_be_placed(self) -> bool:
        return self._stream is not None and self._stream.is_known

    def look(self, reading: Seconds) -> None:
        """At what the sound server says that it has played."""
        if self._stream is not None:
            self._stream.look(reading)

    def delay(self, by: Seconds) -> None:
        """What it plays once its present 1.2 s in hand are over."""
        if self._stream is not None:
            self._stream.delay(by)

    @property
    def is_catching_up(self) -> bool:
        return self._caught_up_at is not None

    def catch_up(self, by: Seconds, reading: Seconds) -> None:
        """Be that much further on a little later; by less than nothing it falls back.

        Not muted: no level moves, and the pitch does by a sixtieth of a semitone.
        """
        self._player.set_rate(1.0 + math.copysign(APACE, by))
        self._caught_up_at = Seconds(reading + abs(by) / APACE)

    @property
    def is_ready(self) -> bool:
        """Whether its file is open, or never will be."""
        return self._player.get_state() not in OPENING

    def go(self) -> None:
        self.waits = False
        self._player.set_pause(0)

    def has_stood_still(self, reading: Seconds) -> bool:
        """Whether libVLC did not run either: then its buffers have run dry."""
        behind = self.position_at(reading) - self._told / 1000
        missed = self._missed_at(reading)
        return self._plays and behind > BUFFERED and missed > OUTLASTED

    def mute(self, reading: Seconds) -> None:
        """At once, before anything else, and from here on with a clock set anew."""
        self._volume.send(0)
        self._step = 0
        self._offsets = [max(self._told / 1000, self._begins) - reading]
        self._tellings = 0

    def let_go(self, reading: Seconds) -> None:
        """After a stop: the file did not stall, but may now, and is then given up."""
        self._missed, self._free = self._missed_at(reading), reading
        self._stood, self._last = -TO_ITSELF, reading

    def release(self) -> None:
        """May wait for the sound server: never call it where time matters."""
        if self._stream is not None:
            self._stream.close()
        self._volume.send(0)  # what is remembered of its name
        self._player.stop()
        self._volume.release()
        self._player.release()
        if self._name is not None:
            names().give_back(self._name)

    def _missed_at(self, reading: Seconds) -> float:
        """For how long nothing ran, together with stops just before this one."""
        is_again = self._last < self._free + TO_ITSELF
        return reading - self._last + (self._missed if is_again else 0.0)

    def _playing(self, reading: Seconds, passed: float) -> Heard:
        if not self._plays:
            self._plays, self.up = True, reading
            self._volume.send(self._step)
            self._offsets = [self._begins - reading]
        self._make_sure(reading)
        told = self._player.get_time()
        self._stood = 0.0 if told != self._told else self._stood + passed
        if told != self._told and told > 0:
            # Noticed late at worst, so of the last few the furthest on is right.
            self._offsets = [*self._offsets, told / 1000 - reading][-SAMPLES:]
            self._told = told
            self._tellings += 1
        length = self._player.get_length()
        self._length = Seconds(length / 1000) if length > 0 else None
        if self._stood > STANDSTILL:
            return self._heard("failed", reading, "The file stands still.")
        return self._heard("playing", reading)

    def _make_sure(self, reading: Seconds) -> None:
        """That it has the volume that it was sent, and none that was remembered."""
        if self._name is None or self.up is None or reading > self.up + YOUNG:
            return
        shown = self._player.audio_get_volume()
        if shown >= 0 and abs(shown * WHOLE - self._step) > WHOLE:
            self._volume.send(self._step)

    def _over(self, reading: Seconds) -> Heard:
        position = self.position_at(reading)
        played = position - self._begins
        left = 0.0 if self._length is None else self._length - position
        if not self._plays or (played < AT_ONCE < left):
            return self._heard("failed", reading, "The file cannot be played.")
        return self._heard("over", reading)

    def _heard(self, state: str, reading: Seconds, says: str = "") -> Heard:
        return Heard(state, reading, self.position_at(reading), self._length, says)


def together(voices: Mapping[str, Voice], reading: Seconds) -> Heard:
    """What is heard of a deck at all its sinks; one that plays speaks for it."""
    heard = [voice.heard(reading) for voice in voices.values()]
    playing = [each for each in heard if each.state == "playing"]
    opening = [each for each in heard if each.state == "opening"]
    ups = {sink: each.up for sink, each in voices.items() if each.up is not None}
    return replace((playing or opening or heard)[0], ups=ups)
