"""The room's music and playlists, read for the commands that work with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from kap_room.library.catalogued import Catalogued
from kap_room.library.entries import playlist_of
from kap_room.library.page import Page, read_playlist
from kap_room.library.session_files import read_room_or_none
from kap_room.library.shelves import PLAYLISTS, Shelves
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.link.places import Places
from kap_room.plan.music import Playlist, Track
from kap_room.plan.room import Room
from kap_room.wiring.at_once import catalogue_at
from kap_room.wiring.last_heard import keep_heard_lately
from kap_room.wiring.loading import FilesWrong, shelves_of, starter_music

ENDING: Final = ".yaml"
_ENDINGS: Final = (ENDING, ".yml")


class NameWrong(Exception):  # noqa: N818 - the answer to an argument
    """Why no file can be called so."""


@dataclass(frozen=True, slots=True)
class Music:
    """What the last scan found, and where files are now."""

    room: Room
    folders: tuple[Path, ...]
    by_path: Mapping[Path, Catalogued]

    @property
    def catalogued(self) -> tuple[Catalogued, ...]:
        """Of two files of one name that which a playlist would mean."""
        found: dict[str, Catalogued] = {}
        for each in self.by_path.values():
            found.setdefault(each.file, each)
        return tuple(found.values())

    def known(self, track: Track) -> Catalogued | None:
        return self.by_path.get(place_of(track.file, self.folders).path)

    def why_not(self, track: Track) -> str | None:
        """Why its file cannot be opened; None where it can be."""
        place = place_of(track.file, self.folders)
        match place.whereabouts:
            case Whereabouts.MISSING:
                return "is not in the music folder."
            case Whereabouts.OUTSIDE:
                return "leads out of the music folder."
            case Whereabouts.THERE:
                return None


def music_in(places: Places) -> Music:
    """Raise `FilesWrong` where the room file is."""
    room = read_room_or_none(places.room_file)
    if room.value is None:
        raise FilesWrong(room.problems)
    folders = (room.value.music, starter_music(places))
    keep_heard_lately(places, folders)
    return Music(room.value, folders, _catalogued(folders, places.catalogue))


def _catalogued(folders: Iterable[Path], catalogue: Path) -> dict[Path, Catalogued]:
    found: dict[Path, Catalogued] = {}
    with catalogue_at(catalogue) as known:
        rows = map(known.all_of, folders) if known is not None else ()
        for each in chain.from_iterable(rows):
            found.setdefault(each.path, each)
    return found


@dataclass(frozen=True, slots=True)
class Shelved:
    """A playlist's file and what stands in it."""

    called: str
    path: Path
    playlist: Playlist


def shelved(places: Places, which: str) -> Shelved:
    """By name or path. Raise `NotFound` or `FilesWrong`."""
    path = path_of(shelves_of(places), which)
    page = read_playlist(path)
    if page.value is None:
        raise FilesWrong(page.problems)
    return Shelved(path.stem, path, page.value)


def path_of(shelves: Shelves, which: str) -> Path:
    path = shelves.here / which
    if ("/" in which or path.suffix in _ENDINGS) and path.exists():
        return path
    return shelves.playlist(path.stem if path.suffix in _ENDINGS else which)


def pages(places: Places) -> dict[str, Page[Playlist]]:
    """Every playlist by its name, right or wrong."""
    found = shelves_of(places).playlists()
    return {name: read_playlist(path) for name, path in sorted(found.items())}


def home_of(places: Places, name: str) -> Path:
    """Where a new playlist of this name is written: beside the room file.

    Raise `NameWrong` where no file should be called so.
    """
    try:
        called = playlist_of(name)
    except ValueError as wrong:
        raise NameWrong(f"--name: {wrong}") from None
    folder = places.room_file.parent / PLAYLISTS
    old = folder / f"{called}.yml"
    return old if old.exists() else folder / f"{called}{ENDING}"
