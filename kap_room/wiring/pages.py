"""The scenes and playlists of a stick: read once, and checked before any is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kap_room.library import bringing
from kap_room.library.bringing import Item, Kind
from kap_room.library.page import Page, read_playlist, read_scene
from kap_room.library.problems import Problem, Problems, did_you_mean, quoted
from kap_room.library.sheet import words_for
from kap_room.library.shelves import Shelves
from kap_room.library.text import Unreadable, bytes_of
from kap_room.plan.scene import Scene


@dataclass(slots=True)
class Pages:
    """By the names of their items. What was checked is what will be written."""

    raw: dict[str, bytes] = field(default_factory=dict)
    wrong: Problems = field(default_factory=Problems)
    scenes: list[Page[Scene]] = field(default_factory=list)

    def read(self, item: Item, source: Path, target: Path) -> bool:
        """Whether it is what is here already; only what is not is checked."""
        try:
            self.raw[item.name] = raw = bytes_of(source)
        except Unreadable as unreadable:
            self.wrong.add(source, unreadable.line, "file", unreadable.says)
            return False
        if raw == _bytes_or_none(target):
            return True
        if item.kind is Kind.SCENES:
            scene = read_scene(source)
            self.scenes.append(scene)
            self.wrong.found.extend(scene.problems)
        else:
            self.wrong.found.extend(read_playlist(source).problems)
        return False

    def of(self, item: Item) -> bytes | None:
        return self.raw.get(item.name)

    def difference(self, item: Item, target: Path) -> tuple[str, ...]:
        here = _bytes_or_none(target) or b""
        there = self.raw.get(item.name, b"")
        texts = (here.decode("utf-8", "replace"), there.decode("utf-8", "replace"))
        return bringing.difference(texts[0], texts[1], item.name)

    def problems(self, there: Path, room_file: Path) -> tuple[Problem, ...]:
        """All of them, also of a scene that names a playlist which is nowhere."""
        known = set(Shelves(room_file, there).playlists())
        for page in self.scenes:
            phases = () if page.value is None else page.value.phases
            for number, phase in enumerate(phases):
                if phase.playlist is None or phase.playlist in known:
                    continue
                place = ("phases", number, "playlist")
                says = (
                    f"There is no playlist {quoted(phase.playlist)} there or here."
                    f"{did_you_mean(phase.playlist, known)}"
                )
                line = page.tree.line_of(place)
                self.wrong.add(page.path, line, words_for(place), says)
        return self.wrong.in_order()


def _bytes_or_none(path: Path) -> bytes | None:
    try:
        return bytes_of(path)
    except Unreadable:
        return None
