"""What a therapist sees and does: a console in a terminal, over a room that sounds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.house import House, Status
from tests.whole.terminal import Terminal

SCENE = """
name: Evening
phases:
  - {name: onset, lasts: 16m, playlist: noise}
  - {name: peak, lasts: 30m, playlist: tone, crossfade: 4s}
"""

ASKING = """
name: Asking
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: noise}
  - name: peak
    lasts: 65s
    turn: ask
    waits: open
    playlist: noise
    reminders:
      - {after dose: 62s, say: Blood pressure}
  - {name: return, lasts: 30m, playlist: noise}
"""

SILENT, AUDIBLE, SOUNDING = -80.0, -60.0, -30.0
"""dB at the sink, where the programme is at -23 or a little less."""


@pytest.fixture
def house(tmp_path: Path, music: Path) -> Iterator[House]:
    """A room in which nothing runs yet."""
    with House(tmp_path, music=music) as house:
        _furnish(house)
        yield house


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """A room with a session, for claims that leave it as they found it."""
    with House(tmp_path_factory.mktemp("house"), music=music) as house:
        _furnish(house)
        house.keep()
        house.start("evening")
        yield house


@pytest.fixture
def console(evening: House) -> Iterator[Terminal]:
    """Opened beside that session, whose music is on or on its way back."""
    evening.press("music")
    with Terminal(evening) as console:
        console.wait_for("space silence")
        yield console


def test_a_scene_starts_from_the_start_screen(house: House) -> None:
    """With nothing running, `kap-room` and Enter are a session that sounds."""
    with Terminal(house) as console:
        shown = console.wait_for("in all         46 min")
        assert "Evening" in shown
        console.press("Enter")
        shown = console.wait_for("Onset   0:0")
        assert "then peak in 1" in shown
        assert house.status()["session"]["scene"] == "Evening"
        _wait_for_sound(house)


def test_space_three_times_stays_silent(evening: House, console: Terminal) -> None:
    """No number of presses brings the music back."""
    for _ in range(3):
        console.press("Space")
        time.sleep(0.4)
    console.wait_for("m brings the music back")
    evening.wait_until(is_silent)
    time.sleep(1.0)
    assert is_silent(evening.status())
    assert _level(evening) < SILENT


def test_music_comes_back_at_its_key(evening: House, console: Terminal) -> None:
    """After silence, m: it says so at once and is heard within seconds."""
    console.press("Space")
    console.wait_for("m brings the music back")
    evening.wait_until(lambda said: is_silent(said) and _level(evening) < SILENT)
    console.press("m")
    console.wait_for("Music.")
    assert not evening.status()["sound"]["silenced"]
    _wait_for_sound(evening)


def test_f2_is_silence_in_the_middle_of_a_note(
    evening: House, console: Terminal
) -> None:
    """Sound goes, the words stay, and Enter saves all of them."""
    console.press("n")
    console.wait_for("Enter save")
    console.type("sits up ")
    console.press("F2")
    console.wait_for("Silence.")
    console.type("and asks for water")
    console.wait_for("sits up and asks for water")
    assert evening.status()["sound"]["silenced"]
    console.press("Enter")
    console.wait_for("1 note   last saved")
    (written,) = evening.entries("NoteWritten")
    assert json.loads(written.data)["text"] == "sits up and asks for water"


def test_a_turn_is_taken_back_in_words(evening: House, console: Terminal) -> None:
    """> begins the next phase; Backspace says what it takes back, and does."""
    console.press(">")
    console.wait_for("take back: next phase")
    assert evening.status()["phase"]["name"] == "peak"
    console.press("BSpace")
    console.wait_for("Taken back: next phase.")
    assert evening.status()["phase"]["name"] == "onset"


def test_a_black_screen_still_obeys(evening: House, console: Terminal) -> None:
    """The key z shows nothing at all, space is silence, and z shows it again."""
    console.press("z")
    until = time.monotonic() + 5.0
    while console.screen().strip():
        assert time.monotonic() < until, console.screen()
        time.sleep(0.05)
    console.press("Space")
    evening.wait_until(lambda said: said["sound"]["silenced"])
    assert not console.screen().strip()
    time.sleep(0.8)  # the same key counts again once it was let go
    console.press("z")
    console.wait_for("m brings the music back")


def test_a_session_that_follows_the_person_key_by_key(
    tmp_path: Path, music: Path
) -> None:
    """A dose a minute ago, its amount, a turn proposed, agreed to and taken back."""
    with House(tmp_path, music=music, has_sound=False) as house:
        _furnish(house)
        house.write("scenes/asking.yaml", ASKING)
        house.keep()
        house.start("asking")
        with Terminal(house) as console:
            console.wait_for("then peak when the dose is given (d)")
            console.press("d")
            console.wait_for("← → a minute  Enter done")
            console.press("Left")
            console.wait_for("Dose was 1:0")
            console.press("Enter")
            console.wait_for("← → track")
            console.press("u")
            console.wait_for("Enter save")
            console.type("100 mg")
            console.press("Enter")
            console.wait_for("take back: amount")
            console.wait_for("now   Blood pressure   x done")
            console.wait_for("Enter return begins   e 5 min more   waits for you")
            time.sleep(1.0)  # an Enter sooner could have been meant for something else
            console.press("Enter")
            console.wait_for("take back: next phase")
            assert house.status()["phase"]["name"] == "return"
            console.press("BSpace")
            console.wait_for("Taken back: next phase.")
            shown = console.wait_for("Enter return begins")
            assert "T+1 since dose" in shown


def test_the_room_does_not_notice_a_console_that_is_killed(house: House) -> None:
    """With -9: the sound goes on, and the next console shows the same session."""
    house.keep()
    house.start("evening")
    with Terminal(house) as console:
        house.send("note", "before the console was killed")
        console.wait_for("1 note   last saved")
        before = house.wait_until(lambda said: said["sound"]["state"] == "playing")
        house.sound.wait_for_music()
        time.sleep(0.5)
        console.kill()
        killed = time.monotonic()
    with Terminal(house) as again:
        shown = again.wait_for("1 note   last saved")
        assert "Onset" in shown
        after = house.status()
    assert after["session"]["id"] == before["session"]["id"]
    assert after["pids"] == before["pids"]
    heard = house.sound.stop_recording()
    _, levels = heard.between(killed - 1.0, heard.ends).levels(window=0.2)
    assert float(levels.min()) > SOUNDING


def is_silent(said: Status) -> bool:
    return bool(said["sound"]["state"] == "silent")


def _furnish(house: House) -> None:
    for name, file in (("noise", "noise"), ("tone", "high")):
        text = f"name: {name}\ntracks:\n  - file: {file}.flac\n"
        house.write(f"playlists/{name}.yaml", text)
    house.write("scenes/evening.yaml", SCENE)
    house.measure()


def _wait_for_sound(house: House, within: float = 12.0) -> None:
    until = time.monotonic() + within
    while _level(house) < AUDIBLE:
        assert time.monotonic() < until, f"nothing is heard: {house.status()}"
        time.sleep(0.1)


def _level(house: House) -> float:
    heard = house.sound.recording()
    return heard.level_at(heard.ends - 0.4, window=0.5)
