"""What would end the player is refused before it gets there, and by the player."""

from __future__ import annotations

from pathlib import Path

import pytest

from kap_room.library.breaking import SAYS
from kap_room.library.ear.hear import portrait_of
from kap_room.player.glance import seen
from tests.library import formats
from tests.library.formats import KINDS

BEGINNINGS = {
    "ogg": b"OggS\0\2" + bytes(20) + b"\1\x50" + b"Speex   1.2" + bytes(60),
    "wav": b"RIFF\0\0\1\0WAVEJUNK\4\0\0\0" + bytes(4) + b"fmt \x1c\0\0\0\x09\xa1",
}
"""Of files as FFmpeg writes them; nothing here can write whole ones."""


@pytest.fixture(name="speex", params=BEGINNINGS)
def _speex(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / f"talk.{request.param}"
    file.write_bytes(BEGINNINGS[request.param])
    return file


def test_speex_is_no_music_for_the_library(speex: Path) -> None:
    """It is told at the scan, and not when it is to sound."""
    assert portrait_of(speex).measure.problem == SAYS


def test_speex_is_not_opened_by_the_player(speex: Path) -> None:
    """Begun in its middle it would end the process; another track comes instead."""
    assert seen(str(speex)).trouble == f"{speex}: {SAYS}"


@pytest.mark.parametrize("kind", ["ogg vorbis", "opus", "wav 24"])
def test_other_sounds_of_its_containers_are_music(tmp_path: Path, kind: str) -> None:
    """Which people do own."""
    wave = formats.tone(2.0, 400, KINDS[kind])
    path = formats.write(tmp_path / f"a{KINDS[kind].ending}", wave, KINDS[kind])
    assert portrait_of(path).measure.problem is None
    assert not seen(str(path)).trouble
