"""What the person on the couch hears of a whole session, where sound leaves the room.

One session of a minute is listened to; each claim looks at its own stretch of it. The
tracks are steady tones of different pitch, so that whatever changes was our doing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kap_room.timeline.entering import LEFT_OUT
from tests.rig.hearing import Recording
from tests.rig.house import House

pytestmark = pytest.mark.timeout(150)  # the session itself belongs to its first test

TURN = 14.0
END = 48.0
CROSSFADE = 6.0
STARTLE = 6.0
APART = 0.1
"""Seconds that the recording's clock may be off by, and more."""

FLOOR = 48.0
"""A rise begins this far below and is even in decibels from there on."""

MIDDLE, HIGH = 630.0, 1000.0
"""The pitches of the first phase's second track, and of the second phase."""

SCENE = f"""
name: Two phases
phases:
  - {{name: first, lasts: {TURN:.0f}s, playlist: two}}
  - {{name: second, lasts: {END - TURN:.0f}s, playlist: one, crossfade: 6s}}
"""


@dataclass(frozen=True, repr=False)
class Heard:
    """A session at the sink, the readings of the buttons, and the plan's 0:00."""

    whole: Recording
    origin: float
    silence: float
    music: float
    silence_again: float
    pressed_twice: float
    music_again: float

    @property
    def programme(self) -> float:
        """How loud a measured track is at the sink."""
        return self.at(TURN + CROSSFADE + 1.5, window=1.0)

    def at(self, position: float, window: float = 0.3) -> float:
        return self.whole.level_at(self.origin + position, window)

    def only(self, pitch: float) -> Recording:
        """One tone, out of the whole.

        Both ends of that are silent; a sharp edge would ring in so narrow a band.
        """
        return self.whole.only(pitch)

    def between(self, first: float, last: float) -> Recording:
        return self.whole.between(self.origin + first, self.origin + last)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Heard]:
    with House(tmp_path_factory.mktemp("house"), music=music) as house:
        house.write("playlists/two.yaml", _playlist("two", "low", "middle"))
        house.write("playlists/one.yaml", _playlist("one", "high"))
        house.write("scenes/two.yaml", SCENE)
        house.keep()
        house.start("two")
        origin = house.origin()
        pressed = [
            _press_at(house, origin + position, button)
            for position, button in (
                (22.5, "silence"),
                (26.5, "music"),
                (36.5, "silence"),
                (37.0, "silence"),
                (38.5, "music"),
            )
        ]
        _sleep_until(origin + END + 6.0)
        yield Heard(house.sound.stop_recording(), origin, *pressed)


def test_the_start_is_a_fade_of_three_seconds(heard: Heard) -> None:
    """Half-way up it is far below where it ends, and then it stays there."""
    full = heard.at(5.0, window=0.5)
    begins = heard.whole.rises_above(full - 40.0, heard.origin) - heard.origin
    assert begins < 2.0
    half = heard.at(begins + 1.0) - full
    assert -32.0 < half < -16.0
    assert abs(heard.at(begins + 2.8) - full) < 1.0


def test_the_first_track_is_as_loud_as_all_others(heard: Heard) -> None:
    """It was measured before it sounded, so it is not held 12 dB low."""
    assert abs(heard.at(5.0, window=0.5) - heard.programme) < 1.0


def test_two_tracks_of_a_playlist_cross_half_way_through_the_shorter(
    heard: Heard,
) -> None:
    """Twelve seconds long, it gives way from its sixth; nothing dips between them."""
    full = heard.at(13.2, window=1.0)
    rises = heard.only(MIDDLE).stays_above(full - 40.0, heard.origin) - heard.origin
    begins = 6.0 - min(LEFT_OUT, 12.0 / 8)
    assert abs(rises - (begins + CROSSFADE * (FLOOR - 40.0) / FLOOR)) < 0.5
    _, levels = heard.between(5.0, TURN).levels(window=0.5, hop=0.05)
    assert float(levels.min()) > heard.at(5.0, window=0.5) - 1.0


def test_the_crossfade_begins_at_the_turn(heard: Heard) -> None:
    """Within 0.2 s of the plan: the next phase's tone is where its rise should be."""
    high = heard.only(HIGH)
    at = high.stays_above(heard.programme - 40.0, heard.origin)
    planned = heard.origin + TURN + CROSSFADE * (FLOOR - 40.0) / FLOOR
    assert abs(at - planned) < 0.2


def test_a_crossfade_at_a_turn_neither_dips_nor_bumps(heard: Heard) -> None:
    """Both tones together hold their power within 1 dB."""
    _, levels = heard.between(TURN - 1.0, TURN + 7.5).levels(window=1.0, hop=0.05)
    assert float(levels.max() - levels.min()) < 1.0


def test_silence_is_heard_at_once(heard: Heard) -> None:
    """The first attenuation comes within 150 ms of the press, of either of two.

    Late at one of them the whole computer may have been.
    """
    took = []
    for pressed in (heard.silence, heard.silence_again):
        before = heard.whole.level_at(pressed - 0.2, window=0.2)
        stretch = heard.whole.between(pressed - 0.2, pressed + 2.0)
        falls = stretch.falls_below(before - 1.0, pressed, window=0.02)
        took.append(falls - pressed)
    assert min(took) < 0.15, took


def test_silence_is_complete_after_three_seconds(heard: Heard) -> None:
    """A fade, no cut: -60 dB within 3.2 s, and still there after one."""
    stretch = heard.whole.between(heard.silence, heard.music - APART)
    falls = stretch.falls_below(-60.0, heard.silence, heard.programme)
    assert 2.5 < falls - heard.silence < 3.2
    assert heard.whole.level_at(heard.silence + 1.0) - heard.programme > -30.0


def test_silence_pressed_again_means_now(heard: Heard) -> None:
    """-60 dB within 0.6 s of the second press."""
    stretch = heard.whole.between(heard.silence_again, heard.music_again - APART)
    falls = stretch.falls_below(-60.0, heard.pressed_twice, heard.programme)
    assert falls - heard.pressed_twice < 0.6


def test_music_comes_back_over_eight_seconds(heard: Heard) -> None:
    """Silent when asked, half-way up in decibels after four, full after eight."""
    for asked in (heard.music, heard.music_again):
        assert heard.whole.level_at(asked - 0.2) - heard.programme < -60.0
        half = heard.whole.level_at(asked + 4.0, window=0.2) - heard.programme
        assert abs(half + FLOOR / 2) < 4.0
        full = heard.whole.level_at(asked + 8.6, window=0.4)
        assert abs(full - heard.programme) < 1.0


def test_the_end_is_a_closing_fade(heard: Heard) -> None:
    """Five seconds from the plan's end to nothing, and nothing comes after."""
    ends = heard.origin + END
    assert abs(heard.at(END - 0.5) - heard.programme) < 1.0
    falls = heard.whole.falls_below(-60.0, ends, heard.programme) - ends
    assert 4.0 < falls < 5.4
    assert -45.0 < heard.at(END + 2.5) - heard.programme < -20.0


def test_nothing_in_a_whole_session_startles(heard: Heard) -> None:
    """Never more than 6 dB within 250 ms, from the start to after the end."""
    assert heard.whole.largest_rise(heard.programme) < STARTLE


def _playlist(name: str, *tracks: str) -> str:
    files = "".join(f"  - file: {track}.flac\n" for track in tracks)
    return f"name: {name}\ntracks:\n{files}"


def _press_at(house: House, reading: float, button: str) -> float:
    _sleep_until(reading)
    return house.press(button)


def _sleep_until(reading: float) -> None:
    time.sleep(max(0.0, reading - time.monotonic()))
