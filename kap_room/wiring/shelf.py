"""The scenes of the start screen, each already checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kap_room.exchange.desk import SceneCard
from kap_room.library.check import Finding, Verdict, look_over
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.link.places import Places
from kap_room.plan.music import Measure
from kap_room.wiring.loading import measures_of, music_folders, shelves_of


class SceneShelf:
    """Implements the `Shelf` that a front end is handed."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def scenes(self) -> tuple[SceneCard, ...]:
        found = shelves_of(self._places).scenes()
        return tuple(self._card(name, path) for name, path in found.items())

    def _card(self, name: str, path: Path) -> SceneCard:
        files = read_all(str(path), shelves_of(self._places))
        if not isinstance(files, SessionFiles):
            problems = tuple(map(str, files))
            return SceneCard(name, str(path), (), None, problems, can_start=False)
        findings = findings_of(files, self._places)
        doubts = [f for f in findings if f.verdict is not Verdict.OK]
        scene = files.scene
        return SceneCard(
            name=scene.name,
            path=str(path),
            phases=tuple((phase.name, phase.lasts) for phase in scene.phases),
            route=scene.route.value if scene.route is not None else None,
            problems=tuple(f"{f.about}: {f.says}" for f in doubts),
            can_start=not any(_stops(finding) for finding in doubts),
        )


def _stops(finding: Finding) -> bool:
    """A phase that cannot sound stops a session; a lamp that cannot glow does not."""
    return finding.verdict is Verdict.WRONG and finding.about.startswith("phase ")


def findings_of(files: SessionFiles, places: Places) -> tuple[Finding, ...]:
    folders = music_folders(files, places)
    return look_over(files, _from(places.catalogue), folders[1:])


def _from(catalogue: Path) -> Callable[[Path], Measure | None]:
    if not catalogue.exists():
        return lambda _: None

    def measure_of(path: Path) -> Measure | None:
        return measures_of((str(path),), catalogue).get(str(path))

    return measure_of
