"""`kap-room controls learn` where no MIDI is: buttons at the broker, and sentences."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
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
        capture_output=True,
        text=True,
        timeout=50.0,
        check=False,
    )


def test_a_button_is_learnt_without_knowing_its_topic(
    file: Path, tmp_path: Path
) -> None:
    """It is pressed, and that is how it is found."""
    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as remote:
        before = ROOM.format(port=broker.port)
        file.write_text(before)
        over = threading.Event()

        def pressing() -> None:
            while not over.wait(0.4):
                remote.say("zigbee2mqtt/floor lamp", b'{"state": "ON"}')
                remote.say("zigbee2mqtt/door", b'{"action": "hold"}')

        finger = threading.Thread(target=pressing)
        finger.start()
        said = learn("--does", "land", "--within", "20")
        over.set()
        finger.join()
    assert said.returncode == 0, said.stderr
    line = "  door: {topic: zigbee2mqtt/door, does: {hold: land}}\n"
    assert file.read_text() == before + line


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
