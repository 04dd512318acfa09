"""Playlists that name a file which was renamed or moved, brought up to date.

Only those beside the room file, and only the name: comments, order and everything else
stay as somebody wrote them. The name led nowhere any more, so nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kap_room.library.page import read_playlist
from kap_room.library.rewriting import CannotSave, as_read, save
from kap_room.library.rewriting.reading import playlist_in
from kap_room.library.rewriting.words import scalar
from kap_room.library.shelves import PLAYLISTS
from kap_room.library.stocktaking import Moved
from kap_room.library.text import Unreadable
from kap_room.plan.music import Playlist


@dataclass(frozen=True, slots=True)
class Mended:
    playlist: Path
    was: str
    now: str
    refused: str | None = None
    """Why the playlist still names the old one, as a sentence."""


def mend_playlists(
    room_file: Path, music: Path, moves: Sequence[Moved]
) -> tuple[Mended, ...]:
    """What was changed in which playlist."""
    home = music.resolve()
    names = {
        str(each.was.relative_to(home)): str(each.now.relative_to(home))
        for each in moves
        if each.was.is_relative_to(home) and each.now.is_relative_to(home)
    }
    if not names:
        return ()
    folder = room_file.parent / PLAYLISTS
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    return tuple(mended for file in files for mended in _mend(file, names))


def _mend(file: Path, names: Mapping[str, str]) -> list[Mended]:
    page = read_playlist(file)
    if page.value is None:
        return []  # `check` tells what is wrong with it
    tracks = enumerate(page.value.tracks)
    lines = {
        page.tree.line_of(("tracks", place, "file")): track.file
        for place, track in tracks
        if track.file in names
    }
    if not lines:
        return []
    refused: str | None = None
    try:
        read = as_read(file)
        wanted = _renamed(page.value, names)
        save(file, wanted, read, _in_place(read, file, lines, names, wanted))
    except (CannotSave, Unreadable, OSError) as cannot:
        refused = str(cannot)
    return [
        Mended(file, was, names[was], refused) for was in dict.fromkeys(lines.values())
    ]


def _renamed(playlist: Playlist, names: Mapping[str, str]) -> Playlist:
    tracks = tuple(
        replace(track, file=names.get(track.file, track.file))
        for track in playlist.tracks
    )
    return replace(playlist, tracks=tracks)


def _in_place(
    text: str,
    file: Path,
    lines: Mapping[int, str],
    names: Mapping[str, str],
    wanted: Playlist,
) -> str | None:
    """With one name put for the other where it stands; None where that goes wrong.

    To whoever compares playlists a track with another file is another track, and what
    was written beside the old one would not be beside the new one.
    """
    parts = text.splitlines(keepends=True)
    try:
        for line, was in lines.items():
            parts[line - 1] = _put(parts[line - 1], was, names[was])
        new = "".join(parts)
        return new if playlist_in(new, file) == wanted else None
    except (CannotSave, ValueError, IndexError):
        return None


def _put(line: str, was: str, now: str) -> str:
    for written in (f'"{was}"', f"'{was}'", was):
        if written in line:
            return line.replace(written, scalar(now), 1)
    return line
