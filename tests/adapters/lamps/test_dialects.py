"""Which lamps can be spoken to, said before a session begins."""

from __future__ import annotations

import pytest

from kap_room.adapters.lamps.dialects import can_speak, problem_with
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
