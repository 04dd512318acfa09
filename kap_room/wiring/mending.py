"""Playlists that name a file which was renamed or moved, brought up to date.

Only those beside the room file, and only the name: comments, order and everything else
stay as somebody wrote them. The name led nowhere any more, so nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kap_room.library.building.pool import can_be_named
from kap_room.library.page import read_playlist
from kap_room.library.problems import plain, quoted
from kap_room.library.rewriting import CannotSave, as_read, renamed, save
from kap_room.library.rewriting.reading import playlist_in
from kap_room.library.shelves import PLAYLISTS
from kap_room.library.stocktaking import Moved
from kap_room.library.text import Unreadable


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
    old = {
        track.file: names[track.file]
        for track in page.value.tracks
        if track.file in names
    }
    strange = [
        Mended(file, was, now, _unnameable(file, was, now))
        for was, now in old.items()
        if not can_be_named(now)
    ]
    old = {was: now for was, now in old.items() if can_be_named(now)}
    return [*strange, *_renamed(file, old)]


def _renamed(file: Path, old: Mapping[str, str]) -> list[Mended]:
    if not old:
        return []
    refused: str | None = None
    try:
        read = as_read(file)
        new = renamed(read, old)
        save(file, playlist_in(new, file), read, new)
    except (CannotSave, Unreadable, OSError, ValueError) as cannot:
        refused = str(cannot)
    return [Mended(file, was, now, refused) for was, now in old.items()]


def _unnameable(file: Path, was: str, now: str) -> str:
    return (
        f"{plain(str(file))} still names {quoted(was)}. No playlist can hold its new "
        f"name {quoted(now)}. Give the file another name, then scan again."
    )
