"""What a person would be afraid of is told, and calm music is let be."""

from pathlib import Path

import pytest

from kap_room.library.cautions import startle_in
from kap_room.library.ear.hear import portrait_of
from tests.library import formats
from tests.library.startles import FEARED, HARMLESS, KIND, Floats, rendered


def told(folder: Path, wave: Floats) -> str | None:
    file = formats.write(folder / "a.flac", rendered(wave), KIND)
    found = portrait_of(file)
    assert found.measure.problem is None
    return startle_in(found.character)


@pytest.mark.parametrize("name", FEARED)
def test_what_comes_out_of_the_quiet_may_startle(tmp_path: Path, name: str) -> None:
    """A blow, a chord after a rest, an audience."""
    says = told(tmp_path, FEARED[name]())
    assert says is not None
    assert says.endswith("it may startle.")


@pytest.mark.parametrize("name", HARMLESS)
def test_what_swells_or_has_come_before_does_not(tmp_path: Path, name: str) -> None:
    """Or nobody would read what else is told."""
    assert told(tmp_path, HARMLESS[name]()) is None
