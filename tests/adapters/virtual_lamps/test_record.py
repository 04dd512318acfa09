"""What the lamps of the tests remember: every word, and what they were when."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.lamps import Lamps, turns_of

SET = "zigbee2mqtt/floor/set"


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


@pytest.mark.parametrize(
    ("levels", "turns"),
    [
        ((0.2, 0.5, 0.8), 0),
        ((0.2, 0.8, 0.75, 0.8, 0.9), 0),
        ((0.2, 0.8, 0.6, 0.4), 1),
        ((0.2, 0.8, 0.2, 0.8), 2),
        ((0.8, 0.78, 0.74, 0.69, 0.8, 0.6), 2),
    ],
)
def test_a_turn_is_one_of_a_tenth(levels: tuple[float, ...], turns: int) -> None:
    """However slowly it adds up, and less is none."""
    assert len(turns_of(levels)) == turns


def test_a_lamp_remembers_what_it_was_told_and_how_it_glowed(
    mosquitto: Mosquitto,
) -> None:
    """Also between two looks, and whether the broker had kept the command."""
    with Spy(mosquitto.port) as somebody:
        somebody.say(SET, '{"brightness":127}', retain=True)
        with Lamps(mosquitto.port, "floor") as lamps:
            floor = lamps["floor"]
            assert wait_until(lambda: len(floor.told) == 1, 2.0)
            assert floor.told[0].kept
            somebody.say(SET, '{"brightness":51,"transition":4}')
            somebody.say("zigbee2mqtt/floor/get", "{}")
            assert wait_until(lambda: len(floor.told) == 3, 2.0)
            assert [each.topic for each in floor.commands] == [SET, SET]
            half = floor.told[1].reading + 2.0
            assert floor.glow_at(half).level == pytest.approx(89 / 254, abs=0.01)
            assert floor.glow_at(floor.told[0].reading - 0.01).level == 1.0


def test_a_lamp_that_flashed_is_caught(mosquitto: Mosquitto) -> None:
    """Down and up within two seconds, by whoever it was."""
    with Lamps(mosquitto.port, "floor") as lamps:
        floor, began = lamps["floor"], time.monotonic()
        floor.move(0.2)
        time.sleep(0.06)
        floor.move(0.9)
        time.sleep(0.06)
        floor.move(0.2)
        now = time.monotonic()
        assert floor.flashes(began, now + 1.0, every=0.01) == 1
        assert floor.flashes(now, now + 9.0) == 0


def test_a_frozen_lamp_hears_nothing_until_it_thaws(mosquitto: Mosquitto) -> None:
    """Though the broker delivers every word."""
    with Spy(mosquitto.port) as somebody, Lamps(mosquitto.port, "floor") as lamps:
        floor = lamps["floor"]
        for is_frozen, level in ((True, 1.0), (False, 0.2)):
            floor.freeze() if is_frozen else floor.thaw()
            somebody.say(SET, '{"brightness":51}')
            assert wait_until(lambda: bool(floor.told), 2.0)
            assert floor.glow.level == pytest.approx(level, abs=0.01)
            floor.forget()


def test_words_that_come_late_never_overtake_each_other(mosquitto: Mosquitto) -> None:
    """One lamp has one connection: what it said first is heard first."""
    state = "room/bed"
    with (
        Spy(mosquitto.port) as somebody,
        Lamps(mosquitto.port, "bed:homeassistant:late"),
    ):
        for level in (10, 20, 30, 40):
            asked = {"state": "ON", "brightness": level, "transition": 60}
            somebody.say(f"{state}/set", json.dumps(asked))
        assert somebody.wait_for(state, count=5, within=8.0)
        said = [json.loads(x.payload)["brightness"] for x in somebody.heard(state)]
        assert said[1:] == [10, 20, 30, 40]
