"""Before a session: what answers and what does not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.lamps.preflight import Finding, ask_lamps
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds
from tests.adapters.programs import virtual_lamps
from tests.rig.broker import Mosquitto, Spy, free_port

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
BED = Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed")
SHORT = Seconds(0.4)


def room(broker: Broker | None, *lamps: Lamp) -> Room:
    return Room("Garden room", Path("music"), broker, lamps=lamps)


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


def test_a_lamp_that_answers_is_told_from_one_that_does_not(
    mosquitto: Mosquitto,
) -> None:
    """With its level, and with what to check."""
    with virtual_lamps(mosquitto.port, "floor"):
        broker, floor, bed = ask_lamps(
            room(Broker(port=mosquitto.port), FLOOR, BED), SHORT
        )
    assert broker.ok
    assert floor == Finding(
        "floor", ok=True, says='The lamp "floor" answers. It is at 100%.'
    )
    assert not bed.ok
    assert "zigbee2mqtt/bed" in bed.says


def test_nothing_is_switched_by_asking(mosquitto: Mosquitto) -> None:
    """Somebody may be sitting there already."""
    with Spy(mosquitto.port) as spy:
        ask_lamps(room(Broker(port=mosquitto.port), FLOOR), SHORT)
        assert {m.topic for m in spy.heard()} == {"zigbee2mqtt/floor/get"}


def test_a_lamp_reported_lost_is_said_to_be_without_power(
    mosquitto: Mosquitto,
) -> None:
    """Its bridge knows better than our waiting."""
    with Spy(mosquitto.port) as spy:
        spy.say("zigbee2mqtt/floor/availability", "offline", retain=True)
        found = ask_lamps(room(Broker(port=mosquitto.port), FLOOR), SHORT)
    assert "lost" in found[1].says


def test_a_broker_that_is_not_there_is_one_finding() -> None:
    """Ten lamps behind it are no ten problems."""
    port = free_port()
    (finding,) = ask_lamps(room(Broker(port=port), FLOOR, BED), SHORT)
    assert not finding.ok
    assert f"127.0.0.1:{port}" in finding.says


def test_a_lamp_without_a_broker_to_reach_it_is_a_problem() -> None:
    """The room file names lamps and forgot the rest."""
    (finding,) = ask_lamps(room(None, FLOOR))
    assert not finding.ok
    assert "broker" in finding.says


def test_a_lamp_of_an_unknown_make_does_not_keep_others_from_being_asked(
    mosquitto: Mosquitto,
) -> None:
    """One line of the room file is wrong, not the room."""
    strange = Lamp("lava", "morse", "lava")
    with virtual_lamps(mosquitto.port, "floor"):
        found = ask_lamps(room(Broker(port=mosquitto.port), strange, FLOOR), SHORT)
    assert {f.about: f.ok for f in found} == {
        "lava": False,
        "broker": True,
        "floor": True,
    }


def test_a_room_without_lamps_and_broker_has_nothing_to_say() -> None:
    """Music alone is a room as well."""
    assert ask_lamps(room(None)) == ()
