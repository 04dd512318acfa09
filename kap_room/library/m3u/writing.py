"""A playlist as an M3U8 that VLC, mpv and other players open as it was meant.

Paths are relative where list and music are carried together: where the list lies in the
music folder, or the music below the list. Elsewhere they are whole. A name with a sign
in it that some player takes for part of an address becomes a file:// address, which all
of them read alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kap_room.library.m3u import own
from kap_room.library.problems import is_plain
from kap_room.plan.music import Playlist, Track
from kap_room.plan.units import Seconds

_TAKEN_OTHERWISE: Final = frozenset("%?#\\:")
"""Signs of addresses, of Windows, and of comments."""


@dataclass(frozen=True, slots=True)
class Line:
    """One track, with what other players show of it."""

    track: Track
    path: Path
    """Where its file is, every link followed."""
    length: Seconds | None = None
    """Of the whole file."""
    title: str = ""
    artist: str = ""
    sound: str = ""


def m3u8(
    playlist: Playlist, lines: Iterable[Line], folder: Path, music: Sequence[Path]
) -> str:
    """As it is to stand in this folder."""
    told = ["#EXTM3U", f"#PLAYLIST:{_plain(playlist.name)}", own.list_line(playlist)]
    for line in lines:
        told += _told(line, _way_to(line.path, folder.resolve(), music))
    return "".join(f"{each}\n" for each in told if each)


def _told(line: Line, way: str) -> list[str]:
    track = line.track
    length = -1 if line.length is None else round(heard(track, line.length))
    called = " - ".join(filter(None, (_plain(line.artist), _plain(line.title))))
    named = called or Path(track.file).stem
    told = [f"#EXTINF:{length},{named}", own.track_line(track, line.sound)]
    # VLC keeps to these too, so that the list sounds there as it does here.
    if track.begins:
        told.append(f"#EXTVLCOPT:start-time={track.begins:g}")
    if track.ends is not None:
        told.append(f"#EXTVLCOPT:stop-time={track.ends:g}")
    return [*told, way]


def heard(track: Track, length: Seconds) -> Seconds:
    """How much of a file a playlist wants to be heard."""
    ends = length if track.ends is None else min(length, track.ends)
    return Seconds(max(0.0, ends - track.begins))


def _way_to(path: Path, folder: Path, music: Sequence[Path]) -> str:
    way = str(path)
    if path.is_relative_to(folder) or _shares(path, folder, music):
        way = os.path.relpath(path, folder)
    if _TAKEN_OTHERWISE & set(way) or not is_plain(way) or way != way.strip():
        return f"file://{quote(os.fsencode(path))}"
    return way


def _shares(path: Path, folder: Path, music: Sequence[Path]) -> bool:
    """Whether list and track lie in the same music folder."""
    homes = [each.resolve() for each in music]
    return any(path.is_relative_to(h) and folder.is_relative_to(h) for h in homes)


def _plain(text: str) -> str:
    """On one line, whatever a file's labels hold."""
    return " ".join("".join(c if is_plain(c) else " " for c in text).split())
