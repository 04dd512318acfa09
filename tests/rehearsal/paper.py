"""The shipped scenes on made-up measures: every track six minutes and a few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kap_room.engine.begin import Loaded
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import Shelves
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Lamp, Room
from kap_room.plan.scene import Scene
from kap_room.plan.units import Decibels, Seconds

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1]

ROOM = Room(
    name="Paper",
    music=Path("/music"),
    lamps=(Lamp("bed", "zigbee2mqtt", "bed"), Lamp("floor", "zigbee2mqtt", "floor")),
)


def shipped(scene: str) -> Loaded:
    path = SHIPPED / "scenes" / f"{scene}.yaml"
    files = read_all(str(path), Shelves(SHIPPED / "room.yaml", SHIPPED))
    assert isinstance(files, SessionFiles), files
    return Loaded("paper", files.scene, files.playlists, _measures(files.playlists))


def _measures(playlists: Mapping[str, Playlist]) -> dict[str, Measure]:
    files = sorted({t.file for each in playlists.values() for t in each.tracks})
    return {
        f"/music/{file}": Measure(
            Seconds(360.0 + number), Decibels(-20.0), Decibels(-6.0)
        )
        for number, file in enumerate(files)
    }


def made_up(scene: Scene, length: float = 360.0, tracks: int = 4) -> Loaded:
    playlists = {
        phase.playlist: Playlist(
            phase.playlist,
            tuple(Track(f"{phase.playlist}/{n}.flac") for n in range(tracks)),
        )
        for phase in scene.phases
        if phase.playlist is not None
    }
    measures = _measures(playlists)
    measures = {
        file: replace(measure, length=Seconds(length))
        for file, measure in measures.items()
    }
    return Loaded("paper", scene, playlists, measures)
