"""A playlist that a command made, written where scenes find it."""

from __future__ import annotations

import os
from pathlib import Path

from kap_room.library.problems import quoted
from kap_room.library.rewriting import CannotSave, as_read, save
from kap_room.library.text import Unreadable
from kap_room.link.places import Places
from kap_room.plan.music import Playlist
from kap_room.wiring.loading import shelves_of


class SaveRefused(Exception):  # noqa: N818 - the answer, as a sentence
    """Why nothing was written."""


def save_as(places: Places, path: Path, playlist: Playlist, *, replaces: bool) -> str:
    """Nobody's playlist is lost for a command typed twice. What to say of it."""
    says = f"Saved as {path}.{hides(places, path)}"
    is_there = os.path.lexists(path)
    if is_there and not replaces:
        raise SaveRefused(
            f"{path} is there already. Give another --name, or --replace it."
        )
    try:
        save(path, playlist, as_read(path) if is_there else None)
    except Unreadable as wrong:
        raise SaveRefused(f"{path} was not replaced: {wrong.says}") from None
    except CannotSave as cannot:
        raise SaveRefused(str(cannot)) from None
    return says


def hides(places: Places, path: Path) -> str:
    """Said before it is written, where scenes found another one of its name."""
    other = shelves_of(places).playlists().get(path.stem, path)
    if other == path:
        return ""
    return f" Scenes that name {quoted(path.stem)} play it now instead of {other}."
