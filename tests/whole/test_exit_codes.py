"""How commands end, as scripts and buttons rely on it; never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import free_port
from tests.rig.house import House, Said

FINE, REFUSED, WRONG, UNREACHED = 0, 1, 2, 3

EVENING = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: noise}
"""
WRONG_SCENE = """
name: Wrong
phases:
  - {name: only, lasts: 15, playlist: noise, volune: -6 dB}
"""
HALF = """
name: half
tracks:
  - file: gone.flac
  - file: noise.flac
"""
HALF_SCENE = """
name: Half
phases:
  - {name: only, lasts: open, playlist: half}
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """A room in which nothing runs, with files right and wrong."""
    folder = tmp_path_factory.mktemp("house")
    with House(folder, music=music, has_sound=False) as house:
        _furnish(house)
        yield house


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """The same, with an engine and without a session."""
    folder = tmp_path_factory.mktemp("house")
    with House(folder, music=music, has_sound=False) as house:
        _furnish(house)
        house.keep()
        yield house


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("start", "evening"), UNREACHED),
        (("send", "silence"), UNREACHED),
        (("send", "note", "words"), UNREACHED),
        (("status", "--json"), UNREACHED),
        (("rehearse", "evening", "--json"), FINE),
        (("schema", "playlist"), FINE),
        (("--version",), FINE),
        (("send", "--help"), FINE),
        (("start", "--help"), FINE),
        (("start",), WRONG),
        (("start", "nosuch"), WRONG),
        (("start", "scenes"), WRONG),
        (("start", "wrong"), WRONG),
        (("rehearse", "wrong"), WRONG),
        (("rehearse", "evening", "--open", "15"), WRONG),
        (("rehearse", "evening", "--with", "dance at 5m"), WRONG),
        (("check", "wrong"), WRONG),
        (("schema", "song"), WRONG),
        (("send",), WRONG),
        (("send", "dance"), WRONG),
        (("status", "--jsn"), WRONG),
        (("dance",), WRONG),
        (("init", "room.yaml"), WRONG),
    ],
)
def test_without_an_engine(empty: House, words: tuple[str, ...], code: int) -> None:
    """Every failure is one or more plain lines on stderr, and the right code."""
    _ends(empty.run(*words), code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("send", "silence"), FINE),
        (("status",), FINE),
        (("send", "next-phase"), REFUSED),
        (("send", "note", "words"), REFUSED),
        (("send", "dance"), WRONG),
        (("send", "dose", "soon"), WRONG),
        (("send", "light", "moon", "200%"), WRONG),
        (("start", "wrong"), WRONG),
    ],
)
def test_with_an_engine(idle: House, words: tuple[str, ...], code: int) -> None:
    """What was understood and refused is 1; what is not understood is 2."""
    _ends(idle.run(*words), code)


def test_a_wrong_scene_is_told_line_by_line(empty: House) -> None:
    """All problems at once, each with its file, its line and its key."""
    said = empty.run("start", "wrong")
    lines = said.err.splitlines()
    place = f"{empty.folder}/scenes/wrong.yaml:4: "
    assert len(lines) == 2
    assert all(line.startswith(place) for line in lines), lines
    assert any('"volume"' in line for line in lines), lines


def test_a_wrong_room_file_opens_no_room(tmp_path: Path) -> None:
    """By engine or console, before anything runs: 2, and the line that is wrong."""
    with House(tmp_path, has_sound=False) as house:
        house.write("room.yaml", "room: Test room\nmusik: here\n")
        for words in (("engine",), ()):
            said = house.run(*words)
            _ends(said, WRONG)
            assert said.err.startswith(f"{tmp_path}/room.yaml:2: ")


def test_a_second_session_is_refused(tmp_path: Path, music: Path) -> None:
    """One at a time; the first goes on."""
    with House(tmp_path, music=music, has_sound=False) as house:
        _furnish(house)
        house.keep()
        house.start("evening")
        before = house.status()["session"]["id"]
        _ends(house.run("start", "evening"), REFUSED)
        assert house.status()["session"]["id"] == before


def test_a_scene_with_missing_tracks_begins_and_tells(
    tmp_path: Path, music: Path
) -> None:
    """What is missing is named and passed over, and the music is heard."""
    with House(tmp_path, music=music) as house:
        _furnish(house)
        house.keep()
        said = house.run("start", "half")
        assert said.code == FINE, said
        assert "gone.flac" in said.err
        told = house.wait_until(lambda told: told["sound"]["state"] == "playing")
        assert told["sound"]["track"]["file"] == "noise.flac"
        house.sound.wait_for_music()
        heard = house.sound.recording()
        assert heard.level_at(heard.ends - 0.3, window=0.4) > -45.0


def test_a_session_runs_without_a_sound_server(tmp_path: Path, music: Path) -> None:
    """It begins and goes on; the screen says that there is no sound, and what to do."""
    with House(tmp_path, music=music, has_sound=False) as house:
        _furnish(house)
        house.keep()
        house.start("evening")
        told = house.wait_until(lambda told: told["sound"]["state"] == "lost")
        assert told["session"]["state"] == "running"
        assert not told["health"]["sound"]["ok"]
        assert told["health"]["sound"]["says"]


def test_check_tells_which_device_does_not_answer(tmp_path: Path, music: Path) -> None:
    """A broker that is not there is 3, and named."""
    with House(tmp_path, music=music) as house:
        _furnish(house)
        port = free_port()
        room = (tmp_path / "room.yaml").read_text()
        lamps = (
            f"broker: {{host: 127.0.0.1, port: {port}}}\n"
            "lights: {floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}\n"
        )
        house.write("room.yaml", room + lamps)
        said = house.run("check", "evening", "--json")
        assert said.code == UNREACHED, said
        wrong = [x["about"] for x in json.loads(said.out) if x["verdict"] == "wrong"]
        assert "broker" in wrong


def test_init_lays_out_a_room_that_passes(tmp_path: Path, music: Path) -> None:
    """Its own files are right, and a second time it overwrites none."""
    with House(tmp_path, music=music, has_sound=False) as house:
        laid = tmp_path / "new"
        said = house.run("init", str(laid))
        assert said.code == FINE, said
        assert (laid / "room.yaml").exists()
        assert (laid / "scenes" / "sublingual.yaml").exists()
        (laid / "room.yaml").write_text("room: Mine\n")
        assert house.run("init", str(laid)).code == FINE
        assert (laid / "room.yaml").read_text() == "room: Mine\n"


def _furnish(house: House) -> None:
    house.write("playlists/noise.yaml", "name: n\ntracks:\n  - file: noise.flac\n")
    house.write("playlists/half.yaml", HALF)
    house.write("scenes/evening.yaml", EVENING)
    house.write("scenes/half.yaml", HALF_SCENE)
    house.write("scenes/wrong.yaml", WRONG_SCENE)


def _ends(said: Said, code: int) -> None:
    """With this code, in sentences."""
    assert said.code == code, said
    assert "Traceback" not in said.out + said.err
    assert bool(said.err.strip()) == (code != FINE), said
    if code in {REFUSED, UNREACHED}:
        assert len(said.err.splitlines()) == 1, said
