"""A copy that was interrupted is told as one, and a whole file never is."""

from pathlib import Path

import pytest

from kap_room.library.ear.hear import portrait_of
from tests.library.formats import KINDS, tone, write

PROMISE = (
    "flac 16",
    "wav float",
    "aiff",
    "mp3 variable",
    "mp3 constant",
    "mp3 with a picture",
)
"""Formats whose header says how long they are."""


@pytest.mark.parametrize("name", PROMISE)
def test_a_file_cut_short_says_how_much_is_missing(tmp_path: Path, name: str) -> None:
    """What is left of it sounds; the rest is counted."""
    kind = KINDS[name]
    file = write(tmp_path / f"tone{kind.ending}", tone(20.0, 440.0, kind), kind)
    whole = file.read_bytes()
    file.write_bytes(whole[: round(len(whole) * 0.8)])
    found = portrait_of(file)
    assert found.measure.problem is None
    assert found.missing > 2.0
    assert found.measure.length + found.missing == pytest.approx(20.0, abs=0.1)


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_missing_of_a_whole_file(tmp_path: Path, name: str) -> None:
    """Nor where a length is only guessed from the size."""
    kind = KINDS[name]
    file = write(tmp_path / f"tone{kind.ending}", tone(4.0, 440.0, kind), kind)
    assert portrait_of(file).missing == 0.0
