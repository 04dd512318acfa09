"""What a piece is like, on pieces of which nobody would argue."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from kap_room.library.catalogued import Character
from kap_room.library.ear.hear import portrait_of
from kap_room.starter import PIECES
from kap_room.starter.workers import render_missing
from tests.library import extremes, formats
from tests.library.formats import KINDS, Wave

FLAC: Final = KINDS["flac 16"]
SECONDS: Final = 30.0


def character_of(folder: Path, wave: Wave) -> Character:
    found = portrait_of(formats.write(folder / "a.flac", wave, FLAC)).character
    assert found is not None
    return found


@pytest.fixture(scope="module", name="heard")
def _heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Character]:
    folder = tmp_path_factory.mktemp("extremes")
    made = extremes.IN_ORDER.items()
    return {name: character_of(folder, make(SECONDS)) for name, make in made}


def test_the_extremes_stand_in_the_order_that_a_person_would_say(
    heard: dict[str, Character],
) -> None:
    """A drone, a soft pad, a slow pulse, dense percussion; all equally loud."""
    intensities = [heard[name].intensity for name in extremes.IN_ORDER]
    assert intensities == sorted(intensities)
    assert (intensities[0], intensities[-1]) == (1, 5)
    assert intensities[1] < intensities[2] < intensities[3]


def test_a_beat_is_counted(heard: dict[str, Character]) -> None:
    """Within one a minute; a drone has none."""
    assert heard["pulse"].tempo == pytest.approx(70, abs=1)
    assert heard["percussion"].tempo == pytest.approx(130, abs=1)
    assert heard["drone"].tempo is None
    assert heard["soft pad"].tempo is None


def test_loudness_is_no_intensity(tmp_path: Path) -> None:
    """The room plays everything equally loud."""
    soft = character_of(tmp_path, extremes.percussion(SECONDS) * np.float32(0.05))
    loud = character_of(tmp_path, extremes.percussion(SECONDS))
    assert soft.intensity == loud.intensity


def test_noise_that_does_not_change_is_calm(tmp_path: Path) -> None:
    """Rain is bright, and nobody is driven by it."""
    noise = np.random.default_rng(1).standard_normal(30 * FLAC.rate)
    assert character_of(tmp_path, (0.03 * noise).astype(np.float32)).intensity <= 2


def test_brightness_follows_the_pitch(tmp_path: Path) -> None:
    """In hertz."""
    low = character_of(tmp_path, formats.tone(5, 200, FLAC))
    high = character_of(tmp_path, formats.tone(5, 3000, FLAC))
    assert low.brightness == pytest.approx(200, abs=30)
    assert high.brightness == pytest.approx(3000, abs=60)


def whisper_then(level: float, at: float, over: float) -> Wave:
    """A minute of a tone that rises once, at a moment, by 25 dB."""
    moments = np.arange(60 * FLAC.rate) / FLAC.rate
    gain = level - 25 * (1 - np.clip((moments - at) / max(over, 1e-3), 0, 1))
    wave = 10 ** (gain / 20) * np.sin(2 * np.pi * 440 * moments)
    return wave.astype(np.float32)


def test_a_drum_after_a_whisper_is_a_rise(tmp_path: Path) -> None:
    """It is what may startle; from 20 LU below the piece on it counts."""
    sudden = character_of(tmp_path, whisper_then(-20, at=40, over=0))
    assert sudden.rise > 15.0
    assert sudden.loudest < 5.0


def test_a_drum_soon_after_the_beginning_is_one_too(tmp_path: Path) -> None:
    """Fading in does not excuse it."""
    assert character_of(tmp_path, whisper_then(-20, at=7, over=0)).rise > 15.0


def test_a_slow_swell_is_none(tmp_path: Path) -> None:
    """25 dB over half a minute."""
    assert character_of(tmp_path, whisper_then(-20, at=15, over=30)).rise < 4.0


def test_fading_in_is_none(tmp_path: Path) -> None:
    """25 dB within the first eight seconds, evenly."""
    assert character_of(tmp_path, whisper_then(-20, at=0, over=8)).rise < 5.0


def test_silence_has_no_character(tmp_path: Path) -> None:
    """And is no accident."""
    nothing = np.zeros(10 * FLAC.rate, np.float32)
    assert (
        portrait_of(formats.write(tmp_path / "a.flac", nothing, FLAC)).character is None
    )


SPARSE: Final = ("ember", "seven-bowls", "first-light", "soft-rain", "long-evening")
"""Single tones, a warm pad, rain, a soft organ coming down."""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_starter_music_stands_in_the_order_that_a_person_would_say(
    tmp_path: Path,
) -> None:
    """All of it calm; the choir that rises to its arch above what is sparse."""
    render_missing(tmp_path, PIECES, 2, lambda _: None)
    heard = {piece.name: portrait_of(tmp_path / piece.file) for piece in PIECES}
    found = {name: told.character for name, told in heard.items() if told.character}
    assert len(found) == len(PIECES)
    assert all(each.intensity <= 2 for each in found.values())
    assert all(each.rise < 10.0 for each in found.values())
    assert all(found[name].intensity < found["high-arch"].intensity for name in SPARSE)
