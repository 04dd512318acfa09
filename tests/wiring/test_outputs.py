"""The check knows the outputs, and its tone is softer than anything it might meet."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kap_room.library.check import Verdict
from kap_room.plan.room import Output, Room, Sound
from kap_room.wiring.outputs import sound
from tests.rig.hearing import NOTHING
from tests.rig.sound import PulseRoom

CHECK = (sys.executable, "-m", "kap_room.cli", "check")
TONE = -30.0


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseRoom]:
    """One called `room`, which the server has chosen, and headphones."""
    with PulseRoom(tmp_path_factory.mktemp("outputs")) as room:
        room.add_sink("headphones")
        yield room


@pytest.fixture
def env(
    outputs: PulseRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    monkeypatch.setenv("PULSE_SERVER", outputs.env["PULSE_SERVER"])
    monkeypatch.setenv("HOME", outputs.env["HOME"])
    own = {"CONFIG": "room.yaml", "DATA": "data", "RUNTIME": "run"}
    places = {f"KAP_ROOM_{name}": str(tmp_path / at) for name, at in own.items()}
    return {**outputs.env, **places}


def room_with(said: Sound) -> Room:
    return Room(name="Garden room", music=Path("/music"), sound=said)


def said_of(room: Room) -> dict[str, tuple[Verdict, str]]:
    return {each.about: (each.verdict, each.says) for each in sound(room)}


def write_room(env: Mapping[str, str], output: str) -> None:
    Path(env["KAP_ROOM_CONFIG"]).write_text(
        f"room: Garden room\nmusic: .\nsound: {{output: {output}}}\n", "utf-8"
    )


@pytest.mark.usefixtures("env")
def test_every_output_is_listed_with_what_a_person_calls_it() -> None:
    """And the one at which the room sounds is marked."""
    said = said_of(room_with(Sound()))
    assert said['output "room"'][0] is Verdict.OK
    assert "The room sounds here (the server's own choice)." in said['output "room"'][1]
    assert said['output "headphones"'][0] is Verdict.OK
    assert "The room sounds here" not in said['output "headphones"'][1]


@pytest.mark.usefixtures("env")
def test_the_output_of_the_room_file_is_marked() -> None:
    """Also where the server would have chosen another."""
    said = said_of(room_with(Sound(output="headphones")))
    assert "in the room file" in said['output "headphones"'][1]
    assert "The room sounds here" not in said['output "room"'][1]


@pytest.mark.usefixtures("env")
def test_an_output_that_is_not_there_is_wrong_and_the_nearest_is_offered() -> None:
    """With the names of those that are."""
    several = (Output("speakers", "room"), Output("phones", "headphone"))
    verdict, says = said_of(room_with(Sound(outputs=several)))['output "headphone"']
    assert verdict is Verdict.WRONG
    assert 'Did you mean "headphones"?' in says


def test_a_missing_output_is_found_by_the_command(env: dict[str, str]) -> None:
    """A device that does not answer: exit code 3, and it stands in the findings."""
    write_room(env, "hedphones")
    told = subprocess.run(
        [*CHECK, "--json"], env=env, capture_output=True, check=False, timeout=30
    )
    found = {each["about"]: each["verdict"] for each in json.loads(told.stdout)}
    assert found['output "hedphones"'] == "wrong"
    assert told.returncode in {2, 3}


@pytest.mark.slow
def test_the_tone_comes_and_goes_softly_and_stays_below_what_it_promises(
    outputs: PulseRoom, env: dict[str, str]
) -> None:
    """At the output that the room file names, and nowhere else."""
    write_room(env, "headphones")
    asked = time.monotonic()
    told = subprocess.run(
        [*CHECK, "--tone"], env=env, capture_output=True, check=False, timeout=30
    )
    assert (told.returncode, told.stderr) == (0, b"")
    heard = outputs.stop_recording("headphones").between(asked, time.monotonic())
    _, levels = heard.levels()
    assert TONE - 1.0 < float(levels.max()) < TONE + 0.5
    assert heard.largest_rise(TONE) < 6.0
    assert heard.level_at(heard.ends - 0.05, 0.04) == NOTHING
    _, elsewhere = outputs.recording().between(asked, heard.ends).levels()
    assert float(elsewhere.max()) == NOTHING


def test_no_tone_without_a_sound_server_and_a_sentence_instead(
    env: dict[str, str], tmp_path: Path
) -> None:
    """Exit code 3: a device that could not be reached."""
    write_room(env, "auto")
    deaf = {**env, "PULSE_SERVER": f"unix:{tmp_path / 'nobody'}"}
    told = subprocess.run(
        [*CHECK, "--tone"], env=deaf, capture_output=True, check=False, timeout=30
    )
    assert told.returncode == 3
    assert told.stderr == b"No sound server answers, so no tone was played.\n"
