"""Which room it is, whatever it is called: made once, kept, and read by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.homeassistant.device import device_of
from kap_room.adapters.homeassistant.identity import FILE, mark_in, mark_of
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.room import Room


def test_a_room_keeps_its_mark(tmp_path: Path) -> None:
    """For as long as it has its data folder; nobody else reads it there."""
    mark = mark_of(tmp_path)
    assert mark_of(tmp_path) == mark
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_two_rooms_have_two_marks(tmp_path: Path) -> None:
    """Whatever they are called."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert mark_of(one) != mark_of(two)


@pytest.mark.parametrize("text", ["", "hello", "3F9A1C2E", "3f9a1c2e5", "\x00" * 9])
def test_a_file_that_holds_none_gives_the_same_mark_each_time(
    tmp_path: Path, text: str
) -> None:
    """What cannot be read or written must not make another room of this one."""
    (tmp_path / FILE).write_text(text)
    assert mark_of(tmp_path) == mark_of(tmp_path)
    assert mark_of(tmp_path / "missing") == mark_of(tmp_path / "missing")


def test_a_mark_is_read_where_it_was_announced() -> None:
    """By every other room."""
    device = device_of(Room("Room 1", Path("/music")), HomeAssistant(), "3f9a1c2e")
    assert mark_in(device.config) == "3f9a1c2e"


def test_two_names_that_are_one_in_a_topic_have_topics_apart() -> None:
    """None of the one is heard by the other."""
    names = ("Room 1", "3f9a1c2e"), ("room-1", "0b5d7788")
    one, two = (
        device_of(Room(name, Path("/music")), HomeAssistant(), mark)
        for name, mark in names
    )
    assert one.topics == two.topics
    shared = {one.topics.birth}
    for device in (one.apart, two.apart):
        topics = device.topics
        own = {*topics.kept, topics.command, topics.volume, topics.device}
        assert not shared & own
        shared |= own


@given(st.binary(max_size=200))
def test_nothing_that_is_announced_by_strangers_raises(payload: bytes) -> None:
    """Anybody on the broker can publish there."""
    assert mark_in(payload) is None
