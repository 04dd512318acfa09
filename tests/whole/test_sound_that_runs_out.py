"""A playlist that runs out, by each of its three rules, in a whole room at the sink."""

from __future__ import annotations

import json
import sys

import pytest

from tests.rig.evening import Act, Evening, play, playlist, pressing
from tests.rig.house import House
from tests.rig.material import tone, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

STARTLE = 6.0

SCENE = """
name: Evening
phases:
  - {name: round, lasts: open, playlist: round, crossfade: 3s}
  - {name: last, lasts: open, playlist: last, crossfade: 3s}
  - {name: over, lasts: open, playlist: over, crossfade: 3s}
  - {name: again, lasts: open, playlist: round, crossfade: 3s}
"""

RULES = {"round": "continue", "last": "loop last", "over": "silence"}

ACTS = (
    Act("continue", lambda house: house.start("evening"), 28.0),
    Act("loop last", pressing("next-phase"), 30.0),
    Act("silence", pressing("next-phase"), 26.0),
    Act("the next phase", pressing("next-phase"), 7.0),
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    folder = tmp_path_factory.mktemp("house")
    music = folder / "music"
    music.mkdir()
    for number, name in enumerate("abcdef"):
        write(music / f"{name}.flac", tone(12, 300.0 + 80.0 * number))
    with House(folder, music=music) as house:
        for (name, rule), tracks in zip(RULES.items(), ("ab", "cd", "ef"), strict=True):
            files = [f"{track}.flac" for track in tracks]
            more = f"when it runs out: {rule}\n"
            house.write(f"playlists/{name}.yaml", playlist(name, files, more))
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        evening = play(house, ACTS)
    sys.stdout.write(f"\n{evening}\n")
    return evening


@pytest.mark.parametrize("rule", [act.name for act in ACTS])
def test_no_rule_startles(evening: Evening, rule: str) -> None:
    """Never more than 6 dB within 250 ms."""
    assert evening.of(rule).rise < STARTLE, f"\n{evening}"


def test_a_playlist_that_continues_is_never_unheard(evening: Evening) -> None:
    """From the top again, by crossfades: after the start's own rise there is no dip."""
    heard = evening.of("continue")
    assert heard.full_after < 6.0, f"\n{evening}"


def test_a_last_track_that_loops_is_soon_heard_again(evening: Evening) -> None:
    """It goes out before it comes in, for it never sounds beside itself."""
    heard = evening.of("loop last")
    assert 0.5 < heard.gap < 2.0, f"\n{evening}"


def test_a_playlist_that_ends_in_silence_says_so(evening: Evening) -> None:
    """Out by a fade; the screen names it and says how to go on, once."""
    heard = evening.of("silence")
    assert heard.recording.level_at(heard.ends - 0.5, window=0.5) < -80.0
    ran_out = [x for x in heard.entries if x.kind == "MusicRanOut"]
    assert [json.loads(x.data)["playlist"] for x in ran_out] == ["over"]
    assert any("over" in said for said in heard.troubles), f"\n{evening}"
    assert heard.states[-1] == "silent"


def test_the_next_phase_brings_music_again(evening: Evening) -> None:
    """By its own rise."""
    heard = evening.of("the next phase")
    assert heard.audible_after < 2.0, f"\n{evening}"
    assert heard.full_after < 6.0, f"\n{evening}"
