"""What was left at a broker is known, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from kap_room.adapters.homeassistant.remembered import FILE, Left, Remembered
from kap_room.plan.room import Broker

HERE = Broker("127.0.0.1", 1883, "room", Path("/etc/mqtt.pass"), tls=True)
ELSEWHERE = Broker("nas", 1884)


def test_topics_are_remembered_for_each_broker(tmp_path: Path) -> None:
    """As it is reached: the password stays in its file."""
    remembered = Remembered(tmp_path)
    remembered.add(Left(HERE, ("a", "b")))
    remembered.add(Left(ELSEWHERE, ("c",)))
    remembered.add(Left(HERE, ("b", "d")))
    assert set(Remembered(tmp_path).read()) == {
        Left(HERE, ("a", "b", "d")),
        Left(ELSEWHERE, ("c",)),
    }


def test_what_was_taken_away_is_forgotten_and_the_last_takes_the_file(
    tmp_path: Path,
) -> None:
    """A room that announces nothing has no such file."""
    remembered = Remembered(tmp_path)
    remembered.add(Left(HERE, ("a", "b")))
    remembered.forget(Left(HERE, ("a",)))
    assert remembered.read() == (Left(HERE, ("b",)),)
    remembered.forget(Left(HERE, ("b",)))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    """It names a broker and a room."""
    Remembered(tmp_path).add(Left(HERE, ("a",)))
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, null, {}]",
        '[{"host": 1, "port": "x", "topics": 5}]',
        "[" * 9999,
        '{"host": "a"}',
        "\x00\x00",
        "x" * 70000,
    ],
)
def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path, text: str) -> None:
    """An engine starts whatever lies in its folder."""
    (tmp_path / FILE).write_text(text)
    assert Remembered(tmp_path).read() == ()


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The log is told, and the room goes on."""
    Remembered(tmp_path / "missing").add(Left(HERE, ("a",)))
    assert Remembered(tmp_path / "missing").read() == ()
