"""Wall time, as appointments count it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kap_room.plan.units import Seconds
from kap_room.timeline.wall import (
    Clocks,
    Confirmed,
    Grounds,
    WhenWrong,
    comes_twice,
    is_trusted,
    next_daily,
    read_when,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_moment_is_read_on_the_clock_of_the_room() -> None:
    """Ten in Berlin is nine in Greenwich in winter, and eight in summer."""
    assert read_when("2026-11-23 10:00", BERLIN) == NOW
    summer = read_when(" 2026-07-01 10:00 ", BERLIN)
    assert summer == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-11-23", "2026-13-01 10:00", "2026-11-23 25:00"]
)
def test_what_is_no_moment_is_a_sentence(text: str) -> None:
    """With how to write it."""
    with pytest.raises(WhenWrong, match="2026-11-23 10:00"):
        read_when(text, BERLIN)


def test_an_hour_that_is_skipped_is_refused() -> None:
    """Half past two on the morning on which the clocks are put forward."""
    with pytest.raises(WhenWrong, match="no 02:30"):
        read_when("2026-03-29 02:30", BERLIN)


def test_an_hour_that_comes_twice_means_the_first() -> None:
    """And one can say so."""
    first = read_when("2026-10-25 02:30", BERLIN)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert comes_twice(first, BERLIN)
    assert not comes_twice(NOW, BERLIN)


def test_every_night_has_its_duty_once() -> None:
    """Also the nights that are an hour shorter or longer."""
    now = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
    nights = []
    for _ in range(240):
        now = next_daily(now, time(2, 30), BERLIN)
        nights.append(now.astimezone(BERLIN).date())
    assert len(set(nights)) == len(nights)
    assert nights[-1] - nights[0] == timedelta(days=239)


@pytest.mark.parametrize("jump", [3600.0, -3600.0, -20 * 365 * 86400.0, 2.1])
def test_a_clock_that_was_set_has_jumped(jump: float) -> None:
    """By an hour either way, by twenty years, by a little."""
    before = Clocks(NOW, Seconds(100.0))
    after = Clocks(NOW + timedelta(seconds=10 + jump), Seconds(110.0))
    assert after.has_jumped_since(before)
    assert after.jumped_since(before) == pytest.approx(jump)


@pytest.mark.parametrize("passed", [0.0, 60.0, 86400.0])
def test_a_clock_that_only_drifts_has_not(passed: float) -> None:
    """A second in however long."""
    before = Clocks(NOW, Seconds(100.0))
    wall = NOW + timedelta(seconds=passed + 1.0)
    assert not Clocks(wall, Seconds(100.0 + passed)).has_jumped_since(before)


def test_a_computer_without_a_clock_chip_waits_for_the_time() -> None:
    """For a time server, or for somebody who looked."""
    assert not is_trusted(NOW, Grounds())
    assert is_trusted(NOW, Grounds(synchronised=True))
    assert is_trusted(NOW, Grounds(confirmed=True))


def test_a_clock_chip_is_believed_unless_it_went_back() -> None:
    """An empty battery shows a year long gone."""
    seen = NOW + timedelta(days=300)
    assert is_trusted(NOW, Grounds(has_chip=True))
    assert is_trusted(NOW, Grounds(has_chip=True, last_seen=NOW))
    assert not is_trusted(NOW, Grounds(has_chip=True, last_seen=seen))
    assert is_trusted(NOW, Grounds(synchronised=True, last_seen=seen))


@pytest.mark.parametrize(
    ("boot", "jumped", "holds"),
    [("this", 0, True), ("this", 60, True), ("this", -3600, False), ("next", 0, False)],
)
def test_what_was_said_of_a_clock_holds_until_it_is_set(
    boot: str,
    jumped: int,
    holds: bool,
) -> None:
    """A clock wanders by a minute in a month; it is set, or forgets, by more."""
    said = Confirmed("this", Clocks(NOW, Seconds(100.0)))
    wall = NOW + timedelta(hours=5, seconds=jumped)
    assert said.holds(boot, Clocks(wall, Seconds(100.0 + 5 * 3600))) is holds
