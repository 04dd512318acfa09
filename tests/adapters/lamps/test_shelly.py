"""The words of both generations of Shelly."""

from __future__ import annotations

import json

import pytest

from kap_room.adapters.lamps import shelly, shelly1
from kap_room.adapters.lamps.dialect import Glows, Step
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

WALL = Lamp("wall", "shelly", "shellyplusdimmer-a1b2")
OLD = Lamp("old", "shelly1", "shellies/shellydimmer2-a1b2")
DIM = Step(Light(Level(0.25), Kelvin(2700.0)), Seconds(5.0))


def call(lamp: Lamp, step: Step = DIM) -> dict[str, object]:
    message = shelly.set_message(lamp, step)
    assert message is not None
    says: dict[str, object] = json.loads(message[1])
    return says


def test_a_step_is_a_call_that_works_as_the_device_is_delivered() -> None:
    """Compact commands need a setting that is off by default; a call does not."""
    message = shelly.set_message(WALL, DIM)
    assert message is not None
    assert message[0] == "shellyplusdimmer-a1b2/rpc"
    assert call(WALL)["method"] == "Light.Set"
    assert call(WALL)["params"] == {
        "id": 0,
        "on": True,
        "brightness": 25,
        "transition_duration": 5,
    }


@pytest.mark.parametrize(
    ("topic", "method", "params"),
    [
        (
            "x/light:1",
            "Light.Set",
            {"id": 1, "on": True, "brightness": 25, "transition_duration": 5},
        ),
        (
            "home/x/cct:0",
            "CCT.Set",
            {"id": 0, "on": True, "brightness": 25}
            | {"ct": 2700, "transition_duration": 5},
        ),
        (
            "x/light:10",
            "Light.Set",
            {"id": 0, "on": True, "brightness": 25, "transition_duration": 5},
        ),
    ],
)
def test_another_output_of_a_device_stands_behind_its_prefix(
    topic: str, method: str, params: dict[str, object]
) -> None:
    """What is no output is part of the prefix."""
    says = call(Lamp("x", "shelly", topic))
    assert says["method"] == method
    assert says["params"] == params


def test_a_relay_is_switched() -> None:
    """With nothing that it would refuse."""
    relay = Lamp("x", "shelly", "x/switch:0", can=Ability.SWITCH)
    says = call(relay, Step(Light(Level(0.5)), Seconds(5.0)))
    assert (says["method"], says["params"]) == ("Switch.Set", {"id": 0, "on": True})


def test_an_answer_comes_where_the_question_says() -> None:
    """On a topic of this lamp's own, so that no other can answer for it."""
    topic, payload = shelly.get_message(WALL)
    asks = json.loads(payload)
    assert topic == "shellyplusdimmer-a1b2/rpc"
    assert asks["method"] == "Light.GetStatus"
    answer = {"id": 1, "src": "shellyplusdimmer-a1b2", "dst": asks["src"]}
    answer["result"] = {"id": 0, "output": True, "brightness": 40}
    where = f"{asks['src']}/rpc"
    assert where in shelly.topics(WALL)
    heard = shelly.hear(WALL, where, json.dumps(answer).encode())
    assert heard == Glows(Level(0.4), None)
    bed = Lamp("bed", "shelly", "shellyplusdimmer-c3d4")
    assert where not in shelly.topics(bed)


@pytest.mark.parametrize(
    ("topic", "says", "word"),
    [
        ("status/light:0", {"id": 0, "output": True, "brightness": 25}, 0.25),
        ("status/light:0", {"id": 0, "output": False, "brightness": 25}, 0.0),
        ("status/light:0", {"id": 1, "output": True, "brightness": 25}, None),
        ("status/light:0", {"id": 0, "output": True, "brightness": 101}, "lit"),
        ("status/light:1", {"id": 1, "output": True, "brightness": 25}, None),
        (
            "events/rpc",
            {"method": "NotifyStatus", "params": {"light:0": {"brightness": 30}}},
            "if lit",
        ),
        (
            "events/rpc",
            {"method": "NotifyFullStatus", "params": {"light:0": {"output": False}}},
            0.0,
        ),
        (
            "events/rpc",
            {"method": "NotifyStatus", "params": {"light:1": {"brightness": 30}}},
            None,
        ),
        (
            "events/rpc",
            {"method": "NotifyEvent", "params": {"light:0": {"brightness": 30}}},
            None,
        ),
        ("events/rpc", {"method": ["NotifyStatus"], "params": 1}, None),
        ("rpc", {"result": {"output": True}}, None),
    ],
)
def test_what_the_second_generation_says_is_read(
    topic: str, says: dict[str, object], word: float | str | None
) -> None:
    """Of this output, and of no other of the device."""
    payload = json.dumps(says).encode()
    heard = shelly.hear(WALL, f"shellyplusdimmer-a1b2/{topic}", payload)
    match word:
        case None:
            assert heard is None
        case "lit":
            assert heard == Glows(None, None, lit=True)
        case "if lit":
            assert heard == Glows(Level(0.3), None, if_lit=True)
        case _:
            assert heard == Glows(Level(float(word)), None)


@pytest.mark.parametrize(
    ("lamp", "step", "topic", "says"),
    [
        (
            OLD,
            DIM,
            "shellies/shellydimmer2-a1b2/light/0/set",
            {"turn": "on", "brightness": 25, "temp": 3000, "transition": 5000},
        ),
        (
            Lamp("old", "shelly1", "shellies/ShellyBulbDuo-a1"),
            DIM,
            "shellies/ShellyBulbDuo-a1/light/0/set",
            {"turn": "on", "brightness": 25, "temp": 2700, "transition": 5000},
        ),
        (
            Lamp("old", "shelly1", "shellies/x/white/1", can=Ability.DIM),
            Step(Light(Level(0.0)), Seconds(60.0)),
            "shellies/x/white/1/set",
            {"turn": "off", "transition": 5000},
        ),
    ],
)
def test_the_first_generation_counts_milliseconds(
    lamp: Lamp, step: Step, topic: str, says: dict[str, object]
) -> None:
    """No more than 5000 of them."""
    message = shelly1.set_message(lamp, step)
    assert message is not None
    assert (message[0], json.loads(message[1])) == (topic, says)


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        (b'{"ison":true,"brightness":25}', Glows(Level(0.25), None)),
        (b'{"ison":false,"brightness":25}', Glows(Level(0.0), None)),
        (
            b'{"ison":true,"mode":"white","brightness":25,"temp":3000}',
            Glows(Level(0.25), Kelvin(3000.0)),
        ),
        (
            b'{"ison":true,"mode":"color","brightness":25,"temp":3000}',
            Glows(Level(0.25), None, coloured=True),
        ),
        (b'{"ison":"yes"}', None),
    ],
)
def test_what_the_first_generation_says_is_read(
    payload: bytes, word: Glows | None
) -> None:
    """It is asked with one word, on the device's own topic."""
    topic = "shellies/shellydimmer2-a1b2/light/0/status"
    assert shelly1.hear(OLD, topic, payload) == word
    assert shelly1.get_message(OLD) == (
        "shellies/shellydimmer2-a1b2/command",
        b"update",
    )
