"""Whoever waits for a file is told whenever it gets further."""

from __future__ import annotations

from pathlib import Path

import pytest

from kap_room.library.ear.decoding import sound_in
from kap_room.library.ear.hear import portrait_of
from tests.library import formats
from tests.library.formats import KINDS


@pytest.mark.parametrize("name", KINDS)
def test_every_sort_of_file_gets_further(tmp_path: Path, name: str) -> None:
    """More often than once a second of its sound, heard or only looked through."""
    kind, told = KINDS[name], list[str]()
    wave = formats.tone(3, 500, kind)
    file = formats.write(tmp_path / f"a{kind.ending}", wave, kind)
    assert sound_in(file, lambda: told.append("looked through")) is not None
    portrait_of(file, lambda: told.append("heard"))
    assert told.count("looked through") >= 3
    assert told.count("heard") >= 3
