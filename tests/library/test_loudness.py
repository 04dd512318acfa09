"""What decoding a file to its end finds, whatever its name and header say."""

import os
from pathlib import Path

import numpy as np
import pytest

from kap_room.library.loudness import measure
from kap_room.plan.units import SILENT
from tests.library import paper


def test_a_tone_is_as_loud_as_the_standard_says(tmp_path: Path) -> None:
    """997 Hz at -20 dB on both channels is -20 LUFS, and its peak is -20 dBTP."""
    found = measure(paper.sine(tmp_path / "tone.flac", 5.0))
    assert found.loudness == pytest.approx(-20.0, abs=0.1)
    assert found.peak == pytest.approx(-20.0, abs=0.1)


def test_mono_is_as_loud_as_the_same_on_two_speakers(tmp_path: Path) -> None:
    """That is how it is played."""
    one = measure(paper.sine(tmp_path / "mono.flac", 5.0, layout="mono"))
    two = measure(paper.sine(tmp_path / "stereo.flac", 5.0))
    assert one.loudness == pytest.approx(two.loudness, abs=0.05)


def test_a_length_is_what_was_decoded(tmp_path: Path) -> None:
    """To the sample."""
    assert measure(paper.sine(tmp_path / "tone.wav", 2.5)).length == 2.5


def test_a_file_cut_short_has_the_length_that_is_left(tmp_path: Path) -> None:
    """Its header still announces all of it."""
    whole = paper.sine(tmp_path / "whole.flac", 10.0)
    cut = tmp_path / "cut.flac"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = measure(cut)
    assert found.problem is None
    assert 3.0 < found.length < 7.0
    assert found.loudness == pytest.approx(-20.0, abs=0.2)


def test_silence_is_no_problem_and_has_no_loudness(tmp_path: Path) -> None:
    """A pause may be meant."""
    found = measure(paper.sine(tmp_path / "pause.flac", 3.0, -200.0))
    assert (found.loudness, found.peak, found.problem) == (SILENT, SILENT, None)


def test_a_quiet_file_s_peak_is_never_told_too_low(tmp_path: Path) -> None:
    """The ceiling depends on it."""
    found = measure(paper.sine(tmp_path / "quiet.flac", 3.0, -50.0))
    assert -50.0 <= found.peak < -48.0


STRANGE = {
    "random.mp3": np.random.default_rng(1).bytes(200_000),
    "empty.ogg": b"",
    "words.flac": b"This is a letter and no music. " * 1000,
    "addresses.mp3": b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.mp3\n",
    "files.mp3": b"ffconcat version 1.0\nfile /etc/hostname\n",
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_music_is_a_problem_and_not_an_accident(
    tmp_path: Path, name: str
) -> None:
    """It is passed over, with a sentence."""
    file = tmp_path / name
    file.write_bytes(STRANGE[name])
    found = measure(file)
    assert (found.length < 1.0, found.loudness) == (True, SILENT)
    assert str(found.problem).endswith(".")


def test_a_file_too_short_to_be_measured_is_a_problem(tmp_path: Path) -> None:
    """A click is no track."""
    found = measure(paper.sine(tmp_path / "click.wav", 0.1))
    assert found.problem == "It is too short: 0.10 s."


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody will ever write to it."""
    file = tmp_path / "pipe.mp3"
    os.mkfifo(file)
    assert measure(file).problem == "It is not a file."


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """It was there when the playlist was written."""
    assert measure(tmp_path / "gone.mp3").problem == "There is no such file."
