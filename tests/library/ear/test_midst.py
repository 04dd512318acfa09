"""Whether a file can be started in its midst is tried, not believed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kap_room.library.ear.hear import portrait_of
from tests.library import formats
from tests.library.formats import KINDS, Kind

ADTS = Kind(".aac", "aac", bits=128_000)


@pytest.mark.parametrize("name", [*KINDS, "adts"])
def test_every_format_that_the_player_starts_inside_is_found_so(
    tmp_path: Path, name: str
) -> None:
    """The same kinds are heard at the output, within half a second of their place."""
    kind = KINDS.get(name, ADTS)
    wave = formats.rising(8, kind, per_second=40 if kind.rate > 8000 else 10)
    found = portrait_of(formats.write(tmp_path / f"a{kind.ending}", wave, kind))
    assert found.starts_inside is True


@pytest.mark.parametrize("name", ["ogg vorbis", "opus", "flac 16"])
def test_two_files_joined_into_one_cannot_be_started_inside(
    tmp_path: Path, name: str
) -> None:
    """The second one counts its time from its own beginning."""
    kind = KINDS[name]
    wave = formats.rising(30, kind, per_second=40)
    cut = 5 * kind.rate
    parts = [
        formats.write(tmp_path / f"{number}{kind.ending}", part, kind)
        for number, part in enumerate((wave[:cut], wave[cut:]))
    ]
    joined = tmp_path / f"joined{kind.ending}"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    found = portrait_of(joined)
    assert found.measure.length == pytest.approx(30, abs=0.1)
    assert found.starts_inside is False


@pytest.mark.parametrize("seconds", [3.0, 20.0])
def test_what_is_short_or_silent_is_not_tried(tmp_path: Path, seconds: float) -> None:
    """There is nothing to be compared."""
    kind = KINDS["flac 16"]
    loud = formats.tone(3.0, 500, kind)
    rest = np.zeros(round((seconds - 3.0) * kind.rate), np.float32)
    wave = np.concatenate([loud, rest])
    assert (
        portrait_of(formats.write(tmp_path / "a.flac", wave, kind)).starts_inside
        is None
    )
