"""One file, read: what it says, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

from kap_room.library.entries import Form
from kap_room.library.forms import PlaylistForm, SceneForm
from kap_room.library.playlists import playlist_of
from kap_room.library.problems import Problem, Problems
from kap_room.library.room_forms import RoomForm
from kap_room.library.rooms import room_of
from kap_room.library.scenes import scene_of
from kap_room.library.sheet import Sheet
from kap_room.library.text import Unreadable, text_of
from kap_room.library.tree import Tree, WrongLine, tree_of
from kap_room.plan.music import Playlist
from kap_room.plan.room import Room
from kap_room.plan.scene import Scene

Value = TypeVar("Value")
AnyForm = TypeVar("AnyForm", bound=Form)

FORMS: Final[Mapping[str, type[Form]]] = {
    "scene": SceneForm,
    "playlist": PlaylistForm,
    "room": RoomForm,
}


@dataclass(frozen=True, slots=True)
class Page(Generic[Value]):
    path: Path
    value: Value | None
    """None as soon as anything is wrong: half a scene is no scene."""
    problems: tuple[Problem, ...] = ()
    tree: Tree = field(default_factory=Tree)
    """What stands where in the file, right or wrong, for those who look further."""
    is_empty: bool = False
    """Nothing is wrong with it but that it says nothing, remarks aside."""


def read_scene(path: Path) -> Page[Scene]:
    return _read(path, SceneForm, scene_of)


def read_playlist(path: Path) -> Page[Playlist]:
    return _read(path, PlaylistForm, playlist_of)


def read_room(path: Path) -> Page[Room]:
    return _read(path, RoomForm, room_of)


def _read(
    path: Path, form: type[AnyForm], meant: Callable[[AnyForm, Sheet], Value]
) -> Page[Value]:
    problems = Problems()
    try:
        tree = tree_of(text_of(path))
    except (Unreadable, WrongLine) as wrong:
        problems.add(path, wrong.line, "file", wrong.says)
        return Page(path, None, problems.in_order())
    if tree.data == "":
        problems.add(path, 1, "file", "It is empty. An example is laid out by init.")
        return Page(path, None, problems.in_order(), tree, is_empty=True)
    sheet = Sheet(path, tree, problems)
    filled = sheet.fill(form)
    value = meant(filled, sheet) if filled is not None else None
    told = problems.in_order()
    return Page(path, None if told else value, told, tree)
