"""A group that its bridge does not know is told in vain; so it is checked."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.lamps.grouping import check_groups
from kap_room.library.check import Finding, Verdict
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds
from tests.adapters.lamps.discovery.payloads import DEVICES, GROUPS, in_json
from tests.rig.broker import Mosquitto, Spy

BED = Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed")
FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
HALL = Lamp("hall", "zigbee2mqtt", "zigbee2mqtt/upstairs/hall")
SHORT = Seconds(1.0)


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """With a zigbee2mqtt that knows `bedside`: floor and bed."""
    with Mosquitto(tmp_path / "broker") as broker:
        with Spy(broker.port) as spy:
            spy.say("zigbee2mqtt/bridge/devices", in_json(DEVICES), retain=True)
            spy.say("zigbee2mqtt/bridge/groups", in_json(GROUPS), retain=True)
        yield broker


def check(port: int, topic: str, *lamps: Lamp) -> tuple[Finding, ...]:
    speaks = "zigbee2mqtt" if "/" in topic else "tasmota"
    room = Room(
        "Garden room",
        Path("music"),
        Broker(port=port),
        lamps=lamps,
        groups={"bedside": tuple(lamp.name for lamp in lamps)},
        group_lamps={"bedside": Lamp("bedside", speaks, topic)},
    )
    return check_groups(room, SHORT)


def test_a_group_of_the_same_lamps_is_right(mosquitto: Mosquitto) -> None:
    """One message reaches just those that the room file means."""
    (finding,) = check(mosquitto.port, "zigbee2mqtt/bedside", FLOOR, BED)
    assert finding.verdict is Verdict.OK


def test_a_group_that_the_bridge_does_not_know_is_wrong(mosquitto: Mosquitto) -> None:
    """With the one that was meant."""
    (finding,) = check(mosquitto.port, "zigbee2mqtt/bedsid", FLOOR, BED)
    assert finding.verdict is Verdict.WRONG
    assert 'Did you mean "zigbee2mqtt/bedside"?' in finding.says


def test_a_lamp_that_is_not_in_its_group_comes_with_the_mending_command(
    mosquitto: Mosquitto,
) -> None:
    """It would stay bright while the others go dark."""
    (finding,) = check(mosquitto.port, "zigbee2mqtt/bedside", FLOOR, BED, HALL)
    assert (finding.verdict, finding.about) == (Verdict.WRONG, "group bedside")
    words = shlex.split(finding.mends[0])
    assert words[words.index("-t") + 1] == (
        "zigbee2mqtt/bridge/request/group/members/add"
    )
    says = json.loads(words[words.index("-m") + 1])
    assert says == {"group": "bedside", "device": "upstairs/hall"}


def test_a_lamp_of_another_bridge_can_be_in_no_group_of_this_one(
    mosquitto: Mosquitto,
) -> None:
    """No command would mend that."""
    other = Lamp("other", "zigbee2mqtt", "house/lamp")
    (finding,) = check(mosquitto.port, "zigbee2mqtt/bedside", FLOOR, BED, other)
    assert (finding.verdict, finding.mends) == (Verdict.WRONG, ())


def test_a_lamp_that_nobody_named_is_told_as_well(mosquitto: Mosquitto) -> None:
    """Perhaps it stands in another room."""
    (finding,) = check(mosquitto.port, "zigbee2mqtt/bedside", FLOOR)
    assert finding.verdict is Verdict.DOUBT
    assert "zigbee2mqtt/bed" in finding.says


def test_a_bridge_that_says_nothing_is_doubted(tmp_path: Path) -> None:
    """It may not run at all."""
    with Mosquitto(tmp_path / "broker") as broker:
        (finding,) = check(broker.port, "zigbee2mqtt/bedside", FLOOR)
    assert finding.verdict is Verdict.DOUBT


def test_a_group_that_cannot_be_asked_is_to_be_tried(mosquitto: Mosquitto) -> None:
    """By the one command that reaches it."""
    (finding,) = check(mosquitto.port, "allofthem", FLOOR)
    assert "kap-room lights try bedside" in finding.says
