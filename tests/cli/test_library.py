"""`kap-room library scan` as somebody at a prompt meets it."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_rows import MOST_TRIES
from tests.library import formats
from tests.library.formats import KINDS
from tests.rig.priority import at_once

COMMAND = (sys.executable, "-m", "kap_room.cli", "library", "scan")
LONG = 600.0
"""Seconds of music that nobody measures within a moment."""

WITHIN = 600.0
"""Seconds, and no claim: a scan has the lowest claim on the processor, and where others
have much to do it gets a fiftieth of a core."""

pytestmark = pytest.mark.timeout(2 * WITHIN)


@pytest.fixture(name="music")
def _music(tmp_path: Path) -> Path:
    music = tmp_path / "music"
    music.mkdir()
    written = f"room: A room\nmusic: {music}\n"
    (tmp_path / "room.yaml").write_text(written, "utf-8")
    return music


def tone(path: Path, pitch: float = 500.0, seconds: float = 3.0) -> Path:
    kind = KINDS["flac 16"]
    path.parent.mkdir(exist_ok=True)
    return formats.write(path, formats.tone(seconds, pitch, kind), kind)


def scan(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*COMMAND, *words),
        env=os.environ | at_once(),
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN,
    )


def told(*words: str) -> dict[str, Any]:
    done = scan("--json", *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_scan_measures_what_is_new_and_only_that(music: Path) -> None:
    """The second one has nothing to do."""
    tone(music / "a.flac")
    tone(music / "deep" / "b.flac", 700)
    first, second = told(), told()
    assert (first["files"], first["measured"]) == (2, 2)
    assert (second["files"], second["measured"]) == (2, 0)


def test_a_copy_that_was_interrupted_is_told(music: Path) -> None:
    """It sounds, so it is no bad file, and it ends before its time."""
    file = tone(music / "a.flac")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    found = told()
    assert found["problems"] == []
    (early,) = found["cut_short"]
    assert early["file"] == str(file)
    assert early["says"].startswith("ends early: 0:0")


def test_a_renamed_file_keeps_what_a_hand_said_and_its_place(
    music: Path, tmp_path: Path
) -> None:
    """Its playlist names it as it is called now, and the comment stays."""
    old, new = tone(music / "a.flac"), music / "deep" / "slow tide.flac"
    (tmp_path / "playlists").mkdir()
    playlist = tmp_path / "playlists" / "one.yaml"
    playlist.write_text("tracks:\n  - file: a.flac  # mine\n", "utf-8")
    told()
    with Catalogue(tmp_path / "data" / "catalogue.db") as catalogue:
        catalogue.say_by_hand(old, intensity=4, tags=["mine"])
    new.parent.mkdir()
    old.rename(new)
    found = told()
    assert found["moved"] == [{"from": str(old), "to": str(new)}]
    assert found["gone"] == []
    assert "file: deep/slow tide.flac  # mine" in playlist.read_text("utf-8")
    with Catalogue(tmp_path / "data" / "catalogue.db") as catalogue:
        (one,) = catalogue.all_of(music)
    assert (one.file, one.by_hand, one.tags) == ("deep/slow tide.flac", 4, ("mine",))


def test_a_playlist_that_could_not_be_mended_then_is_mended_later(
    music: Path, tmp_path: Path
) -> None:
    """It had a mistake in it when the file was renamed."""
    old = tone(music / "a.flac")
    (tmp_path / "playlists").mkdir()
    playlist = tmp_path / "playlists" / "one.yaml"
    playlist.write_text("tracks: [{file: a.flac}]\nmistake: 1\n", "utf-8")
    told()
    old.rename(music / "b.flac")
    assert told()["mended"] == []
    playlist.write_text("tracks: [{file: a.flac}]\n", "utf-8")
    found = told()
    assert (found["moved"], len(found["mended"])) == ([], 1)
    assert playlist.read_text("utf-8") == "tracks: [{file: b.flac}]\n"


def test_a_catalogue_of_another_version_is_measured_anew_and_it_is_told(
    music: Path, tmp_path: Path
) -> None:
    """Otherwise somebody wonders what takes so long."""
    tone(music / "a.flac")
    assert told()["anew"] is False
    connection = sqlite3.connect(tmp_path / "data" / "catalogue.db")
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    found = told()
    assert (found["anew"], found["measured"]) == (True, 1)


def test_what_cannot_sound_is_listed_with_the_reason(music: Path) -> None:
    """One broken file is no reason to fail."""
    tone(music / "a.flac")
    (music / "broken.mp3").write_bytes(b"no music" * 1000)
    (music / "empty.ogg").write_bytes(b"")
    done = scan()
    assert done.returncode == 0
    assert "3 tracks" in done.stdout
    assert f"cannot sound: {music}/empty.ogg: The file is empty.\n" in done.stdout
    assert f"cannot sound: {music}/broken.mp3: It is not a sound file" in done.stdout


def test_a_name_cannot_move_the_cursor(music: Path) -> None:
    """Nor can it end the scan: a name is bytes."""
    for name in (b"\x1b[2Jup.mp3", b"t\xf6ne.mp3"):
        Path(os.fsdecode(os.fsencode(music) + b"/" + name)).write_bytes(b"x")
    done = scan()
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert len(told()["problems"]) == 2


def test_only_the_named_folder_is_scanned(music: Path) -> None:
    """Also one that the room does not know."""
    tone(music / "a.flac")
    elsewhere = music.parent / "elsewhere"
    tone(elsewhere / "b.flac")
    found = told(str(elsewhere))
    assert (found["files"], found["folders"]) == (1, [str(elsewhere)])


@pytest.mark.parametrize("words", [("/nowhere/at/all",), ("--fast",)])
def test_a_wrong_argument_is_one_sentence(music: Path, words: Sequence[str]) -> None:
    """And exit code 2."""
    assert music.exists()
    done = scan(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "times", [1, pytest.param(MOST_TRIES + 1, marks=pytest.mark.slow)]
)
def test_an_interrupted_scan_keeps_what_it_has_and_goes_on(
    music: Path, times: int
) -> None:
    """Ctrl+C: 130. The file in hand is heard again, as often as that happens."""
    tone(music / "a.flac", seconds=LONG)
    tone(music / "b.flac", 700)
    for _ in range(times):
        with begun() as running:
            time.sleep(0.3)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=WITHIN)
        assert (running.returncode, "Run it again to go on." in said) == (130, True)
    found = told()
    assert (found["files"], found["problems"]) == (2, [])


def begun() -> subprocess.Popen[str]:
    """A scan that has something to do, and has said so."""
    running = subprocess.Popen(
        COMMAND, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert running.stderr is not None
    assert " of " in running.stderr.readline()
    return running


def test_a_terminal_sees_one_bar(music: Path) -> None:
    """Drawn over itself, on stderr."""
    for number in range(4):
        tone(music / f"{number}.flac", 300.0 + 50 * number)
    ours, theirs = pty.openpty()
    env = os.environ | at_once()
    running = subprocess.Popen(
        COMMAND, env=env, stderr=theirs, stdout=subprocess.DEVNULL
    )
    os.close(theirs)
    seen = b"".join(iter(lambda: heard_from(ours), b""))
    os.close(ours)
    assert running.wait(WITHIN) == 0
    assert b"\r[" in seen
    assert b"4 of 4 measured" in seen
    assert seen.count(b"\n") == 1


def heard_from(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a terminal says that nobody is left
        return b""


def test_a_second_scan_beside_the_first_is_refused(music: Path) -> None:
    """It would hear everything twice."""
    tone(music / "a.flac", seconds=LONG)
    with begun() as first:
        second = scan()
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=WITHIN)
    assert (second.returncode, second.stdout) == (1, "")
    assert "Another scan is at work." in second.stderr
    assert first.returncode == 130


def test_without_a_room_file_the_defaults_are_told_by_the_folder(
    tmp_path: Path,
) -> None:
    """The sentence says which folder there should be."""
    assert not (tmp_path / "room.yaml").exists()
    done = scan()
    assert done.returncode == 2
    assert "music" in done.stderr
