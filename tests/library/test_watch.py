"""A file is given up by what it does, never by how long that takes."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.watch import BEATS, Watch

FILE = Path("/music/a.flac")


def test_a_file_that_gets_no_further_is_given_up() -> None:
    """Once the watch has beaten so often, and not before."""
    given_up: list[Path] = []
    watch = Watch(given_up.append)
    watch.begin(FILE)
    for _ in range(BEATS):
        watch.beat()
    assert given_up == []
    watch.beat()
    assert given_up == [FILE]


def test_a_slow_file_is_heard_to_its_end() -> None:
    """A packet now and then is enough, for as long as it likes."""
    given_up: list[Path] = []
    watch = Watch(given_up.append)
    watch.begin(FILE)
    for beat in range(100 * BEATS):
        if beat % BEATS == 0:
            watch.went_on()
        watch.beat()
    assert given_up == []


def test_nothing_is_given_up_while_nothing_is_heard() -> None:
    """A worker waits for its next list for hours."""
    given_up: list[Path] = []
    watch = Watch(given_up.append)
    watch.begin(FILE)
    watch.end()
    for _ in range(3 * BEATS):
        watch.beat()
    assert given_up == []
