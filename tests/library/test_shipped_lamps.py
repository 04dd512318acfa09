"""The scenes that come with the program work with whatever lamps a room has."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.adapters.lamps.dialect import Step
from kap_room.adapters.lamps.dialects import DIALECTS
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import Shelves, shipped
from kap_room.plan.look import ALL, Light
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.units import Level, Seconds

SCENES = sorted(path.stem for path in (shipped() / "scenes").glob("*.yaml"))

PLAIN = Lamp("lamp", "", "room/light/lamp", command_topic="room/light/lamp/set")
KINDS = {
    "white": replace(PLAIN, can=Ability.DIM, dimming=Dimming.SQUARE),
    "socket": replace(PLAIN, can=Ability.SWITCH),
    "never dark": replace(PLAIN, never_dark=True, minimum=Level(0.01)),
}


def lights_of(scene: str) -> list[Light]:
    found = read_all(scene, Shelves(Path("/none/room.yaml"), Path("/none")))
    assert isinstance(found, SessionFiles)
    return [look[ALL] for look in found.scene.looks.values() if ALL in look]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scene", SCENES)
def test_every_look_can_be_told_to_any_lamp(scene: str, kind: str) -> None:
    """In each dialect; and what a lamp cannot do it is not told."""
    for light in lights_of(scene):
        for speaks, dialect in DIALECTS.items():
            lamp = replace(KINDS[kind], speaks=speaks)
            told = dialect.set_message(lamp, Step(light, Seconds(5.0)))
            assert told is not None
            text = told[1].decode()
            warms = any(word in text for word in ("color_temp", '"ct"', "CT ", "temp"))
            assert not warms or lamp.can is Ability.WARMTH


@pytest.mark.parametrize("scene", SCENES)
def test_a_lamp_that_only_switches_is_off_at_the_peak_and_on_before(scene: str) -> None:
    """Never on at full where the scene means a night."""
    lamp = replace(KINDS["socket"], speaks="zigbee2mqtt")
    set_message = DIALECTS["zigbee2mqtt"].set_message
    states = set()
    for light in lights_of(scene):
        told = set_message(lamp, Step(light, Seconds(5.0)))
        assert told is not None
        states.add((json.loads(told[1])["state"], (light.level or 0.0) >= 0.3))
    assert states == {("ON", True), ("OFF", False)}
