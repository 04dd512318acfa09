"""A playlist written into its file, where it reads as what is on the screen."""

from __future__ import annotations

from pathlib import Path

from kap_room.library.rewriting.playlist import rewritten
from kap_room.library.rewriting.reading import playlist_in
from kap_room.library.rewriting.replacing import not_saved, save_text
from kap_room.library.rewriting.whole import written
from kap_room.library.text import LARGEST
from kap_room.plan.music import Playlist


def save(
    path: Path, playlist: Playlist, read: str | None, begun: str | None = None
) -> str:
    """Write the playlist into its file and return the text that stands there now.

    `read` is the text as it was read, None where no file may be there yet. `begun` is
    the text to go on from where that is an older one: what was saved and then taken
    back leaves no trace. Raise `CannotSave` where the file stays as it was.
    """
    if not playlist.tracks:
        raise not_saved(path, "It has no track. Add one before it is saved.")
    try:
        text = _text_for(path, playlist, read if begun is None else begun)
    except ValueError as wrong:
        raise not_saved(path, str(wrong)) from None
    if playlist_in(text, path) != playlist:
        raise not_saved(path, "It would not read as what is on the screen.")
    save_text(path, text, read)
    return text


def _text_for(path: Path, playlist: Playlist, begun: str | None) -> str:
    if begun is None:
        return written(playlist, path.stem)
    text = rewritten(begun, playlist, path.stem)
    if len(text.encode()) > LARGEST:
        raise not_saved(path, "It is too large. Make two playlists of it.")
    return text
