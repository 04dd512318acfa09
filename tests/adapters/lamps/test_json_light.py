"""Home Assistant's JSON light and ESPHome's: alike, and where they differ."""

from __future__ import annotations

import json

import pytest

from kap_room.adapters.lamps.dialect import Glows, Step
from kap_room.adapters.lamps.esphome import ESPHOME
from kap_room.adapters.lamps.homeassistant import HOMEASSISTANT
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

BED = Lamp("bed", "homeassistant", "room/bed", command_topic="room/bed/set")
DESK = Lamp("desk", "esphome", "house/kap/light/desk")
DIM = Light(Level(0.25), Kelvin(2000.0))


@pytest.mark.parametrize(
    ("over", "bed", "desk"),
    [
        (5.0, "5", "5"),
        (2.4, "2.4", "2"),
        (0.6, "0.6", "1"),
        (0.3, "0.3", "1"),
        (0.0, "0", "0"),
        (900.0, "5", "5"),
    ],
)
def test_a_length_is_whole_where_nothing_else_is_read(
    over: float, bed: str, desk: str
) -> None:
    """ESPHome passes over 2.4 in silence; a short fade is not rounded to a jump."""
    step = Step(DIM, Seconds(over))
    says = '{"state":"ON","brightness":64,"color_temp":500,"transition":%s}'
    assert HOMEASSISTANT.set_message(BED, step) == (
        "room/bed/set",
        (says % bed).encode(),
    )
    assert ESPHOME.set_message(DESK, step) == (
        "house/kap/light/desk/command",
        (says % desk).encode(),
    )


def test_a_lamp_that_only_switches_gets_no_length() -> None:
    """A relay that was told one might refuse the whole message."""
    relay = Lamp("desk", "esphome", "house/kap/light/desk", can=Ability.SWITCH)
    message = ESPHOME.set_message(relay, Step(DIM, Seconds(5.0)))
    assert message is not None
    assert json.loads(message[1]) == {"state": "OFF"}


def test_its_node_says_whether_it_is_there() -> None:
    """The status stands beside `light`, whatever the prefix."""
    assert ESPHOME.topics(DESK) == ("house/kap/status", "house/kap/light/desk/state")


def test_without_an_availability_topic_only_its_state_is_listened_to() -> None:
    """It is there when it speaks."""
    assert HOMEASSISTANT.topics(BED) == ("room/bed",)


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        (
            b'{"state":"ON","brightness":51,"color_mode":"brightness","color":{}}',
            Glows(Level(0.2), None),
        ),
        (b'{"state":"OFF","brightness":51}', Glows(Level(0.0), None)),
        (b'{"state":null}', None),
        (b'{"state":"ON","color_mode":"onoff"}', Glows(None, None, lit=True)),
        (
            b'{"state":"ON","color_mode":"color_temp","brightness":255,"color_temp":400}',
            Glows(Level(1.0), Kelvin(2500.0)),
        ),
        (
            b'{"state":"ON","color_mode":"rgbww","brightness":255,"color_temp":400}',
            Glows(Level(1.0), None, coloured=True),
        ),
        (b'{"brightness":256}', None),
    ],
)
def test_what_they_say_is_read(payload: bytes, word: Glows | None) -> None:
    """In the same words."""
    assert HOMEASSISTANT.hear(BED, "room/bed", payload) == word
    assert ESPHOME.hear(DESK, "house/kap/light/desk/state", payload) == word
