"""A household that leaves no process behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.keeper.rig import Household


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Household]:
    household = Household(tmp_path)
    yield household
    household.clear()
