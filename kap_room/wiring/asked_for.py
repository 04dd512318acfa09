"""One file of the library, looked for because somebody wants it next.

Nothing outside the music folders is found, whatever is written and wherever a link
leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from kap_room.engine.host import Looked
from kap_room.engine.session import Refused
from kap_room.exchange.commands import FoundFile
from kap_room.library.catalogued import Catalogued
from kap_room.library.disguise import SAYS, follows_others
from kap_room.library.problems import did_you_mean, quoted
from kap_room.library.searching import folded
from kap_room.library.session_files import read_room_or_none
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.link.places import Places
from kap_room.plan.music import Track
from kap_room.wiring.at_once import catalogue_at
from kap_room.wiring.known_music import told_of
from kap_room.wiring.loading import measures_of, starter_music

NAMED: Final = 3
"""Files of one name that are told apart in a sentence."""


class Finder:
    """Called on a thread beside the engine's own."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, file: str) -> Looked:
        """Raises `Refused`, with the reason."""
        room = read_room_or_none(self._places.room_file)
        if room.value is None:
            raise Refused(str(room.problems[0]))
        folders = (room.value.music, starter_music(self._places))
        catalogue = self._places.catalogue
        path = _path_of(file, folders, catalogue)
        if follows_others(path):
            raise Refused(f"{quoted(file)} is not played. {SAYS}")
        home = next(x for x in map(Path.resolve, folders) if path.is_relative_to(x))
        one, also = _known(path, home, catalogue)
        name = str(path.relative_to(home))
        found = FoundFile(told_of(Track(name), one), str(path), also)
        return Looked(found, measures_of((str(path),), catalogue).get(str(path)))


def _path_of(file: str, folders: Sequence[Path], catalogue: Path) -> Path:
    place = place_of(file, folders)
    if place.whereabouts is Whereabouts.THERE:
        return place.path
    if place.whereabouts is Whereabouts.OUTSIDE:
        raise Refused(
            f"{quoted(file)} leads out of the music folder: it is not played."
        )
    files = _files(folders[0], catalogue)
    named = [name for name in files if _is_called(name, file)]
    places = [place_of(name, folders) for name in named[:NAMED]]
    if len(named) == 1 and places[0].whereabouts is Whereabouts.THERE:
        return places[0].path
    if named:
        several = ", ".join(named[:NAMED])
        raise Refused(f"{quoted(file)} is not one file: say which, as in {several}.")
    says = f"The music folder has no file {quoted(file)}."
    raise Refused(f"{says}{did_you_mean(file, files)}")


def _is_called(name: str, word: str) -> bool:
    """By its path or its name, with its ending or without."""
    path = PurePosixPath(name)
    ways = (name, str(path.parent / path.stem), path.name, path.stem)
    return folded(word) in map(folded, ways)


def _files(music: Path, catalogue: Path) -> tuple[str, ...]:
    found: tuple[Catalogued, ...] = ()
    with catalogue_at(catalogue) as known:
        found = known.all_of(music) if known is not None else ()
    return tuple(one.file for one in found)


def _known(
    path: Path, home: Path, catalogue: Path
) -> tuple[Catalogued | None, tuple[str, ...]]:
    """What the catalogue knows of it, and the other names of the same sound."""
    one: Catalogued | None = None
    same: tuple[Catalogued, ...] = ()
    with catalogue_at(catalogue) as known:
        if known is not None and (one := known.one(path)) is not None:
            same = known.by_content(one.content, home)
    return one, tuple(each.file for each in same if each.path != path)
