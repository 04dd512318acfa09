"""A group that its bridge knows as one, in a room that runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.rig.broker import Mosquitto, wait_until
from tests.rig.house import House
from tests.rig.lamps import Lamps
from tests.whole.lit import Room, begin, resting_at

ROOM = """
room: Test room
music: {music}
broker: {{host: 127.0.0.1, port: {port}}}
lights:
  floor: {{speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}
  bed: {{speaks: zigbee2mqtt, topic: zigbee2mqtt/bed}}
groups:
  bedside:
    lamps: [floor, bed]
    speaks: zigbee2mqtt
    topic: zigbee2mqtt/bedside
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("house")
    groups = {"bedside": ("floor", "bed")}
    with ExitStack() as things:
        broker = things.enter_context(Mosquitto(folder / "broker"))
        lamps = things.enter_context(Lamps(broker.port, "floor", "bed", groups=groups))
        house = things.enter_context(House(folder, music=music))
        house.write("room.yaml", ROOM.format(music=music, port=broker.port))
        begin(house, resting_at(20))
        yield Room(house, broker, lamps)


def test_a_group_hears_one_message_and_its_lamps_none(room: Room) -> None:
    """Many single ones would drop out on the radio, and move one after the other."""
    lamps = [room.lamps["floor"], room.lamps["bed"]]
    room.house.press("lights-up")
    room.house.press("lights-up")
    assert wait_until(lambda: all(abs(one.glow.level - 0.4) < 0.01 for one in lamps), 9)
    topics = {told.topic for one in lamps for told in one.commands}
    assert topics == {"zigbee2mqtt/bedside/set"}
