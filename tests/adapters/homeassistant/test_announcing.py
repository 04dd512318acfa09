"""What is announced is what Home Assistant takes, by its own rules."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.homeassistant.announcing import announcement
from kap_room.adapters.homeassistant.names import LONGEST, Topics, fitting
from kap_room.plan.home_assistant import USUAL, Lets
from kap_room.timeline.gains import LOUDEST, QUIETEST
from tests.adapters.homeassistant.rules import broken

TOPICS = Topics("garden-room", "homeassistant")
MARK = "3f9a1c2e"


def announced(may: tuple[Lets, ...] = USUAL) -> dict[str, Any]:
    found = json.loads(announcement("Garden room", TOPICS, may, MARK))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("may", [USUAL, tuple(Lets), (), (Lets.VOLUME,)])
def test_no_rule_of_home_assistant_is_broken(may: tuple[Lets, ...]) -> None:
    """Whatever the room lets in."""
    assert broken(TOPICS.config, announced(may)) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"origin": {}}, "origin: name is missing"),
        ({"device": {"name": "x"}}, "device has nothing that identifies it"),
        ({"more": 1}, "the message: more is not known"),
        ({"components": {"a": {"platform": "lamp"}}}, "a: no platform"),
    ],
)
def test_the_rules_find_what_home_assistant_would_refuse(
    change: dict[str, Any], rule: str
) -> None:
    """A check that nothing can fail would say nothing."""
    assert rule in broken(TOPICS.config, announced() | change)
    assert broken("homeassistant/device/garden room/config", announced()) != []


def test_the_room_has_its_sensors_buttons_and_volume() -> None:
    """Those of the usual list."""
    found = announced()["components"]
    whole = {name for name, each in found.items() if len(each) > 1}
    sensors = {"phase", "position", "remaining", "sound"}
    buttons = {"silence", "music", "lights-up", "ground", "hold"}
    assert whole == sensors | buttons | {"volume"}
    kinds = {name: found[name]["platform"] for name in whole}
    assert kinds == {
        **dict.fromkeys(sensors, "sensor"),
        **dict.fromkeys(buttons, "button"),
        "volume": "number",
    }


def test_the_volume_ends_where_the_engine_ends_it() -> None:
    """The most is the ceiling of the therapist's volume."""
    volume = announced()["components"]["volume"]
    assert (volume["min"], volume["max"]) == (QUIETEST, LOUDEST)


def test_what_is_not_let_in_is_taken_away_where_it_once_was() -> None:
    """A platform and nothing more: so Home Assistant forgets one entity."""
    found = announced((Lets.SILENCE,))["components"]
    assert found["ground"] == {"platform": "button"}
    assert found["volume"] == {"platform": "number"}
    assert found["silence"]["payload_press"] == "silence"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("Garden room", "garden-room"),
        ("  Küche / 2. Stock ", "kuche-2-stock"),
        ("a+b#c/d", "a-b-c-d"),
    ],
)
def test_a_rooms_name_fits_into_a_topic(name: str, fits: str) -> None:
    """Without what a broker or Home Assistant would read as something else."""
    assert fitting(name) == fits


def test_two_rooms_of_other_letters_are_two() -> None:
    """A name that nothing is left of is known by its sum."""
    assert fitting("Зал") != fitting("Сад")
    assert fitting("Зал 1") != fitting("Сад 1")


@given(st.text(max_size=200))
def test_any_name_makes_a_topic(name: str) -> None:
    """Whatever a person calls the room."""
    fits = fitting(name)
    assert 0 < len(fits) <= LONGEST + 9
    assert broken(Topics(fits, "homeassistant").config, announced()) == []
