"""The vices, each alone: what a lamp that has one does otherwise than a better one."""

from __future__ import annotations

import json

import pytest

from kap_room.adapters.virtual_lamps.bulb import Command
from kap_room.adapters.virtual_lamps.device import Device, new_device
from kap_room.adapters.virtual_lamps.garbage import RUBBISH
from kap_room.adapters.virtual_lamps.make import Said
from kap_room.adapters.virtual_lamps.makes import BASE, MAKES, description_of
from kap_room.adapters.virtual_lamps.vices import (
    NONE,
    WHAT,
    Vice,
    ViceError,
    vices_named,
)
from kap_room.plan.units import Seconds

NOON = Seconds(1000.0)
SET = "zigbee2mqtt/x/set"
GET = "zigbee2mqtt/x/get"
DIM = b'{"brightness":51,"transition":4}'
DIM_AND_WARM = b'{"brightness":51,"color_temp":450,"transition":4}'
BRIGHT = b'{"brightness":203}'


def after(seconds: float) -> Seconds:
    return Seconds(NOON + seconds)


def lamp(vices: str = "", speaks: str = "zigbee2mqtt") -> Device:
    described = description_of(f"x:{speaks}:{vices}", "zigbee2mqtt", NONE, BASE)
    return new_device(described.make, described.vices, NOON)


def levels(said: tuple[Said, ...]) -> list[int]:
    return [json.loads(each.payload)["brightness"] for each in said]


def test_a_bulb_promises_tells_on_its_way_and_ends() -> None:
    """zigbee2mqtt says at once what was asked, as if it had happened."""
    device, said = lamp().hears(SET, DIM, NOON)
    assert levels(said) == [51]
    assert device.ticks(after(0.5))[1] == ()
    device, said = device.ticks(after(2.0))
    assert levels(said) == [pytest.approx(152, abs=2)]
    device, said = device.ticks(after(4.0))
    assert levels(said) == [51]
    assert device.ticks(after(9.0))[1] == ()


def test_a_busy_one_promises_and_does_nothing() -> None:
    """What it is told while it glides is lost, and only asking would show it."""
    device, _ = lamp("busy").hears(SET, DIM, NOON)
    device, said = device.hears(SET, BRIGHT, after(1.0))
    assert levels(said) == [203]
    _, said = device.hears(GET, b"", after(5.0))
    assert levels(said) == [51]


@pytest.mark.parametrize(("first", "ends"), [(DIM, 203), (DIM_AND_WARM, 51)])
def test_one_that_is_busy_while_warming_minds_level_only(
    first: bytes, ends: int
) -> None:
    """It obeys during a glide in which its warmth rests."""
    device, _ = lamp("busy-warming").hears(SET, first, NOON)
    device, _ = device.hears(SET, BRIGHT, after(1.0))
    assert round(device.glow_at(after(9.0)).level * 254) == ends


def test_a_silent_one_obeys() -> None:
    """And says nothing, not even when it is asked."""
    device, said = lamp("silent").hears(SET, DIM, NOON)
    assert said == ()
    assert device.hears(GET, b"", NOON)[1] == ()
    assert device.ticks(after(9.0))[1] == ()
    assert round(device.glow_at(after(9.0)).level * 254) == 51


def test_a_curt_one_answers() -> None:
    """And says nothing else."""
    device, said = lamp("curt").hears(SET, DIM, NOON)
    assert said == device.ticks(after(9.0))[1] == ()
    assert levels(device.hears(GET, b"", after(9.0))[1]) == [51]


def test_a_frozen_one_counts_as_online() -> None:
    """It says that it is there, obeys nothing, and answers nothing."""
    device, said = lamp("frozen").greets(NOON)
    assert [each.payload for each in said] == [b'{"state":"online"}']
    device, said = device.hears(SET, DIM, NOON)
    assert said == device.hears(GET, b"", NOON)[1] == ()
    assert device.glow_at(after(9.0)).level == 1.0


def test_a_stale_one_answers_once_with_what_was() -> None:
    """Asked again it tells the truth."""
    device, _ = lamp("stale").hears(SET, BRIGHT, NOON)
    device, said = device.hears(GET, b"", NOON)
    assert levels(said) == [254]
    assert levels(device.hears(GET, b"", NOON)[1]) == [203]


def test_a_late_one_is_late_by_less_than_two_seconds() -> None:
    """By another length each time."""
    device, late = lamp("late"), []
    for _ in range(10):
        device, (said,) = device.hears(GET, b"", NOON)
        late.append(said.after)
    assert 0.0 < min(late) < 0.5
    assert 1.5 < max(late) < 2.0


def test_what_is_wrong_with_a_lamp_adds_up() -> None:
    """Rubbish before every word, and every word twice."""
    _, said = lamp("garbage+twice").hears(GET, b"", NOON)
    assert len(said) == 4
    assert said[0].payload in RUBBISH
    assert said[1] == said[3]


@pytest.mark.parametrize(
    ("vices", "level"), [("full", 1.0), ("off", 0.0), ("", 0.2), ("full+off", 1.0)]
)
def test_what_a_power_cut_leaves(vices: str, level: float) -> None:
    """Of a lamp that would come back as it was."""
    device = lamp(vices, "tasmota").hears("cmnd/x/Dimmer", b"20", NOON)[0]
    device = device.without_power(after(1.0))
    assert device.glow_at(after(1.0)).level == 0.0
    assert device.hears("cmnd/x/Dimmer", b"50", after(1.0)) == (device, ())
    device, said = device.with_power(after(2.0))
    assert said == ()
    assert device.glow_at(after(2.0)).level == level


def test_a_bridge_announces_a_bulb_that_came_to_power() -> None:
    """Where it does, and then says what it is; else nobody hears of it."""
    device = lamp("announced").without_power(NOON)
    _, (event, state) = device.with_power(NOON)
    assert event.topic == "zigbee2mqtt/bridge/event"
    assert json.loads(event.payload)["type"] == "device_announce"
    assert levels((state,)) == [254]
    assert lamp().without_power(NOON).with_power(NOON)[1] == ()


def test_a_tasmota_says_why_it_started_and_only_then() -> None:
    """Not when it has merely lost its broker."""
    device, said = lamp(speaks="tasmota").greets(NOON)
    assert "tele/x/INFO3" in {each.topic for each in said}
    assert "tele/x/INFO3" not in {each.topic for each in device.greets(NOON)[1]}


@pytest.mark.parametrize("speaks", [make for make in MAKES if make != "wled"])
def test_a_hand_at_the_wall_is_reported(speaks: str) -> None:
    """By every make, at once or when the hand has let go."""
    device, said = lamp(speaks=speaks).moved(Command(on=False), NOON)
    said = (*said, *device.ticks(after(2.0))[1])
    words = b" ".join(each.payload for each in said).lower()
    assert b"off" in words or b"false" in words


@pytest.mark.parametrize("speaks", MAKES)
def test_nothing_that_a_stranger_sends_breaks_it(speaks: str) -> None:
    """Whatever it is, on whichever topic."""
    device = lamp("controlled+notifies" if speaks == "shelly" else "", speaks)
    for ear in device.make.ears:
        for rubbish in (*RUBBISH, b"set,,,", b"Backlog ;;;", b"NoDelay"):
            device, _ = device.hears(ear.replace("+", "Backlog"), rubbish, NOON)
    assert 0.0 <= device.glow_at(after(99.0)).level <= 1.0


def test_every_vice_is_explained() -> None:
    """And one that is not known is refused with a suggestion."""
    assert set(WHAT) == set(Vice)
    assert vices_named(["late", "twice"]) == {Vice.LATE, Vice.TWICE}
    with pytest.raises(ViceError, match='Did you mean "late"'):
        vices_named(["lat"])
