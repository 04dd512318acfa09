"""The playlists of a scene for whoever writes them, from the files and the catalogue.

No engine, no broker and no sound are needed for it: it works on a laptop at home.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from kap_room.exchange.bookshelf import Workbench
from kap_room.exchange.listening import Listening
from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogued import Catalogued
from kap_room.library.draft import Draft
from kap_room.library.drafts import begun, opened
from kap_room.library.listed import Listed
from kap_room.library.page import read_scene
from kap_room.library.problems import one_of, quoted
from kap_room.library.rewriting import CannotSave
from kap_room.library.sayings import Said
from kap_room.library.session_files import read_room_or_none
from kap_room.library.shelves import PLAYLISTS, SCENES, NotFound, Shelves, shipped
from kap_room.link.places import Places
from kap_room.plan.scene import Route, Scene
from kap_room.plan.units import Seconds
from kap_room.timeline.boosters import peak_of
from kap_room.timeline.course import lay
from kap_room.wiring.at_once import AT_ONCE, catalogue_at
from kap_room.wiring.bench import Papers, SceneBench
from kap_room.wiring.last_heard import keep_heard_lately
from kap_room.wiring.loading import shelves_of, starter_music

IN_USE = "The catalogue is in use by another program. Save again in a moment."
NOT_SCANNED = "The library is empty. Type: kap-room library scan"

BOOSTER: Mapping[Route | None, Seconds] = {
    None: Seconds(2100.0),
    Route.SUBLINGUAL: Seconds(2100.0),
    Route.ORAL: Seconds(2100.0),
    Route.IM: Seconds(900.0),
    Route.INTRANASAL: Seconds(900.0),
}
"""How long after the dose a booster usually comes, which is how much longer it makes
the peak. By drip, and with esketamine, there is none."""


def today() -> date:
    return datetime.now().astimezone().date()


def which_scene(places: Places, scene: str | None) -> str:
    """Its path; without a name the room's only one. Raises `NotFound` otherwise."""
    shelves = shelves_of(places)
    if scene is not None:
        return str(shelves.scene(scene))
    found = shelves.scenes()
    beside = places.room_file.parent
    own = [path for path in found.values() if path.is_relative_to(beside)]
    if len(own) == 1:
        return str(own[0])
    if not found:
        raise NotFound(shelves.is_empty(SCENES))
    names = one_of(sorted(path.stem for path in own) or sorted(found))
    raise NotFound(f"Which scene? There is {names}.")


class PlaylistShelf:
    """Implements the `Bookshelf` that a screen is handed."""

    def __init__(
        self,
        places: Places,
        listening: Listening | None = None,
        today: Callable[[], date] = today,
    ) -> None:
        self._places, self._listening, self._today = places, listening, today

    @property
    def listening(self) -> Listening | None:
        return self._listening

    def open(self, scene: str) -> Workbench | str:
        shelves = shelves_of(self._places)
        try:
            file = shelves.scene(scene)
        except NotFound as nowhere:
            return str(nowhere)
        page = read_scene(file)
        room = read_room_or_none(self._places.room_file)
        if page.value is None or room.value is None:
            return str((*page.problems, *room.problems)[0])
        drafts, broken = _drafts_of(page.value, shelves)
        folders = (room.value.music, starter_music(self._places))
        library = _Library(self._places, folders)
        papers = Papers(
            page.value,
            file,
            drafts,
            broken,
            _boosted(page.value),
            NOT_SCANNED,
        )
        return SceneBench(papers, library, self._today)


@dataclass(frozen=True, slots=True)
class _Library:
    """What the catalogue knows. The first folder hides what has its name elsewhere."""

    places: Places
    folders: tuple[Path, ...]

    def listed(self) -> tuple[Listed, ...]:
        keep_heard_lately(self.places, self.folders)
        found: dict[str, Listed] = {}
        with catalogue_at(self.places.catalogue) as known:
            rows = map(known.list_of, self.folders) if known is not None else ()
            for one in chain.from_iterable(rows):
                found.setdefault(one.file, one)
        return tuple(found.values())

    def known(self, files: Iterable[str]) -> tuple[Catalogued, ...]:
        found: tuple[Catalogued | None, ...] = ()
        with catalogue_at(self.places.catalogue) as known:
            if known is not None:
                found = tuple(self._one(known, file) for file in files)
        return tuple(one for one in found if one is not None)

    def keep(self, said: Mapping[str, Said]) -> None:
        try:
            with Catalogue(self.places.catalogue, AT_ONCE) as known:
                for file, one in said.items():
                    self._keep_one(known, file, one)
        except (sqlite3.Error, OSError):
            raise CannotSave(IN_USE) from None

    def _keep_one(self, known: Catalogue, file: str, said: Said) -> None:
        there = self._one(known, file)
        if there is None or not known.say_by_hand(
            there.path, intensity=said.intensity, tags=said.tags
        ):
            says = f"The catalogue does not know {quoted(file)} any more: F6 reads it."
            raise CannotSave(says)

    def _one(self, known: Catalogue, file: str) -> Catalogued | None:
        for folder in self.folders:
            home = folder.resolve()
            if one := known.one(home / file, home):
                return one
        return None


def _drafts_of(
    scene: Scene, shelves: Shelves
) -> tuple[dict[str, Draft], dict[str, str]]:
    drafts: dict[str, Draft] = {}
    broken: dict[str, str] = {}
    for phase in scene.phases:
        name = phase.playlist
        if name is None or name in drafts or name in broken:
            continue
        own = shelves.room_file.parent / PLAYLISTS / f"{name}.yaml"
        try:
            draft = opened(shelves.playlist(name))
        except NotFound:
            drafts[name] = begun(own)
            continue
        if isinstance(draft, Draft):
            drafts[name] = _own(draft, own, shelves)
        else:
            broken[name] = str(draft[0])
    return drafts, broken


def _own(draft: Draft, own: Path, shelves: Shelves) -> Draft:
    """The examples that come with the program stay; a change goes beside the room."""
    folder = draft.path.parent.parent
    if folder != shipped() or folder == shelves.room_file.parent:
        return draft
    return replace(draft, path=own, read=None)


def _boosted(scene: Scene) -> Mapping[str, Seconds]:
    """How long the peak is with one booster at its usual time."""
    peak = peak_of(lay(scene))
    longer = BOOSTER.get(scene.route)
    if peak is None or longer is None:
        return {}
    phase = scene.phases[peak]
    return {} if phase.lasts is None else {phase.name: Seconds(phase.lasts + longer)}
