"""One bulb as a value: how it glides, and what it says while it does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.virtual_lamps.bulb import Bulb, PowerOn, powered
from kap_room.adapters.virtual_lamps.command import Command, read_command
from kap_room.plan.units import Seconds

NOON = Seconds(1000.0)
DIM = Command(on=True, brightness=54, transition=Seconds(4.0))


def after(seconds: float) -> Seconds:
    return Seconds(NOON + seconds)


@pytest.fixture
def bulb() -> Bulb:
    return powered(NOON, PowerOn.FULL)


def test_a_glide_is_half_way_at_half_its_time(bulb: Bulb) -> None:
    """Bulbs move evenly in their own units."""
    assert bulb.told(DIM, NOON).glow_at(after(2.0)).brightness == (254 + 54) / 2


def test_the_command_is_promised_before_anything_has_moved(bulb: Bulb) -> None:
    """zigbee2mqtt says at once what was asked, as if it had happened."""
    told = bulb.told(DIM, NOON)
    assert told.promise()["brightness"] == 54
    assert told.report_at(NOON)["brightness"] == 254


def test_a_glide_ends_where_it_was_told(bulb: Bulb) -> None:
    """And it glides no longer."""
    told = bulb.told(DIM, NOON)
    assert told.is_gliding_at(after(3.9))
    assert not told.is_gliding_at(after(4.0))
    assert told.report_at(after(4.0))["brightness"] == 54


def test_a_new_command_starts_from_the_light_as_it_is(bulb: Bulb) -> None:
    """Nothing leaps when a glide is broken off."""
    told = bulb.told(DIM, NOON).told(
        Command(on=True, brightness=200, transition=Seconds(1.0)), after(2.0)
    )
    assert told.glow_at(after(2.0)).brightness == 154
    assert told.glow_at(after(3.0)).brightness == 200


def test_off_keeps_in_mind_how_bright_it_was(bulb: Bulb) -> None:
    """ON alone brings that back."""
    dim = bulb.told(Command(on=True, brightness=54), NOON)
    off = dim.told(Command(on=False, transition=Seconds(2.0)), NOON)
    assert off.promise() | {"linkquality": 0} == {
        "state": "OFF",
        "brightness": 54,
        "color_mode": "color_temp",
        "color_temp": 370,
        "linkquality": 0,
    }
    assert off.report_at(after(1.0))["state"] == "ON"
    assert off.report_at(after(2.0))["state"] == "OFF"
    on = off.told(Command(on=True), after(5.0))
    assert on.report_at(after(5.0))["brightness"] == 54


def test_warmth_alone_leaves_the_level(bulb: Bulb) -> None:
    """Level and warmth are two things."""
    told = bulb.told(Command(mired=500, transition=Seconds(2.0)), NOON)
    assert told.report_at(after(1.0))["color_temp"] == 435
    assert told.report_at(after(2.0))["brightness"] == 254


@pytest.mark.parametrize(
    ("power_on", "says"),
    [
        (PowerOn.FULL, ("ON", 254)),
        (PowerOn.PREVIOUS, ("ON", 54)),
        (PowerOn.OFF, ("OFF", 54)),
    ],
)
def test_after_a_power_cut_it_is_what_its_owner_chose(
    bulb: Bulb, power_on: PowerOn, says: tuple[str, int]
) -> None:
    """Most come back at full, in the middle of a session."""
    dim = bulb.told(Command(on=True, brightness=54), NOON)
    report = dim.without_power(after(9.0), power_on).report_at(after(9.0))
    assert (report["state"], report["brightness"]) == says


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        (
            b'{"state":"ON","brightness":64,"transition":5}',
            Command(on=True, brightness=64, transition=Seconds(5.0)),
        ),
        (
            b'{"state":"OFF","transition":2.5}',
            Command(on=False, transition=Seconds(2.5)),
        ),
        (b'{"color_temp":370}', Command(mired=370.0)),
        (b'{"brightness":0}', Command(on=False)),
        (b'{"brightness":255}', Command(on=True, brightness=254)),
        (b'{"effect":"blink"}', None),
        (b"ON", None),
        (b"\xff", None),
        (b'{"brightness":NaN}', None),
    ],
)
def test_it_takes_what_zigbee2mqtt_takes(
    payload: bytes, command: Command | None
) -> None:
    """And of everything else, nothing."""
    assert read_command(payload) == command


@given(
    st.lists(
        st.tuples(
            st.builds(
                Command,
                st.none() | st.booleans(),
                st.none() | st.integers(1, 254),
                st.none() | st.floats(50, 1000),
                st.floats(0, 10).map(Seconds),
            ),
            st.floats(0, 5),
        ),
        max_size=8,
    )
)
def test_whatever_it_is_told_its_report_is_one_that_a_bulb_could_make(
    story: list[tuple[Command, float]],
) -> None:
    """Brightness is a whole number from 1 to 254, whatever was broken off."""
    bulb, now = powered(NOON, PowerOn.FULL), float(NOON)
    for command, pause in story:
        bulb = bulb.told(command, Seconds(now))
        now += pause
        report = bulb.report_at(Seconds(now))
        brightness = report["brightness"]
        assert isinstance(brightness, int)
        assert 1 <= brightness <= 254
        assert json.dumps(report, allow_nan=False)
