"""An engine among lamps that misbehave: each ends where it should all the same.

One evening for all of them: the scene's look; a hand on the console that changes its
mind while a step runs; a power cut. What each lamp came to is a row of the table.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kap_room.exchange.commands import SetLight
from kap_room.plan.units import Level
from tests.adapters.lamps_at_the_broker.evening import NEAR, REST, Evening
from tests.rig.broker import Mosquitto, wait_until
from tests.rig.lamps import RiggedLamp

ROWS = {
    "bulb": "zigbee2mqtt:resumes+full+announced+unwatched",
    "older": "zigbee2mqtt:plain+full+twice",
    "ikea": "zigbee2mqtt:busy+full+garbage",
    "floor": "tasmota:full+twice+garbage",
    "shelf": "wled:full+garbage",
    "bed": "homeassistant:resumes+full",
    "desk": "esphome:garbage",
    "wall": "shelly:full+stale",
    "first": "shelly1:resumes+full",
}
every_row = pytest.mark.parametrize("name", ROWS, ids=ROWS.values())

MEANT = 0.4
WITHIN = 12.0
"""Seconds: the step that ran, the one sent again, and a busy machine."""


@dataclass(frozen=True)
class Night:
    """What was seen of it."""

    evening: Evening
    began: float
    changed: float
    settled: float
    cut: float
    ended: float

    def lamp(self, name: str) -> RiggedLamp:
        return self.evening.lamps[name]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    described = [f"{name}:{speaks}" for name, speaks in ROWS.items()]
    with (
        Mosquitto(tmp_path_factory.mktemp("broker")) as broker,
        Evening(broker.port, *described) as evening,
    ):
        began = time.monotonic()
        evening.all_glow(REST, ROWS, within=8.0)
        changed = time.monotonic()
        evening.give(*(SetLight(name, Level(0.8)) for name in ROWS))
        time.sleep(1.0)
        evening.give(*(SetLight(name, Level(MEANT)) for name in ROWS))
        # Past the end of the step that ran, which some of them only then let go of.
        time.sleep(3.5)
        evening.all_glow(MEANT, ROWS, within=WITHIN - 4.5)
        settled = time.monotonic()
        for name, speaks in ROWS.items():
            evening.lamps[name].blip(noticed="unwatched" not in speaks)
        cut = time.monotonic()
        evening.all_glow(MEANT, [x for x in ROWS if x != "desk"], within=8.0)
        wait_until(lambda: evening.lamps["desk"].glow.level > 0.0, within=8.0)
        yield Night(evening, began, changed, settled, cut, time.monotonic())


@every_row
def test_vice_survived_a_mind_changed_while_a_step_runs(
    night: Night, name: str
) -> None:
    """It comes to what was asked last, once the older step lets go of it."""
    assert night.lamp(name).glow_at(night.settled).level == pytest.approx(
        MEANT, abs=NEAR
    )


@pytest.mark.parametrize("name", [x for x in ROWS if x != "desk"])
def test_vice_survived_back_at_full_after_a_power_cut(night: Night, name: str) -> None:
    """It is taken down again, whoever noticed that it was away."""
    lamp = night.lamp(name)
    assert max(lamp.levels(night.settled, night.cut + 0.5, 0.001)) == 1.0
    assert lamp.glow_at(night.ended).level == pytest.approx(MEANT, abs=NEAR)


def test_vice_survived_dark_after_a_power_cut(night: Night) -> None:
    """It is led up again from low, and never above what it should be."""
    desk = night.lamp("desk")
    levels = desk.levels(night.cut + 0.1, night.ended)
    assert levels[-1] > 0.0
    assert max(levels) <= MEANT + NEAR
    assert desk.flashes(night.cut + 0.1, night.ended) == 0


@every_row
def test_no_command_to_any_of_them_was_kept(night: Night, name: str) -> None:
    """Neither before the cut nor when they were back."""
    assert not any(told.kept for told in night.lamp(name).told)
