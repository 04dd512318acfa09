"""What a piece is like, on pieces of which nobody would argue."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import correlation
from typing import Final

import numpy as np
import pytest

from kap_room.library.catalogued import Character
from kap_room.library.ear.hear import portrait_of
from kap_room.plan.units import Seconds
from kap_room.starter import PIECES
from kap_room.starter.render import render
from kap_room.starter.workers import render_missing
from tests.library import extremes, formats, other_pieces
from tests.library.formats import KINDS, Kind, Wave

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
    """A drone, a soft pad, a slow pulse, a rhythm, dense percussion; equally loud."""
    intensities = [heard[name].intensity for name in extremes.IN_ORDER]
    assert intensities == sorted(intensities)
    assert (intensities[0], intensities[-1]) == (1, 5)
    assert intensities[1] < intensities[2] < intensities[3] < intensities[4]


def test_so_do_pieces_of_other_kinds(tmp_path: Path) -> None:
    """Sparse notes and rain, slow ones and a heart, quick ones, drums."""
    kinds = (other_pieces.SPARSE, other_pieces.SLOW, other_pieces.QUICK)
    steps = [
        {character_of(tmp_path, make(10.0)).intensity for make in kind}
        for kind in (*kinds, other_pieces.DRIVING)
    ]
    assert all(max(calmer) < min(deeper) for calmer, deeper in pairwise(steps))


@pytest.mark.parametrize("rate", [4_000, 7_000])
def test_a_sound_of_few_samples_has_a_character_too(tmp_path: Path, rate: int) -> None:
    """Where its highest tones would be there is nothing."""
    kind = Kind(".wav", "pcm_s16le", rate)
    path = formats.write(tmp_path / "a.wav", formats.tone(10.0, 100.0, kind), kind)
    found = portrait_of(path)
    assert found.measure.problem is None
    assert found.character is not None
    assert found.character.intensity == 1


def test_a_poor_copy_is_as_intense_within_one_step(
    tmp_path: Path, heard: dict[str, Character]
) -> None:
    """In mono, at half the rate, with 64 kbit a second, a third of it."""
    poor = KINDS["mp3 mono, no index"]
    for name in ("pulse", "rhythm", "percussion"):
        wave = extremes.IN_ORDER[name](SECONDS / 3)[::2]
        copy = portrait_of(formats.write(tmp_path / "a.mp3", wave, poor)).character
        assert copy is not None
        assert abs(copy.intensity - heard[name].intensity) <= 1


def test_a_choir_over_a_deep_tone_is_more_intense_than_either(tmp_path: Path) -> None:
    """Weight is a ground that carries something: a hum alone is calm."""
    low, high = extremes.drone(10.0), extremes.voices(10.0)
    apart = [character_of(tmp_path, each).intensity for each in (low, high)]
    assert character_of(tmp_path, low + high).intensity > max(apart)


def test_a_beat_is_counted(heard: dict[str, Character]) -> None:
    """Within one a minute; a drone has none."""
    assert heard["pulse"].tempo == pytest.approx(70, abs=1)
    assert heard["rhythm"].tempo == pytest.approx(90, abs=1)
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


CALM: Final = ("clearing", "seven-bowls")
"""Single tones over a quiet bed."""

DEEP: Final = ("heartwood",)
"""A slow pulse, and voices above it."""


def test_the_peak_of_the_starter_music_is_more_intense_than_its_calm_pieces(
    tmp_path: Path,
) -> None:
    """In short renditions; the long ones are heard among the slow tests."""
    found = {}
    for piece in PIECES:
        if piece.name in CALM + DEEP:
            render(tmp_path, piece, Seconds(20.0))
            found[piece.name] = portrait_of(tmp_path / piece.file).character
    steps = {name: each.intensity for name, each in found.items() if each}
    assert max(steps[name] for name in CALM) < min(steps[name] for name in DEEP)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_starter_music_stands_in_the_order_that_its_makers_meant(
    tmp_path: Path,
) -> None:
    """From first to last, and nothing meant two steps deeper comes out calmer."""
    render_missing(tmp_path, PIECES, 2, lambda _: None)
    heard = {piece.name: portrait_of(tmp_path / piece.file) for piece in PIECES}
    found = {name: told.character for name, told in heard.items() if told.character}
    assert len(found) == len(PIECES)
    assert all(each.rise < 10.0 for each in found.values())
    meant = [piece.intensity for piece in PIECES]
    steps = [found[piece.name].intensity for piece in PIECES]
    assert alike(meant, steps) >= 0.8, dict(zip(found, steps, strict=True))
    pairs = list(zip(meant, steps, strict=True))
    assert not any(m - n >= 2 and s < t for m, s in pairs for n, t in pairs)
    assert max(steps) - min(steps) >= 3


def alike(one: list[int], other: list[int]) -> float:
    """Spearman's correlation of two orders; what is equal shares its rank."""
    ranks = [
        [sum(each < here for each in told) + told.count(here) / 2 for here in told]
        for told in (one, other)
    ]
    return correlation(*ranks)
