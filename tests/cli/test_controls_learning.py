"""`kap-room controls learn` where no MIDI is: buttons at the broker, and sentences."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import Mosquitto, Spy, free_port

ROOM = """# This room.
broker: {{port: {port}}}
controls:
  couch: {{topic: zigbee2mqtt/couch button, does: {{single: talk}}}}   # mine
"""


@pytest.fixture
def file() -> Path:
    return Path(os.environ["KAP_ROOM_CONFIG"])


def learn(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kap_room.cli", "controls", "learn", *words],
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50.0,
        check=False,
    )


def pressing(remote: Spy, over: threading.Event) -> None:
    while not over.wait(0.4):
        remote.say("zigbee2mqtt/floor lamp", b'{"state": "ON"}')
        remote.say("zigbee2mqtt/door", b'{"action": "hold"}')


@pytest.fixture
def before(file: Path, tmp_path: Path) -> Iterator[str]:
    """The room file of a room in which somebody presses a button at the door."""
    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as remote:
        text = ROOM.format(port=broker.port)
        file.write_text(text)
        over = threading.Event()
        finger = threading.Thread(target=pressing, args=(remote, over))
        finger.start()
        yield text
        over.set()
        finger.join()


def test_a_button_is_learnt_without_knowing_its_topic(file: Path, before: str) -> None:
    """It is pressed, and that is how it is found."""
    said = learn("--does", "land", "--within", "20")
    assert said.returncode == 0, said.stderr
    line = "  door: {topic: zigbee2mqtt/door, does: {hold: land}}\n"
    assert file.read_text() == before + line


def test_where_nobody_answers_nothing_is_chosen(file: Path, before: str) -> None:
    """A script has no words for the question."""
    said = learn("--within", "20")
    assert said.returncode == 1
    assert said.stderr.strip() == "Nothing was chosen."
    assert said.stdout.endswith("\n")
    assert file.read_text() == before


def test_a_topic_without_a_word_is_refused_before_anything_is_pressed() -> None:
    """The broker would only hang up."""
    said = learn("--topic", " ", "--does", "talk")
    assert said.returncode == 2
    assert "zigbee2mqtt/couch button" in said.stderr
    assert "Press it now" not in said.stdout


def test_where_nothing_can_be_heard_it_is_said_why(file: Path, tmp_path: Path) -> None:
    """No MIDI library and no broker, and neither is a traceback."""
    (tmp_path / "mido.py").write_text('raise ImportError("none here")\n')
    file.write_text(ROOM.format(port=free_port()))
    said = learn("--does", "talk", "--within", "2.5", PYTHONPATH=str(tmp_path))
    assert said.returncode == 3
    assert "MIDI could not be asked" in said.stderr
    assert "nothing listens there" in said.stderr
    assert "Nothing was pressed there." in said.stderr
    assert "Traceback" not in said.stderr
