"""A disk that fills up in mid-session: the room goes on, and no word is lost silently.

The data folder is a small disk of its own, which only root may make.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kap_room.adapters.journal.reading import entries_in
from tests.rig.house import House
from tests.rig.tries import quickest

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("mount") is None,
        reason="only root can make a small disk",
    ),
]

SCENE = """
name: Evening
phases:
  - {name: one, lasts: open, playlist: music}
  - {name: two, lasts: open, playlist: music}
"""

WORDS = "A note of some length, which has to find a place on the disk. " * 100

AT_MOST = 40
"""Notes until a full disk must have refused one: the journal keeps some room."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this root may not mount anything")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(b"." * size)
            except OSError:
                continue
    return filler


def notes_of(house: House) -> list[str]:
    """What is durable."""
    session = house.status()["session"]["id"]
    entries = entries_in(house.folder / "data" / "journal.db", session)
    return [json.loads(x.data)["text"] for x in entries if x.kind == "NoteWritten"]


def test_a_full_disk_stops_neither_the_session_nor_the_emergency_keys(
    tmp_path: Path, music: Path
) -> None:
    """Refused in words, not shown as saved; durable as soon as there is room again."""
    with small_disk(tmp_path / "data") as disk, House(tmp_path, music=music) as house:
        tracks = "".join(f"  - file: {x}.flac\n" for x in ("high", "middle", "noise"))
        house.write("playlists/music.yaml", f"name: music\ntracks:\n{tracks}")
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        house.start("evening")
        house.wait_until(lambda said: said["sound"]["state"] == "playing")
        time.sleep(3.0)
        house.send("note", "before")
        filler = fill(disk)

        refused, text = _until_refused(house)
        assert "disk is full" in refused
        assert "not saved" in refused
        told = house.status()
        assert not told["last_notes"][-1]["saved"]
        assert not told["health"]["journal"]["ok"]
        assert text not in notes_of(house)

        _still_obeys(house)

        filler.unlink()
        told = house.wait_until(lambda said: said["health"]["journal"]["ok"], 10.0)
        assert all(note["saved"] for note in told["last_notes"])
        assert notes_of(house)[0] == "before"
        assert text in notes_of(house)
        house.send("note", "after")
        assert notes_of(house)[-1] == "after"
        healths = [json.loads(x.data) for x in house.entries("HealthChanged")]
        journal = [x["ok"] for x in healths if x["part"] == "journal"]
        assert journal == [False, True]


def _silenced_after(house: House) -> float:
    """Seconds from the press to nothing."""
    house.press("music")
    house.sound.wait_for_music()
    heard = house.sound.recording()
    programme = heard.level_at(heard.ends - 0.5, window=0.5)
    assert programme > -40.0, house.status()
    pressed = house.press("silence")
    time.sleep(3.5)
    heard = house.sound.stop_recording()
    return heard.falls_below(-60.0, pressed, programme) - pressed


def _until_refused(house: House) -> tuple[str, str]:
    """What the first note that found no room was told, and its text."""
    for number in range(AT_MOST):
        text = f"{number}: {WORDS}".strip()
        said = house.run("send", "note", text)
        if said.code:
            assert said.code == 1
            return said.err, text
    raise AssertionError("a full disk took every note")


def _still_obeys(house: House) -> None:
    """The session runs, and silence and the plan's buttons act at once."""
    assert quickest(lambda: _silenced_after(house), 3.2) < 3.2
    house.press("next-phase")
    assert house.status()["phase"]["name"] == "two"
    house.press("ground")
    assert house.status()["session"]["state"] == "grounded"
    house.press("go-back-in", "plan")
    assert house.status()["session"]["state"] == "running"
