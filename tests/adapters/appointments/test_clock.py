"""The clock of a real room: the zone in which its computer stands."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kap_room.adapters.appointments.clock import RoomZone
from kap_room.timeline.wall import WhenWrong, comes_twice, read_when


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[RoomZone]:
    """The whole process stands there for a moment."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield RoomZone()
    time.tzset()


def test_the_room_has_summer_and_winter(berlin: RoomZone) -> None:
    """Ten o'clock is another instant in each."""
    winter = read_when("2026-11-23 10:00", berlin)
    summer = read_when("2026-07-01 10:00", berlin)
    assert winter == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert summer == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert winter.astimezone(berlin).tzname() == "CET"


def test_the_night_of_the_change_is_known(berlin: RoomZone) -> None:
    """An hour that is skipped is refused; of two the first is meant."""
    with pytest.raises(WhenWrong, match="no 02:30"):
        read_when("2026-03-29 02:30", berlin)
    first = read_when("2026-10-25 02:30", berlin)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert comes_twice(first, berlin)
    assert not comes_twice(read_when("2026-10-25 04:30", berlin), berlin)
