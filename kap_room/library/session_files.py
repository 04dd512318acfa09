"""Everything a session is read from, at once: room, scene and playlists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kap_room.library.page import Page, read_playlist, read_room, read_scene
from kap_room.library.problems import Problem, Problems
from kap_room.library.rooms import room_without_file
from kap_room.library.shelves import NotFound, Shelves
from kap_room.plan.music import Playlist
from kap_room.plan.room import Room
from kap_room.plan.scene import Scene


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """All that a session needs, read and found right."""

    scene: Scene
    playlists: Mapping[str, Playlist]
    """Those that the scene's phases name, by that name."""
    room: Room
    scene_file: Path
    room_file: Path


def read_all(scene: str, shelves: Shelves) -> SessionFiles | tuple[Problem, ...]:
    """The files of one session, or every problem of all of them.

    A room file that is not there is no problem: then the room has sound and no lamps.
    """
    problems = Problems()
    room = read_room_or_none(shelves.room_file)
    problems.found.extend(room.problems)
    try:
        found = shelves.scene(scene)
    except NotFound as nowhere:
        problems.add(Path(scene), 1, "scene", str(nowhere))
        return problems.in_order()
    page = read_scene(found)
    problems.found.extend(page.problems)
    playlists = _playlists_of(page, shelves, problems)
    if problems.found or page.value is None or room.value is None:
        return problems.in_order()
    return SessionFiles(page.value, playlists, room.value, found, shelves.room_file)


def read_room_or_none(path: Path) -> Page[Room]:
    """The room file, or the room that it is without one."""
    if not path.exists() and not path.is_symlink():
        return Page(path, room_without_file(path))
    return read_room(path)


def _playlists_of(
    page: Page[Scene], shelves: Shelves, problems: Problems
) -> dict[str, Playlist]:
    playlists: dict[str, Playlist] = {}
    missing: dict[str, str] = {}
    for number, phase in enumerate(page.value.phases if page.value else ()):
        name = phase.playlist
        if name is None or name in playlists:
            continue
        if name not in missing:
            missing[name] = _read_one(name, shelves, playlists, problems)
        if missing[name]:
            line = page.lines.get(("phases", number, "playlist"), 1)
            key = f"phases[{number + 1}].playlist"
            problems.add(page.path, line, key, missing[name])
    return playlists


def _read_one(
    name: str,
    shelves: Shelves,
    playlists: dict[str, Playlist],
    problems: Problems,
) -> str:
    """Why it is not there; nothing where it is, whatever is wrong inside it."""
    try:
        found = shelves.playlist(name)
    except NotFound as nowhere:
        return str(nowhere)
    page = read_playlist(found)
    problems.found.extend(page.problems)
    if page.value is not None:
        playlists[name] = page.value
    return ""
