"""Everything a session is read from, at once: room, scene and playlists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kap_room.library.entries import playlist_of
from kap_room.library.page import Page, read_playlist, read_room, read_scene
from kap_room.library.problems import Problem, Problems
from kap_room.library.rooms import room_without_file
from kap_room.library.sheet import words_for
from kap_room.library.shelves import NotFound, Shelves
from kap_room.library.tree import Place, Tree
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
    try:
        path.lstat()
    except FileNotFoundError:
        return Page(path, room_without_file(path))
    except (OSError, ValueError):
        pass  # it is there, or could be: reading it says why it cannot be read
    return read_room(path)


def read_room_to_write(path: Path) -> Page[Room]:
    """The same for whoever is about to write into it: what is empty is begun."""
    page = read_room_or_none(path)
    return Page(path, room_without_file(path)) if page.is_empty else page


def _playlists_of(
    page: Page[Scene], shelves: Shelves, problems: Problems
) -> dict[str, Playlist]:
    playlists: dict[str, Playlist] = {}
    nowhere: dict[str, str] = {}
    for place, name in _names_in(page.tree):
        if name not in playlists and name not in nowhere:
            nowhere[name] = _read_one(name, shelves, playlists, problems)
        if says := nowhere.get(name):
            line = page.tree.line_of(place)
            problems.add(page.path, line, words_for(place), says)
    return playlists


def _names_in(tree: Tree) -> Iterator[tuple[Place, str]]:
    """The playlists that a scene names, wherever else it may be wrong."""
    phases = tree.at(("phases",))
    for number in range(len(phases) if isinstance(phases, list) else 0):
        place: Place = ("phases", number, "playlist")
        name = tree.at(place)
        if isinstance(name, str) and place not in tree.empty:
            with suppress(ValueError):  # no name: the scene's own problem
                yield place, playlist_of(name.strip())


def _read_one(
    name: str,
    shelves: Shelves,
    playlists: dict[str, Playlist],
    problems: Problems,
) -> str:
    """Why it is not there; nothing where it is, whatever is wrong inside it."""
    try:
        found = shelves.playlist(name)
    except NotFound as unknown:
        return str(unknown)
    page = read_playlist(found)
    problems.found.extend(page.problems)
    if page.value is not None:
        playlists[name] = page.value
    return ""
