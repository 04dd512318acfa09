"""Where scenes and playlists are found: beside the room file, here, or as shipped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import kap_room
from kap_room.library.problems import did_you_mean, is_plain, one_of, quoted

SCENES: Final = "scenes"
PLAYLISTS: Final = "playlists"
_ENDINGS: Final = (".yaml", ".yml")


def shipped() -> Path:
    """The folder that holds the examples: in a wheel, or in a checkout."""
    package = Path(kap_room.__file__).parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent


class NotFound(Exception):  # noqa: N818 (it is the answer, not an accident)
    """No file for a name, as a sentence with the names there are."""


@dataclass(frozen=True, slots=True)
class Shelves:
    room_file: Path
    here: Path
    """The folder that somebody works in."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """In the order in which they are searched."""
        return tuple(dict.fromkeys((self.room_file.parent, self.here, shipped())))

    def scenes(self) -> Mapping[str, Path]:
        """Every scene by name; a nearer one hides one that is farther away."""
        return self._named(SCENES)

    def playlists(self) -> Mapping[str, Path]:
        return self._named(PLAYLISTS)

    def scene(self, name_or_path: str) -> Path:
        """Raise `NotFound` where no scene has this name."""
        path = self.here / Path(name_or_path)
        is_a_path = "/" in name_or_path or path.suffix in _ENDINGS
        # os.path answers no where a path cannot even be asked for
        if is_a_path and os.path.exists(path):  # noqa: PTH110
            return path
        name = name_or_path if "/" in name_or_path else _without_ending(name_or_path)
        return self._one(SCENES, name)

    def playlist(self, name: str) -> Path:
        """Raise `NotFound` where no playlist has this name."""
        return self._one(PLAYLISTS, name)

    def _one(self, kind: str, name: str) -> Path:
        known = self._named(kind)
        if name in known:
            return known[name]
        what = kind.removesuffix("s")
        says = f"There is no {what} {quoted(name)}.{did_you_mean(name, known)}"
        if known:
            says += f" There is {one_of(sorted(known))}."
        else:
            says += f" {self.is_empty(kind)}"
        raise NotFound(says)

    def is_empty(self, kind: str) -> str:
        """A sentence for who asks what there is, and there is nothing."""
        one = kind.removesuffix("s")
        return f"No {one} was found; {self.room_file.parent / kind} is where they go."

    def _named(self, kind: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in _files_in(folder / kind):
                found.setdefault(path.stem, path)
        return found


def _without_ending(name: str) -> str:
    path = Path(name)
    return path.stem if path.suffix in _ENDINGS else name


def _files_in(folder: Path) -> list[Path]:
    """Those that a scene could name: none whose name a terminal would obey."""
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.suffix in _ENDINGS
            and not path.name.startswith(".")
            and is_plain(path.name)
        )
    except OSError:
        return []  # no such shelf
