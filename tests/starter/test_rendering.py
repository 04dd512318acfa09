"""Rendering as others see it: a process, lines of progress, whole files or none."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from kap_room.plan.units import Seconds
from kap_room.starter.catalogue import PIECES, Piece, piece_named
from kap_room.starter.render import render
from kap_room.starter.shelf import missing, shelved
from tests.rig.priority import at_once
from tests.starter.listening import measured_by_ffmpeg

pytestmark = pytest.mark.timeout(450)  # seconds of work, of which others may have more


def named(name: str) -> Piece:
    piece = piece_named(name)
    assert piece is not None
    return piece


def starting(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kap_room.starter", str(folder), *options],
        env=os.environ | at_once(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def appears(folder: Path, pattern: str) -> bool:
    """Wait until a file of this kind lies in the folder."""
    until = time.monotonic() + 150.0
    while time.monotonic() < until:
        if any((folder / "starter").glob(pattern)):
            return True
        time.sleep(0.02)
    return False


def test_a_written_piece_is_what_was_measured(tmp_path: Path) -> None:
    """FFmpeg hears the loudness and peak that the index tells, at 48 kHz, in stereo."""
    rendered = render(tmp_path, named("slow-tide"), Seconds(20))
    loudness, peak = measured_by_ffmpeg(tmp_path / "starter" / "slow-tide.opus")
    assert abs(loudness - rendered.loudness) < 0.2
    assert abs(peak - rendered.peak) < 0.5
    assert abs(loudness + 23.0) < 0.5
    assert peak < -3.0
    assert abs(rendered.length - 20.0) < 0.1


def test_a_written_piece_says_what_it_is(tmp_path: Path) -> None:
    """Title, artist and album stand in the file for any player to show."""
    render(tmp_path, named("ember"), Seconds(5))
    with av.open(str(tmp_path / "starter" / "ember.opus")) as container:
        stream = container.streams.audio[0]
        assert stream.metadata["title"] == "Ember"
        assert stream.metadata["artist"] == "kap-room"
        assert stream.metadata["album"] == "Starter music"
        assert stream.rate == 48_000
        assert stream.layout.name == "stereo"


def test_the_same_piece_is_the_same_file(tmp_path: Path) -> None:
    """Nothing in a file depends on when it was written."""
    for folder in ("one", "other"):
        render(tmp_path / folder, named("clearing"), Seconds(5))
    one, other = (tmp_path / f / "starter/clearing.opus" for f in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_an_interrupted_rendering_leaves_nothing_half_written(tmp_path: Path) -> None:
    """SIGTERM in the middle of writing: no file under its name, no leftover beside."""
    process = starting(tmp_path, "--only", "clearing", "--workers", "1")
    assert appears(tmp_path, "*.part")
    process.send_signal(signal.SIGTERM)
    told, complaint = process.communicate(timeout=200)
    assert process.returncode == 130
    assert complaint == ""
    assert json.loads(told.splitlines()[0])["done"] == 0
    assert list((tmp_path / "starter").glob("*.opus*")) == []
    assert missing(tmp_path) == PIECES


def test_a_killed_rendering_is_swept_and_finished_by_the_next(tmp_path: Path) -> None:
    """Kill -9 gives no time to tidy up; the next rendering does, and goes on."""
    process = starting(tmp_path, "--only", "clearing")
    assert appears(tmp_path, "*.part")
    process.kill()
    process.communicate(timeout=200)
    (tmp_path / "starter" / "ember.opus.1.part").write_bytes(b"half")
    process = starting(tmp_path, "--only", "clearing")
    told, complaint = process.communicate(timeout=200)
    assert process.returncode == 0, complaint
    assert json.loads(told.splitlines()[-1])["seconds_left"] == 0
    assert {each.name for each in shelved(tmp_path)} == {"clearing"}
    assert list((tmp_path / "starter").glob("*.part")) == []


def test_progress_is_told_and_what_is_there_is_not_rendered_again(
    tmp_path: Path,
) -> None:
    """The last line says that all is done; a second rendering has nothing to do."""
    command = ("--only", "clearing")
    told, _ = starting(tmp_path, *command).communicate(timeout=200)
    assert json.loads(told.splitlines()[-1]) == {
        "done": 1,
        "of": 1,
        "piece": "clearing",
        "seconds_left": 0,
    }
    told, _ = starting(tmp_path, *command).communicate(timeout=200)
    assert [json.loads(line)["of"] for line in told.splitlines()] == [0]


@pytest.mark.parametrize("blocked", ["file", "below"])
def test_a_folder_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, blocked: str
) -> None:
    """A file where the folder should be: one line, no traceback, exit 1."""
    (tmp_path / "file").write_text("not a folder")
    where = tmp_path / "file" / ("" if blocked == "file" else "below")
    process = starting(where)
    _, complaint = process.communicate(timeout=200)
    assert process.returncode == 1
    assert complaint.count("\n") == 1
    assert "cannot be written" in complaint
