"""Drafts from files and into files again: the one place where they touch a disk."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.draft import Draft
from kap_room.library.page import read_playlist
from kap_room.library.problems import Problem
from kap_room.library.rewriting.reading import CannotSave, playlist_in
from kap_room.library.rewriting.replacing import as_read
from kap_room.library.rewriting.saving import save
from kap_room.library.text import Unreadable
from kap_room.plan.music import Playlist


def opened(path: Path) -> Draft | tuple[Problem, ...]:
    """A draft of what a file says, or what is wrong with the file."""
    try:
        text = as_read(path)
        playlist = playlist_in(text, path)
    except (Unreadable, CannotSave, OSError):
        problems = read_playlist(path).problems
        return problems or (Problem(path, 1, "file", "It cannot be read."),)
    return Draft(path, playlist, text, begun=text, on_disk=playlist)


def begun(path: Path, name: str = "") -> Draft:
    """A draft without a track, of a file that is not there yet."""
    return Draft(path, Playlist(name or path.stem, ()), None)


def kept(draft: Draft) -> Draft:
    """Save it. Raise `CannotSave` where the file stays as it was."""
    return draft.saved(save(draft.path, draft.playlist, draft.read, draft.begun))
