"""What is silent at the head and the tail of a file is found while it is measured."""

from pathlib import Path

import numpy as np
import pytest

from kap_room.library.loudness import measure
from tests.library import formats
from tests.library.formats import KINDS, Kind


def framed(kind: Kind, head: float, tail: float) -> formats.Wave:
    """A tone of four seconds between two silences."""
    silences = (np.zeros(round(each * kind.rate), np.float32) for each in (head, tail))
    before, after = silences
    return np.concatenate([before, formats.tone(4, 500, kind), after])


@pytest.fixture(scope="module", params=["flac 16", "mp3 variable", "aiff 24", "opus"])
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def test_a_silent_head_and_tail_are_measured(tmp_path: Path, kind: Kind) -> None:
    """Also where the encoder left a little noise in them."""
    file = formats.write(tmp_path / f"a{kind.ending}", framed(kind, 3.0, 2.0), kind)
    found = measure(file)
    assert found.begins == pytest.approx(3.0, abs=0.1)
    assert found.ends == pytest.approx(7.0, abs=0.1)


def test_a_breath_before_the_music_is_left_as_it_is(tmp_path: Path) -> None:
    """Up to a second it is the maker's own."""
    kind = KINDS["wav 24"]
    found = measure(formats.write(tmp_path / "a.wav", framed(kind, 0.8, 0.8), kind))
    assert (found.begins, found.ends) == (0.0, found.length)


def test_a_file_of_silence_has_neither_head_nor_tail(tmp_path: Path) -> None:
    """A pause may be meant."""
    kind = KINDS["flac 16"]
    nothing = np.zeros(3 * kind.rate, np.float32)
    found = measure(formats.write(tmp_path / "a.flac", nothing, kind))
    assert (found.begins, found.ends) == (0.0, 3.0)


def test_a_quiet_recording_has_no_longer_a_head_than_a_loud_one(
    tmp_path: Path,
) -> None:
    """What counts as nothing goes by how loud the file is."""
    kind = KINDS["flac 24"]
    quiet = framed(kind, 2.0, 0.0) * np.float32(0.02)
    found = measure(formats.write(tmp_path / "a.flac", quiet, kind))
    assert found.begins == pytest.approx(2.0, abs=0.1)
