"""A playlist whose files were given other names: they are the same tracks still.

To `rewritten` a track with another file is another track, and what was said of the old
one is not said of it. Here it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from kap_room.library.rewriting.changing import Changing
from kap_room.library.rewriting.nodes import Node, script_of
from kap_room.library.rewriting.reading import BOM, playlist_in
from kap_room.library.rewriting.splices import spliced


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The same playlist with new names for old ones, wherever they stand.

    Raise `CannotSave` where the text is no playlist, and `ValueError` where a name
    cannot be written in a file.
    """
    playlist_in(text, Path("playlist.yaml"))
    bom = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    changing = Changing(script_of(bare))
    splices = [
        changing.said_by(file, names[was])
        for file in _files_in(changing.script.root)
        if (was := str(PurePosixPath(file.text.strip()))) in names
    ]
    return bom + spliced(bare, splices, 0, len(bare))


def _files_in(root: Node) -> Iterator[Node]:
    for key, tracks in zip(root.keys, root.items, strict=True):
        if key.text == "tracks":
            for track in tracks.items:
                pairs = zip(track.keys, track.items, strict=True)
                yield from (value for key, value in pairs if key.text == "file")
