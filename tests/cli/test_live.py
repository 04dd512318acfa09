"""`rehearse --live` as it is typed, in a room of its own with a real engine."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.house import KAP_ROOM, House
from tests.rig.material import tone, write

SHORT = """
name: Short
phases:
  - {name: arrival, lasts: 2s, playlist: low}
  - {name: integration, lasts: 2s, playlist: high}
"""
LONG = """
name: Long
looks: {welcome: {all: {level: 60%}}, night: {all: {level: 5%}}}
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: low, look: welcome}
  - {name: peak, lasts: 40m, playlist: high, crossfade: 4s, look: night, ramp: 10m}
"""


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("steady")
    write(folder / "low.flac", tone(40, 400))
    write(folder / "high.flac", tone(40, 1000))
    return folder


def furnish(house: House) -> None:
    house.write("scenes/short.yaml", SHORT)
    house.write("scenes/long.yaml", LONG)
    for name in ("low", "high"):
        text = f"name: {name}\ntracks:\n  - file: {name}.flac\n"
        house.write(f"playlists/{name}.yaml", text)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """No engine runs in it until a rehearsal wants one."""
    folder = tmp_path_factory.mktemp("house")
    with House(folder, music=music, has_sound=False) as house:
        furnish(house)
        yield house


def test_a_scene_is_led_through_the_room_to_its_end(house: House) -> None:
    """A line for each turn; the session is in the record under its code word."""
    said = house.run("rehearse", "short", "--live")
    assert said.code == 0, said
    lines = said.out.splitlines()
    assert lines[0].startswith("Short: 2 phases in about 0:")
    assert [line.split()[0] for line in lines[1:3]] == ["arrival", "integration"]
    assert house.status()["session"]["code"] == "rehearsal"
    assert [entry.kind for entry in house.entries("SessionEnded")] == ["SessionEnded"]


def test_an_interrupted_one_ends_its_session(house: House) -> None:
    """Ctrl+C: exit 130. A second rehearsal is refused while the first one plays."""
    rehearsal = subprocess.Popen(
        [*KAP_ROOM, "rehearse", "long", "--live"],
        env=house.env,
        cwd=house.folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert rehearsal.stdout is not None
    lines = iter(rehearsal.stdout.readline, "")
    assert any(line.startswith("arrival begins.") for line in lines)
    refused = house.run("rehearse", "short", "--live")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "A session runs: nothing is rehearsed in its room.\n"
    assert house.status()["session"]["state"] == "running"
    rehearsal.send_signal(signal.SIGINT)
    assert rehearsal.wait(timeout=60.0) == 130
    rehearsal.stdout.close()
    assert house.status()["session"]["state"] == "ended"


def test_a_wrong_scene_starts_no_engine(tmp_path: Path) -> None:
    """Exit 2: the files are read before anything is begun."""
    with House(tmp_path, has_sound=False) as empty:
        said = empty.run("rehearse", "nosuch", "--live")
        assert said.code == 2
        assert said.err.count("\n") == 1
        assert not empty.engine_socket.exists()


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_turn_is_heard_and_seen_as_in_the_session(
    tmp_path: Path, music: Path
) -> None:
    """A phase of forty minutes begins within half a minute, and nothing startles."""
    with House(tmp_path, music=music, lamps=("floor",)) as house:
        furnish(house)
        house.measure()
        said = house.run("rehearse", "long", "--live", within=90.0)
        assert said.code == 0, said
        turned = house.entries("PhaseTurned")[1].reading
        heard = house.sound.stop_recording()
        told = house.spy.heard("zigbee2mqtt/floor/set")
    programme = heard.level_at(turned + 7.0, window=1.0)
    assert heard.only(400).level_at(turned - 3.0, window=1.0) > programme - 2.0
    assert heard.only(1000).level_at(turned + 7.0, window=1.0) > programme - 2.0
    assert heard.largest_rise(programme) <= 6.0
    assert len([message for message in told if message.reading > turned]) > 2
