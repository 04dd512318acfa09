"""What the lamps of a whole session are told, at a real mosquitto."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.rig.broker import Overheard, Spy
from tests.rig.house import House

pytestmark = pytest.mark.timeout(120)  # the ramp belongs to its first test

DAY, NIGHT = 0.60, 0.05
BRIGHTEST = 254
TURN, RAMP = 4.0, 15.0
LATE = 0.6
"""Seconds that a busy computer may be late with a step of five, or hear of it."""

QUIET = 10.0
"""Seconds in which nothing changes, and nothing may be sent."""

FLOOR, SHELF = "zigbee2mqtt/floor/set", "zigbee2mqtt/shelf/set"

PLAYLIST = "name: noise\ntracks:\n  - file: noise.flac\n"
LOOKS = """
looks:
  day: {all: {level: 60%, warmth: 2700 K}}
  night: {all: {level: 5%, warmth: 2000 K}}
"""
TURNING = f"""
name: Turning
phases:
  - {{name: light, lasts: {TURN:.0f}s, look: day, ramp: 1s, playlist: noise}}
  - {{name: dark, lasts: open, look: night, ramp: {RAMP:.0f}s, playlist: noise}}
{LOOKS}
"""
RESTING = f"""
name: Resting
phases:
  - {{name: dark, lasts: open, look: night, ramp: 1s, playlist: noise}}
{LOOKS}
"""


@dataclass(frozen=True)
class Told:
    """What the lamps were told from a session's start on."""

    told: tuple[Overheard, ...]
    origin: float
    left: tuple[Overheard, ...]
    """What the broker keeps for whoever comes later."""

    def on(self, topic: str, first: float, last: float) -> list[dict[str, Any]]:
        """The payloads on a topic between two positions."""
        return [
            json.loads(message.payload)
            for message in self.told
            if message.topic == topic and first <= message.reading - self.origin < last
        ]

    def ramp(self, topic: str = FLOOR) -> list[dict[str, Any]]:
        return self.on(topic, TURN - 0.2, TURN + RAMP + 1.0)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("house")
    with House(folder, music=music, lamps=("floor", "shelf")) as house:
        _begin(house, TURNING)
        origin = house.origin()
        over = origin + TURN + RAMP + 2.0 + QUIET
        time.sleep(max(0.0, over - time.monotonic()))
        with Spy(house.broker.port) as later:
            left = later.kept()
        yield Told(house.spy.heard(), origin, left)


@pytest.fixture
def resting(tmp_path: Path, music: Path) -> Iterator[House]:
    """A session in which both lamps have come to rest."""
    with House(tmp_path, music=music, lamps=("floor", "shelf")) as house:
        _begin(house, RESTING)
        house.wait_until(lambda said: _is_night(said, "floor") and _is_ok(said))
        assert house.spy.wait_for(FLOOR)
        yield house


def test_brightness_is_a_whole_number_that_every_bulb_knows(told: Told) -> None:
    """0 to 254, for each lamp, at every step of the ramp."""
    for topic in (FLOOR, SHELF):
        steps = [said["brightness"] for said in told.ramp(topic)]
        assert len(steps) >= 3
        assert all(type(step) is int and 0 <= step <= BRIGHTEST for step in steps)


def test_no_step_lasts_longer_than_five_seconds(told: Told) -> None:
    """A bulb that cannot stop a transition still obeys a command within these."""
    assert all(0 < said["transition"] <= 5 for said in told.ramp())


def test_the_ramp_of_a_turn_keeps_one_ratio(told: Told) -> None:
    """From day to night each full step takes the same part away, within rounding."""
    steps = [round(DAY * BRIGHTEST)]
    steps += [said["brightness"] for said in told.ramp() if said["transition"] == 5]
    assert steps[-1] == round(NIGHT * BRIGHTEST)
    ratio = (NIGHT / DAY) ** (5.0 / RAMP)
    for before, after in pairwise(steps):
        assert abs(after - before * ratio) <= 0.5 + ratio * 0.5 + 0.02 * after, steps


def test_the_ramp_takes_as_long_as_the_phase_says(told: Told) -> None:
    """Its steps follow one another without a gap from the turn to its end."""
    sent = [
        (message.reading - told.origin - TURN, json.loads(message.payload))
        for message in told.told
        if message.topic == FLOOR and message.reading - told.origin > TURN - 0.2
    ]
    assert -0.2 < sent[0][0] < LATE
    for (at, said), (after, _) in pairwise(sent):
        assert abs(at + said["transition"] - after) < LATE
    last, said = sent[-1]
    assert abs(last + said["transition"] - RAMP) < LATE


def test_nothing_is_sent_while_nothing_changes(told: Told) -> None:
    """The slow re-assert comes once a minute; in these seconds there is none."""
    over = TURN + RAMP + 1.5
    assert told.on(FLOOR, over, over + QUIET) == []
    assert told.on(SHELF, over, over + QUIET) == []


def test_nothing_is_left_at_the_broker(told: Told) -> None:
    """Whoever connects later is told what the lamps said, and no command of ours."""
    assert told.left, "the lamps' own words should have been kept"
    topics = {message.topic for message in told.left}
    assert not {topic for topic in topics if topic.endswith(("/set", "/get"))}
    assert not {topic for topic in topics if topic.startswith("kap-room")}


def test_a_lamp_that_comes_back_is_told_again(resting: House) -> None:
    """Within 2 s of its return it is told where the plan is; the others are not."""
    spy = resting.spy
    spy.say("zigbee2mqtt/floor/availability", '{"state": "offline"}', retain=True)
    resting.wait_until(lambda said: said["lights"]["floor"]["health"] == "lost", 5.0)
    time.sleep(1.5)  # the step into the look is over
    spy.forget()
    spy.say("zigbee2mqtt/floor/availability", '{"state": "online"}', retain=True)
    assert spy.wait_for(FLOOR, within=2.0)
    said = json.loads(spy.heard(FLOOR)[-1].payload)
    assert said["brightness"] == round(NIGHT * BRIGHTEST)
    time.sleep(0.5)  # what was said to the other one would be heard by now
    assert not spy.heard(SHELF)


def test_a_session_goes_on_without_its_broker(resting: House) -> None:
    """Killed: music and plan go on, the therapist is told, and no process ends."""
    before = resting.wait_until(lambda said: said["sound"]["state"] == "playing")
    resting.sound.wait_for_music()
    resting.broker.kill()
    resting.wait_until(lambda said: not said["health"]["broker"]["ok"], 5.0)
    time.sleep(2.0)
    after = resting.status()
    assert after["pids"] == before["pids"]
    assert after["session"]["id"] == before["session"]["id"]
    assert after["session"]["state"] == "running"
    passed = after["session"]["position_s"] - before["session"]["position_s"]
    assert passed > 2.0
    assert after["sound"]["state"] == "playing"
    assert after["health"]["broker"]["says"]
    heard = resting.sound.recording()
    assert heard.level_at(heard.ends - 0.6, window=1.0) > -40.0


def test_a_broker_that_comes_back_hears_the_desired_look(resting: House) -> None:
    """Within 2 s of its return both lamps are told, and nothing else is."""
    resting.broker.kill()
    resting.wait_until(lambda said: not said["health"]["broker"]["ok"], 5.0)
    time.sleep(1.0)
    resting.broker.start()
    returned = time.monotonic()
    with Spy(resting.broker.port) as spy:
        for topic in (FLOOR, SHELF):
            left = returned + 2.0 - time.monotonic()
            assert spy.wait_for(topic, within=left), topic
        time.sleep(1.0)
        said = [json.loads(x.payload) for x in spy.heard(FLOOR)]
    assert {each["brightness"] for each in said} == {round(NIGHT * BRIGHTEST)}
    resting.wait_until(_is_ok, 5.0)


def _begin(house: House, scene: str) -> None:
    house.write("playlists/noise.yaml", PLAYLIST)
    house.write("scenes/scene.yaml", scene)
    house.keep()
    house.wait_until(_is_ok)
    house.start("scene")


def _is_ok(said: dict[str, Any]) -> bool:
    lamps = said["lights"].values()
    broker = said["health"].get("broker", {"ok": False})
    return bool(broker["ok"] and lamps and all(x["health"] == "ok" for x in lamps))


def _is_night(said: dict[str, Any], lamp: str) -> bool:
    level = said["lights"][lamp]["level"]
    return level is not None and abs(level - NIGHT) < 0.005
