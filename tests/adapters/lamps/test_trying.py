"""Trying a lamp: one soft change, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.lamps.trying import CannotTry, try_light
from kap_room.plan.room import Ability, Broker, Lamp, Room
from kap_room.plan.units import Level, Seconds
from tests.adapters.programs import virtual_lamps
from tests.rig.broker import Mosquitto, Spy, free_port

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
BED = Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed")
SHELF = Lamp("shelf", "wled", "wled/shelf", can=Ability.DIM)
BEDSIDE = Lamp("bedside", "zigbee2mqtt", "zigbee2mqtt/bedside")
QUICK = Seconds(0.3)


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


def room(port: int) -> Room:
    return Room(
        "Garden room",
        Path("music"),
        Broker(port=port),
        lamps=(FLOOR, BED, SHELF),
        groups={"bedside": ("floor", "bed"), "near": ("floor", "bed")},
        group_lamps={"bedside": BEDSIDE},
    )


def steps(spy: Spy, topic: str) -> list[tuple[float, float]]:
    told = [json.loads(message.payload) for message in spy.heard(topic)]
    return [(one["brightness"], one["transition"]) for one in told]


def test_a_lamp_goes_to_its_level_and_says_so(mosquitto: Mosquitto) -> None:
    """One step, from wherever it is, and then it is left."""
    with virtual_lamps(mosquitto.port, "floor"), Spy(mosquitto.port) as spy:
        (tried,) = try_light(room(mosquitto.port), "floor", Level(0.2), QUICK)
        assert spy.wait_for("zigbee2mqtt/floor/set")
        assert steps(spy, "zigbee2mqtt/floor/set") == [(51, 0.3)]
    assert tried.level == pytest.approx(0.2, abs=0.01)


def test_a_lamp_that_is_dark_begins_low(mosquitto: Mosquitto) -> None:
    """Some bulbs told to fade from off begin where they were before."""
    with virtual_lamps(mosquitto.port, "floor"):
        try_light(room(mosquitto.port), "floor", Level(0.0), QUICK)
        with Spy(mosquitto.port) as spy:
            try_light(room(mosquitto.port), "floor", Level(0.2), QUICK)
            assert spy.wait_for("zigbee2mqtt/floor/set", count=2)
            assert steps(spy, "zigbee2mqtt/floor/set") == [(3, 0.5), (51, 0.3)]


def test_a_lamp_that_says_nothing_is_not_taken_down_first(
    mosquitto: Mosquitto,
) -> None:
    """It may be bright, and somebody may sit under it."""
    with Spy(mosquitto.port) as spy:
        (tried,) = try_light(room(mosquitto.port), "shelf", Level(0.2), QUICK)
        assert spy.wait_for("wled/shelf/api")
        (told,) = spy.heard("wled/shelf/api")
    assert json.loads(told.payload)["bri"] == 51
    assert (tried.level, tried.is_asked) == (None, False)


def test_a_group_that_its_bridge_knows_is_told_once(mosquitto: Mosquitto) -> None:
    """So that its own topic is tried as well, which only this shows to be right."""
    with virtual_lamps(mosquitto.port, "floor", "bed"), Spy(mosquitto.port) as spy:
        try_light(room(mosquitto.port), "bedside", Level(0.2), QUICK)
        assert spy.wait_for("zigbee2mqtt/bedside/set")
        assert len(spy.heard("zigbee2mqtt/bedside/set")) == 1
        assert spy.heard("zigbee2mqtt/floor/set") == ()


def test_a_group_of_ours_is_told_lamp_by_lamp(mosquitto: Mosquitto) -> None:
    """And each of them answers."""
    with virtual_lamps(mosquitto.port, "floor", "bed"):
        tried = try_light(room(mosquitto.port), "near", Level(0.2), QUICK)
    assert [one.lamp.name for one in tried] == ["floor", "bed"]
    assert all(one.level == pytest.approx(0.2, abs=0.01) for one in tried)


def test_a_broker_that_is_away_is_a_sentence() -> None:
    """Without comfort for a session that does not run."""
    with pytest.raises(CannotTry, match="nothing listens there") as away:
        try_light(room(free_port()), "floor", Level(0.2), QUICK)
    assert "plan go on" not in str(away.value)
