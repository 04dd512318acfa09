"""A group that its bridge knows as one: a row of the table for many lamps at once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.adapters.virtual_lamps.bulb import PowerOn
from kap_room.engine.ports import BrokerFound, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Broker
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import Mosquitto, wait_until
from tests.rig.lamps import Lamps

BEDSIDE = {"bedside": ("floor", "bed")}


@pytest.fixture
def lamps(tmp_path: Path) -> Iterator[tuple[Lamps, MqttLights, Postbox]]:
    with (
        Mosquitto(tmp_path) as broker,
        Lamps(
            broker.port,
            "floor",
            "bed",
            "ceiling",
            groups=BEDSIDE,
            power_on=PowerOn.FULL,
        ) as lit,
    ):
        inbox = Postbox()
        lights = MqttLights(
            Broker(port=broker.port),
            lit.lamps,
            inbox,
            groups=lit.group_lamps,
            members=BEDSIDE,
        )
        lights.start()
        assert inbox.has(BrokerFound())
        yield lit, lights, inbox
        lights.close()


def show(lights: MqttLights, level: float) -> None:
    light = Light(Level(level), Kelvin(3000.0))
    assert lights.show("bedside", light, Seconds(0.5))


def test_dim_with_transition_and_warmth(
    lamps: tuple[Lamps, MqttLights, Postbox],
) -> None:
    """One message moves every lamp of the group, and no other lamp."""
    lit, lights, _ = lamps
    show(lights, 0.25)
    assert wait_until(lambda: len(lit["floor"].commands) == 1, 5.0)
    assert wait_until(lambda: len(lit["bed"].commands) == 1, 5.0)
    later = time.monotonic() + 9.0
    for name in BEDSIDE["bedside"]:
        assert lit[name].glide == 0.5
        assert lit[name].glow_at(later).level == pytest.approx(0.25, abs=0.01)
        assert lit[name].glow_at(later).mired == pytest.approx(333, abs=1)
    (heard,) = lit["floor"].commands
    assert heard.topic == "zigbee2mqtt/bedside/set"
    assert json.loads(heard.payload)["transition"] == 0.5
    assert lit["ceiling"].glow_at(later).level == 1.0


def test_off(lamps: tuple[Lamps, MqttLights, Postbox]) -> None:
    """All of them, in one message."""
    lit, lights, _ = lamps
    show(lights, 0.0)
    bedside = [lit[name] for name in BEDSIDE["bedside"]]
    assert wait_until(lambda: all(x.glow.level == 0.0 for x in bedside), 5.0)


def test_read_back(lamps: tuple[Lamps, MqttLights, Postbox]) -> None:
    """Each member still speaks for itself, also when a hand moves one alone."""
    lit, lights, inbox = lamps
    show(lights, 0.25)
    assert wait_until(lambda: len(lit["bed"].commands) == 1, 5.0)
    lit["bed"].move(0.6)

    def levels(name: str) -> list[float]:
        said = [x for x in inbox.posted if isinstance(x, LampSaid) and x.lamp == name]
        return [round(x.level, 2) for x in said if x.level is not None]

    assert wait_until(lambda: 0.6 in levels("bed"), 5.0)
    assert wait_until(lambda: 0.25 in levels("floor"), 5.0)
    assert 0.6 not in levels("floor")
