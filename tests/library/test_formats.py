"""Every format in which people own music is measured for what it is."""

from pathlib import Path

import pytest

from kap_room.library.loudness import measure
from tests.library import formats
from tests.library.formats import KINDS, ODD_NAMES


@pytest.mark.parametrize("name", KINDS)
def test_a_format_is_measured_right(tmp_path: Path, name: str) -> None:
    """Length within 0.1 s, loudness within 0.5 dB, a peak that is not told too low."""
    kind = KINDS[name]
    file = tmp_path / f"tone{kind.ending}"
    found = measure(formats.write(file, formats.tone(4, 997, kind), kind))
    assert found.problem is None
    assert found.length == pytest.approx(4.0, abs=0.1)
    assert found.loudness == pytest.approx(formats.LEVEL, abs=0.5)
    assert formats.LEVEL - 0.5 < found.peak < formats.LEVEL + 1.0


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_is_measured(tmp_path: Path, name: str) -> None:
    """No name is an option, an address or a pattern."""
    kind = KINDS["flac 16"]
    file = formats.write(tmp_path / name, formats.tone(2, 997, kind), kind)
    assert measure(file).length == 2.0
