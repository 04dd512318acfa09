"""What a text says as a playlist, by the same strict reader that reads files."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.forms import PlaylistForm
from kap_room.library.playlists import playlist_of
from kap_room.library.problems import Problem, Problems
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Data, WrongLine, tree_of
from kap_room.plan.music import Playlist

BOM = "\ufeff"
"""What some editors put at the head of a file; it is no part of the text."""


class CannotSave(Exception):  # noqa: N818 (it is the answer, not an accident)
    """Why a file was left as it was, as a sentence."""


def data_in(text: str) -> Data:
    """Raise `CannotSave` where it is no YAML."""
    try:
        return tree_of(text).data
    except WrongLine as wrong:
        raise CannotSave(f"Line {wrong.line}: {wrong.says}") from None


def playlist_in(text: str, path: Path) -> Playlist:
    """Raise `CannotSave` where it is none; the path gives a name to what has none."""
    problems = Problems()
    try:
        tree = tree_of(text.removeprefix(BOM))
    except WrongLine as wrong:
        problems.add(path, wrong.line, "file", wrong.says)
        raise CannotSave(str(problems.found[0])) from None
    sheet = Sheet(path, tree, problems)
    filled = sheet.fill(PlaylistForm)
    meant = playlist_of(filled, sheet) if filled is not None else None
    if meant is None or problems.found:
        raise CannotSave(_first(problems))
    return meant


def _first(problems: Problems) -> str:
    told: tuple[Problem, ...] = problems.in_order()
    return str(told[0]) if told else "It is no playlist."
