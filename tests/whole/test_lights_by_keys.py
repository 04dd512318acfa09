"""One hand on one lamp, in a terminal, with lamps that obey."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.broker import Overheard, wait_until
from tests.rig.house import House
from tests.whole.lit import (
    BRIGHTEST,
    level_reported,
    lit,
    payload,
    resting_at,
    set_topic,
)
from tests.whole.terminal import Terminal

LAMPS = ("ceiling", "floor", "shelf", "bed", "desk", "window", "wall", "door")
FLOOR = set_topic("floor")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, music: Path) -> Iterator[House]:
    """A session in which eight lamps rest at 20 %."""
    folder = tmp_path_factory.mktemp("house")
    with lit(folder, music, resting_at(20), LAMPS) as house:
        house.wait_until(lambda said: _is_at(said["lights"]["floor"]["level"], 0.2))
        yield house


@pytest.fixture(scope="module")
def terminal(house: House) -> Iterator[Terminal]:
    """As fingers do it, at once: the row is open before the second key comes."""
    with Terminal(house) as terminal:
        terminal.wait_for("k lamps")
        terminal.press("k", "Right", "Right")
        terminal.wait_for("by the plan   2 of 8")
        _leave(terminal)
        yield terminal


@pytest.fixture
def console(house: House, terminal: Terminal) -> Iterator[Terminal]:
    """Its row open on the second lamp, which the plan has."""
    terminal.wait_for("k lamps")
    house.press("release")
    terminal.press("k")
    terminal.wait_for("by the plan   2 of 8")
    house.spy.forget()
    yield terminal
    _leave(terminal)


def test_a_digit_moves_one_lamp_and_no_other(house: House, console: Terminal) -> None:
    """Told, shown as by hand, and the others stay."""
    console.press("9")
    # A lamp that rose a moment ago, for another claim, waits two seconds.
    assert house.spy.wait_for(FLOOR, within=8.0)
    console.wait_for("by hand: r back to plan")
    assert wait_until(lambda: _is_at(level_reported(house.spy, "floor"), 0.9), 12.0)
    others = {set_topic(lamp) for lamp in LAMPS} - {FLOOR}
    told = [payload(m)["brightness"] for m in house.spy.heard() if m.topic in others]
    # Once a minute each of them is told again to be what it is.
    assert all(_is_at(brightness / BRIGHTEST, 0.2) for brightness in told)


def test_r_gives_the_lamp_back_by_a_ramp(house: House, console: Terminal) -> None:
    """No step is a leap: 20 s from where it is to where the plan is."""
    console.press("5")
    house.wait_until(lambda said: _is_at(said["lights"]["floor"]["level"], 0.5), 12.0)
    house.spy.forget()
    console.press("r")
    console.wait_for("by the plan   2 of 8")
    # A lamp that has just risen is not turned down within two seconds.
    assert wait_until(lambda: any(_falls(x) for x in house.spy.heard(FLOOR)), 8.0)
    told = [payload(message) for message in house.spy.heard(FLOOR)]
    assert all(0.3 < each["brightness"] / BRIGHTEST < 0.51 for each in told)
    assert not house.status()["lights"]["floor"]["by_hand"]


def test_a_key_held_down_does_not_flood_the_broker(
    house: House, console: Terminal
) -> None:
    """Forty presses in a row: a message now and again, and the last one counts."""
    for _ in range(8):
        console.press(*["Up"] * 5)
    console.wait_for("to 100%")
    house.wait_until(lambda said: _is_at(said["lights"]["floor"]["level"], 1.0), 10.0)
    sent = [message.reading for message in house.spy.heard(FLOOR)]
    assert 1 <= max(sum(at <= x < at + 3.0 for x in sent) for at in sent) <= 8
    assert payload(house.spy.heard(FLOOR)[-1])["brightness"] == BRIGHTEST


def test_silence_and_lights_up_act_while_a_lamp_is_chosen(
    house: House, console: Terminal
) -> None:
    """The row takes only its own keys."""
    console.press("Space")
    house.wait_until(lambda said: said["sound"]["silenced"], 8.0)
    console.press("F4")
    house.wait_until(lambda said: said["lighting"]["step"] == "soft", 8.0)
    console.press("L")
    house.wait_until(lambda said: said["lighting"]["step"] is None, 8.0)
    console.press("Escape")
    console.wait_for("k lamps")
    console.press("m")
    house.wait_until(lambda said: not said["sound"]["silenced"], 8.0)


def _leave(terminal: Terminal) -> None:
    terminal.press("Escape")
    terminal.wait_for("k lamps")
    time.sleep(0.8)  # the same key counts again once it was let go


def _falls(message: Overheard) -> bool:
    told = payload(message)
    return bool(told["brightness"] < 0.49 * BRIGHTEST and told["transition"] > 1.0)


def _is_at(level: float | None, wanted: float) -> bool:
    return level is not None and abs(level - wanted) < 0.006
