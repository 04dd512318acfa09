"""A playlist's file, with what changed in the playlist changed in the text."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.rewriting.reading import playlist_in
from kap_room.library.rewriting.whole import written
from kap_room.plan.music import Playlist


def rewritten(text: str, playlist: Playlist, called: str = "") -> str:
    """All else stays byte for byte; `called` is what the file's name would call it.

    Raise `CannotSave` where the text is no playlist.
    """
    if playlist_in(text, Path(f"{called}.yaml")) == playlist:
        return text
    return written(playlist, called)
