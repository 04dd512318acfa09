"""`kap-room controls`, at real MIDI ports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import Mosquitto, Spy
from tests.rig.jack import Jack, Plugged

ROOM = """# This room.
room: Garden room
controls:
  # Under the left foot.
  pedal: {midi: FS-1, does: {pedal 64: silence}}   # the black one
  couch: {topic: zigbee2mqtt/couch button, does: {single: talk}}
"""


@pytest.fixture(scope="module")
def jack() -> Iterator[Jack]:
    with Jack() as jack:
        yield jack


@pytest.fixture(autouse=True)
def nothing_left_plugged_in(jack: Jack) -> Iterator[None]:
    yield
    jack.pull_all()


@pytest.fixture
def file() -> Path:
    path = Path(os.environ["KAP_ROOM_CONFIG"])
    path.write_text(ROOM)
    return path


def kap_room(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kap_room.cli", *words],
        capture_output=True,
        text=True,
        timeout=50.0,
        check=False,
    )


def stepping(pedal: Plugged, over: threading.Event) -> None:
    """A foot that tries until somebody has noticed."""
    while not over.wait(0.3):
        pedal.step()


def learn(pressed: Plugged, *words: str) -> subprocess.CompletedProcess[str]:
    over = threading.Event()
    foot = threading.Thread(target=stepping, args=(pressed, over))
    foot.start()
    try:
        return kap_room("controls", "learn", "--within", "20", *words)
    finally:
        over.set()
        foot.join()


def test_each_control_is_listed_with_what_it_does(jack: Jack, file: Path) -> None:
    """And whether it is there; of a button nobody can know."""
    assert file.exists()
    jack.plug("FS-1")
    said = kap_room("controls", "list", "--json")
    pedal, couch = json.loads(said.stdout)
    press = {"press": "pedal 64", "does": "silence", "ready_made": False}
    assert (pedal["there"], pedal["does"]) == (True, [press])
    assert (couch["topic"], couch["there"]) == ("zigbee2mqtt/couch button", None)


def test_a_control_that_is_not_there_is_listed_so(jack: Jack, file: Path) -> None:
    """In a line that a person reads."""
    del jack
    assert file.exists()
    said = kap_room("controls", "list")
    assert "pedal: FS-1, map sustain pedal, not there" in said.stdout


def test_what_was_pressed_is_written_into_the_room_file(jack: Jack, file: Path) -> None:
    """Beside what a person wrote there, with their remarks."""
    pads = jack.plug("Acme Pads")
    said = learn(pads, "--does", "long next-phase", "--name", "box")
    assert said.returncode == 0, said.stderr
    text = file.read_text()
    assert "# Under the left foot." in text
    assert "# the black one" in text
    listed = json.loads(kap_room("controls", "list", "--json").stdout)
    (box,) = [each for each in listed if each["name"] == "box"]
    does = [(each["press"], each["does"]) for each in box["does"]]
    assert (box["midi"], does) == ("Acme Pads", [("pedal 64 long", "next-phase")])


def test_a_device_that_has_a_name_keeps_it(jack: Jack, file: Path) -> None:
    """A second press of the same box stands beside the first."""
    pedal = jack.plug("FS-1")
    said = learn(pedal, "--does", "talk", "--name", "other")
    assert said.returncode == 0, said.stderr
    assert "{pedal 64: talk}" in file.read_text()
    assert "other" not in file.read_text()


def test_a_word_that_is_no_command_is_refused_before_anything_is_pressed(
    file: Path,
) -> None:
    """With what it may have meant."""
    said = kap_room("controls", "learn", "--does", "silense")
    assert said.returncode == 2
    assert 'Did you mean "silence"?' in said.stderr
    assert file.read_text() == ROOM


def test_nothing_pressed_is_nothing_written(jack: Jack, file: Path) -> None:
    """Whoever changes their mind walks away."""
    jack.plug("FS-1")
    said = kap_room("controls", "learn", "--does", "talk", "--within", "1")
    assert said.returncode == 3
    assert file.read_text() == ROOM


def test_check_says_which_device_is_not_there(jack: Jack, file: Path) -> None:
    """And which are."""
    file.write_text("controls:\n  pads: {midi: X, does: {note 3: talk}}\n")
    jack.plug("Acme Pads")
    said = kap_room("check")
    assert 'No MIDI device here is called "X"' in said.stdout + said.stderr
    assert "Acme Pads" in said.stdout + said.stderr


def test_learning_waits_for_a_person_to_choose(jack: Jack, file: Path) -> None:
    """Asked again where the word means nothing."""
    pads = jack.plug("Acme Pads")
    child = subprocess.Popen(
        [sys.executable, "-m", "kap_room.cli", "controls", "learn"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    over = threading.Event()
    foot = threading.Thread(target=stepping, args=(pads, over))
    foot.start()
    said, _ = child.communicate("tallk\ntalk\nbox\n", timeout=40.0)
    over.set()
    foot.join()
    assert child.returncode == 0, said
    assert 'Did you mean "talk"?' in said
    assert "pedal 64: talk" in file.read_text()


def test_a_button_over_mqtt_is_learnt_by_its_topic(file: Path, tmp_path: Path) -> None:
    """In its own words: the device makes out how it was pressed."""
    topic = "zigbee2mqtt/door button"
    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as remote:
        file.write_text(f"broker: {{port: {broker.port}}}\n{ROOM}")
        over = threading.Event()

        def pressing() -> None:
            while not over.wait(0.4):
                remote.say(topic, b'{"action": "double", "linkquality": 80}')

        finger = threading.Thread(target=pressing)
        finger.start()
        words = ("--topic", topic, "--does", "next-phase", "--within", "20")
        said = kap_room("controls", "learn", *words)
        over.set()
        finger.join()
    assert said.returncode == 0, said.stderr
    assert "# Under the left foot." in file.read_text()
    listed = json.loads(kap_room("controls", "list", "--json").stdout)
    (door,) = [each for each in listed if each["topic"] == topic]
    assert door["name"] == "door button"
    assert [(each["press"], each["does"]) for each in door["does"]] == [
        ("double", "next-phase")
    ]
