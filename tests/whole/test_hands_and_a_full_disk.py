"""The three of an emergency, from each hand, on a disk without a free byte.

No console is open in any of this. The data folder is a small disk of its own, which
only root may make.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.broker import Spy
from tests.rig.house import House, Status
from tests.rig.jack import Jack
from tests.whole.test_sound_and_a_full_disk import fill, small_disk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("mount") is None,
        reason="only root can make a small disk",
    ),
]

COUCH = "workshop/couch"

CONTROLS = f"""
controls:
  pads:
    midi: Acme Pads
    does: {{note 1: silence, note 2: ground, note 3: lights-up}}
  couch: {{topic: {COUCH}, does: {{single: silence, double: ground, hold: lights-up}}}}
"""

SCENE = """
name: Evening
phases:
  - {name: one, lasts: open, playlist: music, look: night}
looks:
  night: {all: {level: 3%, warmth: 2000 K}}
"""

SETTLED = 1.2
"""Seconds after which the engine believes what comes on a topic."""

APART = 0.8
"""Seconds between two presses. An equal one within 0.7 s is the same, by any hand."""

NOTES = {"silence": 1, "ground": 2, "lights-up": 3}
SAYS = {"silence": "single", "ground": "double", "lights-up": "hold"}

OBEYED: Mapping[str, Callable[[Status], bool]] = {
    "silence": lambda told: told["sound"]["silenced"] is True,
    "ground": lambda told: told["session"]["state"] == "grounded",
    "lights-up": lambda told: told["lighting"]["step"] is not None,
}

BACK = {
    "silence": ("music",),
    "ground": ("go-back-in", "plan"),
    "lights-up": ("back-to-plan",),
}


@dataclass
class Full:
    """A session beside which nothing more can be written."""

    house: House
    spy: Spy
    hands: Mapping[str, Callable[[str], object]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Full]:
    folder = tmp_path_factory.mktemp("house")
    with (
        small_disk(folder / "data") as disk,
        Jack() as jack,
        House(folder, music=music, lamps=("floor",)) as house,
    ):
        room = (folder / "room.yaml").read_text()
        house.write("room.yaml", room + CONTROLS)
        house.write("playlists/music.yaml", "name: music\ntracks: [{file: high.flac}]")
        house.write("scenes/evening.yaml", SCENE)
        pads = jack.plug("Acme Pads")
        house.measure()
        house.keep()
        house.start("evening")
        house.wait_until(lambda told: told["sound"]["state"] == "playing")
        house.wait_until(lambda told: told["health"]["control pads"]["ok"])
        time.sleep(SETTLED)
        fill(disk)
        house.press("talk")
        house.press("talk")
        house.wait_until(lambda told: not told["health"]["journal"]["ok"])
        hands: Mapping[str, Callable[[str], object]] = {
            "MIDI": lambda word: pads.press(NOTES[word]),
            "MQTT": lambda word: house.spy.say(COUCH, SAYS[word]),
            "kap-room send": lambda word: house.run("send", word),
        }
        yield Full(house, house.spy, hands)
        assert house.keeper is not None
        house.keeper.terminate()
        house.keeper.wait(15.0)


@pytest.mark.parametrize("word", list(OBEYED))
@pytest.mark.parametrize("hand", ["MIDI", "MQTT", "kap-room send"])
def test_each_emergency_works_from_each_hand_on_a_full_disk(
    full: Full, hand: str, word: str
) -> None:
    """The room obeys, and whoever came with light is answered by the lamp."""
    obeyed = OBEYED[word]
    time.sleep(APART)
    assert not obeyed(full.house.status())
    assert not full.house.status()["health"]["journal"]["ok"]
    full.spy.forget()
    full.hands[hand](word)
    full.house.wait_until(obeyed, within=3.0)
    if word != "silence":
        assert full.spy.wait_for("zigbee2mqtt/floor/set", within=1.0)
    full.house.press(*BACK[word])
    full.house.wait_until(lambda told: not obeyed(told), within=3.0)
