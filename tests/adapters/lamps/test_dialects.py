"""Which lamps can be spoken to, said before a session begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kap_room.adapters.lamps.dialects import DIALECTS, can_speak, problem_with
from kap_room.plan.room import Lamp


def test_a_dialect_that_we_speak_is_no_problem() -> None:
    """Nor is a lamp whose own name holds a slash."""
    assert can_speak("zigbee2mqtt") is None
    assert problem_with(Lamp("a", "zigbee2mqtt", "zigbee2mqtt/garden room/a")) is None


def test_a_dialect_that_nobody_speaks_is_told_with_those_that_are_spoken() -> None:
    """Close to one of them, that one is proposed."""
    assert "zigbee2mqtt" in (can_speak("morse") or "")
    assert "Did you mean" in (can_speak("zigbe2mqtt") or "")


@pytest.mark.parametrize(
    "topic",
    ["", "/", "a//b", "a/", "zigbee2mqtt/+", "#", "$SYS/x", "a\x00b", "x" * 2000],
)
def test_a_topic_that_is_not_one_lamp_s_is_a_problem(topic: str) -> None:
    """A wildcard would listen to the whole house, and could not be told anything."""
    assert '"floor"' in (problem_with(Lamp("floor", "zigbee2mqtt", topic)) or "")


@pytest.mark.parametrize("speaks", sorted(DIALECTS))
def test_whatever_a_lamp_speaks_a_wildcard_is_no_topic_of_it(speaks: str) -> None:
    """Not where it is told, nor where somebody says that it is there."""
    bed = Lamp("bed", speaks, "kap/light/bed", command_topic="bed/set")
    assert problem_with(bed) is None
    for lamp in (
        replace(bed, command_topic="bed/#"),
        replace(bed, availability_topic="+/bed"),
    ):
        assert "cannot be the topic of one lamp" in (problem_with(lamp) or "")


def test_a_lamp_of_home_assistant_needs_to_be_told_somewhere() -> None:
    """Its topics have no order that a command topic could be guessed from."""
    assert "command topic" in (
        problem_with(Lamp("bed", "homeassistant", "room/bed")) or ""
    )


@pytest.mark.parametrize("topic", ["desk", "kap/desk", "light/desk", "kap/light"])
def test_a_topic_of_esphome_names_node_and_light(topic: str) -> None:
    """Its node says beside them whether it is there."""
    assert "kap/light/desk" in (problem_with(Lamp("desk", "esphome", topic)) or "")
