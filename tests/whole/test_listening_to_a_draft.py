"""What is heard at the desk of somebody who writes a playlist, at a real sink."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.link.places import Places, find_places
from kap_room.plan.music import Track
from kap_room.plan.units import Decibels, Seconds
from kap_room.wiring.listening import SESSION, DraftListening
from tests.rig.hearing import Recording
from tests.rig.house import House, Status
from tests.rig.material import PROGRAMME
from tests.rig.sound import wait_for

STARTLE = 6.0

FULL = PROGRAMME - 4.0
"""A steady tone at the reference, whatever ears and measures make of its pitch."""

LOW, HIGH = 400.0, 1000.0
"""The pitch of the session's track, and of what is listened to."""

FIRST, SECOND = Track("middle.flac"), Track("high.flac")

SCENE = """
name: Short
phases:
  - {name: arrival, lasts: open, playlist: low}
"""

CONSOLE = """
import asyncio
from kap_room.link.places import find_places
from kap_room.plan.music import Track
from kap_room.wiring.listening import DraftListening

async def listen():
    desk = DraftListening(find_places())
    print((await desk.play(Track("high.flac"))).says, flush=True)
    await asyncio.sleep(60)

asyncio.run(listen())
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """A desk with a sound server; nothing of the room runs."""
    with House(tmp_path_factory.mktemp("home"), music=music) as home:
        home.measure()
        home.write("scenes/short.yaml", SCENE)
        home.write("playlists/low.yaml", "name: low\ntracks: [{file: low.flac}]\n")
        yield home


@pytest.fixture
def places(home: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    """For this process and the player that it starts, which has gone at the end."""
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    places = find_places()
    yield places
    wait_for(lambda: not list(places.runtime.glob("listening-*")), 10.0)


def is_playing(told: Status) -> bool:
    return bool(told["sound"]["state"] == "playing")


def heard_since(home: House, asked: float) -> Recording:
    return home.sound.stop_recording().between(asked, time.monotonic())


async def test_a_track_rises_softly_and_a_leap_lands_where_it_was_asked(
    home: House, places: Places
) -> None:
    """Three presses are one leap of twelve seconds, and none of it startles."""
    desk, asked = DraftListening(places), time.monotonic()
    assert (await desk.play(FIRST)).ok
    await asyncio.to_thread(home.sound.wait_for_music)
    began, before = time.monotonic(), desk.heard.position
    for _ in range(3):
        await desk.seek(Seconds(4.0))
    leapt = time.monotonic()
    after = desk.heard.position - 12.0
    assert before - 0.1 < after < before + leapt - began + 0.1
    await asyncio.sleep(2.0)  # what was heard before has gone
    await asyncio.to_thread(home.sound.wait_for_music)
    passed = time.monotonic() - leapt
    assert after + 12.0 < desk.heard.position < after + 12.0 + passed
    closed = time.monotonic()
    await desk.close()
    assert time.monotonic() - closed < 1.5, "the screen waited for the fade"
    wait_for(lambda: not list(places.runtime.glob("listening-*")), 10.0)
    heard = heard_since(home, asked)
    assert heard.level_at(leapt - 0.05) > FULL
    assert heard.level_at(closed - 0.3) > FULL
    assert heard.falls_below(-60.0, closed, PROGRAMME) - closed < 2.5
    assert heard.largest_rise(PROGRAMME) < STARTLE


def test_a_console_that_is_killed_leaves_nothing_sounding(
    home: House, places: Places
) -> None:
    """Softly, and within five seconds; the player's process goes as well."""
    console = subprocess.Popen(
        [sys.executable, "-c", CONSOLE], stdout=subprocess.PIPE, text=True
    )
    assert console.stdout is not None
    with console.stdout as said:
        assert said.readline() == "\n"
    home.sound.wait_for_music()
    console.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    console.wait()
    wait_for(lambda: not list(places.runtime.glob("listening-*")), 10.0)
    heard = heard_since(home, killed - 0.5)
    assert heard.level_at(killed + 1.5) > FULL
    assert 2.0 < heard.falls_below(-60.0, killed, PROGRAMME) - killed < 5.0


async def test_a_session_that_begins_finds_the_room_silent(
    home: House, places: Places
) -> None:
    """What was listened to has gone before the first music of the session is heard."""
    home.keep()
    desk, asked = DraftListening(places), time.monotonic()
    assert (await desk.play(SECOND)).ok
    await asyncio.sleep(3.2)
    await asyncio.to_thread(home.start, "short")
    await asyncio.to_thread(home.wait_until, is_playing)
    assert desk.heard.says == SESSION
    assert not (await desk.play(SECOND)).ok
    await asyncio.sleep(3.0)
    heard = heard_since(home, asked)
    await desk.close()
    home.end_everybody()
    # Where the session's tone is cut off it sounds of every pitch.
    listened = heard.only(HIGH).between(asked, heard.ends - 0.5)
    gone = listened.falls_below(-40.0, asked + 3.0, PROGRAMME)
    assert gone < heard.only(LOW).rises_above(-40.0, asked, PROGRAMME)
    assert heard.largest_rise(PROGRAMME) < STARTLE


@pytest.mark.slow
async def test_the_last_twenty_seconds_and_a_crossfade_are_as_in_a_session(
    home: House, places: Places
) -> None:
    """The crossfade holds its power, and the second track goes on alone."""
    desk, asked = DraftListening(places), time.monotonic()
    await desk.play(FIRST)
    await desk.last_twenty()
    assert desk.heard.position == pytest.approx(20.0)
    await asyncio.sleep(4.5)
    assert 20.0 < desk.heard.position < 25.0
    assert (await desk.crossfade(FIRST, SECOND, Seconds(6.0))).ok
    assert desk.heard.follows == SECOND
    crossfading = time.monotonic()
    await asyncio.sleep(17.5)
    late = desk.heard
    assert (late.track, late.follows) == (SECOND, None)
    heard = heard_since(home, asked)
    await desk.close()
    assert heard.largest_rise(PROGRAMME) < STARTLE
    _, levels = heard.between(crossfading + 3.5, heard.ends).levels(window=1.0)
    assert float(levels.max() - levels.min()) < 1.0


@pytest.mark.slow
async def test_a_track_nobody_measured_is_heard_low(
    home: House, places: Places, tmp_path: Path
) -> None:
    """Twelve decibels, under the ceiling; the measured one is at the reference."""
    blank = Places(places.room_file, tmp_path / "blank", places.runtime)
    desk, asked = DraftListening(blank), time.monotonic()
    await desk.play(SECOND)
    assert "not measured" in desk.heard.says
    await asyncio.sleep(3.5)
    low = heard_since(home, asked)
    await desk.close()
    assert abs(low.level_at(low.ends - 0.3) - PROGRAMME - Decibels(-12.0)) < 1.0
