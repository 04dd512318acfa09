"""`order: fit` in a whole room: the music's own end meets the turn at the sink."""

from __future__ import annotations

import sys

import pytest

from kap_room.timeline.entering import LEFT_OUT
from tests.rig.evening import Act, Evening, pitch_of, play, playlist
from tests.rig.house import House
from tests.rig.material import tone, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

STARTLE = 6.0
LENGTHS = (16.3, 17.1, 18.8, 19.4, 20.3, 22.2, 23.6, 25.1)
"""Seconds; all of them more than the phase takes."""

LASTS, LONGER, CROSSFADE = 50.0, 15.0, 6.0
SCENE = f"""
name: Evening
phases:
  - {{name: fitted, lasts: {LASTS:.0f}s, playlist: many, crossfade: 6s}}
  - {{name: after, lasts: 60s, playlist: one, crossfade: {CROSSFADE:.0f}s}}
"""


def longer(house: House) -> None:
    house.press("extend", f"{LONGER:.0f}s")


ACTS = (
    Act("the first tracks", lambda house: house.start("evening"), 20.0),
    Act("a longer phase", longer, 25.0),
    Act("the turn", lambda _: None, 35.0),
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    folder = tmp_path_factory.mktemp("house")
    music = folder / "music"
    music.mkdir()
    for number, lasts in enumerate(LENGTHS):
        write(music / f"{number}.flac", tone(lasts, pitch_of(number)))
    write(music / "last.flac", tone(60.0, pitch_of(len(LENGTHS))))
    with House(folder, music=music) as house:
        files = [f"{number}.flac" for number in range(len(LENGTHS))]
        house.write("playlists/many.yaml", playlist("Many", files, "order: fit\n"))
        house.write("playlists/one.yaml", playlist("One", ["last.flac"]))
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        evening = play(house, ACTS)
    sys.stdout.write(f"\n{evening}\n")
    return evening


def test_the_last_track_is_over_where_the_turn_is(evening: Evening) -> None:
    """What is left of it there is the crossfade, and the end that is left out."""
    ends = [
        (status["phase"]["remaining_s"], status["sound"]["track"])
        for status in evening.of("the turn").shown
        if status["phase"]["name"] == "fitted"
    ]
    remaining, track = ends[-1]
    left = track["length_s"] - track["position_s"] - remaining
    assert abs(left - CROSSFADE - LEFT_OUT) < 0.3
    assert remaining < 1.0


def test_the_turn_is_heard_where_it_is_planned(evening: Evening) -> None:
    """The last tone has gone when the crossfade is over, and not a moment later."""
    heard = evening.of("the turn")
    turn = next(x.reading for x in heard.entries if x.kind == "PhaseTurned")
    tones = [heard.recording.only(pitch_of(n), 20.0) for n in range(len(LENGTHS))]
    last = max(tones, key=lambda one: one.level_at(turn - 0.3, window=0.3))
    # The recording ends within a tone, which is heard in every narrow band.
    near = last.between(turn - 1.0, turn + CROSSFADE + 3.0)
    falls = near.falls_below(-30.0, turn, heard.programme) - turn
    assert CROSSFADE - 1.0 < falls < CROSSFADE + 0.3


@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_nothing_startles(evening: Evening, act: str) -> None:
    """Never more than 6 dB within 250 ms, a new choice or not."""
    assert evening.of(act).rise < STARTLE, f"\n{evening}"


@pytest.mark.parametrize("act", ["a longer phase", "the turn"])
def test_nothing_dips_or_rises(evening: Evening, act: str) -> None:
    """From track to track, and at the turn."""
    heard = evening.of(act)
    _, levels = heard.recording.levels(window=1.0, hop=0.05)
    assert float(abs(levels - heard.programme).max()) < 1.0, f"\n{evening}"


def test_no_track_comes_twice(evening: Evening) -> None:
    """A phase that became longer goes on with what is new."""
    files = [x.data for act in evening.heard for x in act.entries if "TrackB" in x.kind]
    assert len(files) == len(set(files)) > 3
