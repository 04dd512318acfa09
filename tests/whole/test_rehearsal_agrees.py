"""A rehearsal and a live session are the same engine: they must agree on every turn."""

from __future__ import annotations

import json
import resource
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kap_room.adapters.journal.reading import entries_in
from tests.rig.house import House

TOLERANCE = 0.2
"""Seconds."""

SCENE = """
name: Short
phases:
  - {name: arrival, lasts: 4s, playlist: short}
  - {name: onset, lasts: 6s, playlist: short, crossfade: 3s}
  - {name: peak, lasts: 3s, playlist: long, crossfade: 2s}
"""
LISTS = {
    "short": "name: short\ntracks:\n  - file: low.flac\n    to: 0:06\n"
    "  - file: middle.flac\n",
    "long": "name: long\ntracks:\n  - file: high.flac\n",
}


@dataclass(frozen=True, slots=True)
class Course:
    """Phases and tracks in their order, each with the position of its beginning."""

    turns: tuple[tuple[str, float], ...]
    tracks: tuple[tuple[str, float], ...]


def test_a_short_scene_goes_as_rehearsed(tmp_path: Path, music: Path) -> None:
    """Every turn and every track of the live session, within 0.2 s."""
    with House(tmp_path, music=music, has_sound=False) as house:
        for name, text in LISTS.items():
            house.write(f"playlists/{name}.yaml", text)
        house.write("scenes/short.yaml", SCENE)
        house.measure()
        rehearsed = _rehearsed(house, house.env, "short")
        house.keep()
        house.start("short")
        house.wait_until(lambda told: told["session"]["state"] == "ended", 40.0)
        session = house.status()["session"]["id"]
        live = _lived(tmp_path / "data" / "journal.db", session)
    assert [phase for phase, _ in live.turns] == ["arrival", "onset", "peak"]
    _agree(live.turns, rehearsed.turns)
    _agree(live.tracks, rehearsed.tracks)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_goes_as_rehearsed(tmp_path: Path) -> None:
    """Five minutes of the shipped scene, with its own music, as anybody starts it."""
    with House(tmp_path) as house:
        said = house.run("demo", "--render", within=300.0)
        assert said.code == 0, said
        demo = house.popen("demo", "--headless")
        running = house.wait_until(lambda told: told["session"]["state"] == "running")
        data = tmp_path / "data" / "demo"
        env = house.env | {
            "KAP_ROOM_CONFIG": str(data / "room.yaml"),
            "KAP_ROOM_DATA": str(data),
        }
        assert demo.wait(timeout=400.0) == 0
        live = _lived(data / "journal.db", running["session"]["id"])
        rehearsed = _rehearsed(house, env, "demo")
    assert len(live.turns) == 5
    _agree(live.turns, rehearsed.turns)
    _agree(live.tracks, rehearsed.tracks)


def test_three_hours_are_rehearsed_in_a_moment(tmp_path: Path) -> None:
    """Half a second of the processor, beyond what any command's start costs."""
    with House(tmp_path, has_sound=False) as house:
        started = _cheapest(house, "rehearse", "--help")
        took = _cheapest(house, "rehearse", "sublingual", "--json")
    assert took - started < 0.5


def _rehearsed(house: House, env: Mapping[str, str], scene: str) -> Course:
    said = house.run("rehearse", scene, "--json", env=env)
    assert said.code == 0, said
    sheet = json.loads(said.out)
    assert sheet["problems"] == []
    return Course(
        tuple((turn["phase"], turn["at_s"]) for turn in sheet["turns"]),
        tuple((track["file"], track["starts_s"]) for track in sheet["tracks"]),
    )


def _lived(journal: Path, session: str) -> Course:
    entries = entries_in(journal, session)
    return Course(
        tuple(
            (json.loads(x.data)["phase"], float(x.position))
            for x in entries
            if x.kind == "PhaseTurned"
        ),
        tuple(
            (json.loads(x.data)["file"], float(x.position))
            for x in entries
            if x.kind == "TrackBegan"
        ),
    )


def _agree(
    live: tuple[tuple[str, float], ...], rehearsed: tuple[tuple[str, float], ...]
) -> None:
    assert [name for name, _ in live] == [name for name, _ in rehearsed]
    off = {
        f"{name}: {at} live, {planned} on paper": abs(at - planned)
        for (name, at), (_, planned) in zip(live, rehearsed, strict=True)
    }
    # At one of them the whole computer may have stood still.
    assert sorted(off.values())[-2] < TOLERANCE, off
    assert max(off.values()) < 5 * TOLERANCE, off


def _cheapest(house: House, *words: str) -> float:
    """Seconds of the processor, of three runs: others may be waiting for it as well.

    As installed: what Python makes of the modules is kept from the first run on.
    """
    env = {k: v for k, v in house.env.items() if k != "PYTHONDONTWRITEBYTECODE"}
    took = []
    for _ in range(3):
        before = _spent_by_children()
        assert house.run(*words, env=env).code == 0
        took.append(_spent_by_children() - before)
    return min(took)


def _spent_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
