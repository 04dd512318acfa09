"""Playlists from other players and for them: `playlist import` and `export`."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.library.finding_again import Finder, Found, How, Lost
from kap_room.library.m3u.entry import Remark
from kap_room.library.m3u.reading import read_m3u
from kap_room.library.m3u.writing import Line, m3u8
from kap_room.library.problems import Problem
from kap_room.library.text import Unreadable
from kap_room.library.tracks import place_of
from kap_room.link.places import Places
from kap_room.plan.music import Playlist
from kap_room.wiring.loading import FilesWrong
from kap_room.wiring.playlist_music import (
    Music,
    NameWrong,
    Shelved,
    home_of,
    music_in,
    shelved,
)
from kap_room.wiring.playlist_saving import SaveRefused, save_as

ENDING: Final = ".m3u8"


@dataclass(frozen=True, slots=True)
class Imported:
    path: Path
    playlist: Playlist
    found_again: tuple[Found, ...]
    """Those that lay elsewhere than the list says."""
    problems: tuple[Problem, ...]
    """Whatever of the list is not in the playlist."""
    lost: int
    says: str


@dataclass(frozen=True, slots=True)
class Exported:
    tracks: int
    left_out: tuple[str, ...]


def import_list(
    places: Places, file: Path, name: str | None, *, replaces: bool
) -> Imported:
    """Raise `FilesWrong`, `NameWrong` or `SaveRefused`."""
    music = music_in(places)
    path = home_of(places, file.stem if name is None else name)
    try:
        listed = read_m3u(file)
    except Unreadable as wrong:
        says = Problem(file, wrong.line, "file", wrong.says)
        raise FilesWrong((says,)) from None
    finder = Finder(music.folders, music.catalogued)
    folder = file.parent.absolute()
    looked = [finder.find(entry, folder) for entry in listed.entries]
    found = [each for each in looked if isinstance(each, Found)]
    lost = [each for each in looked if isinstance(each, Lost)]
    problems = _problems(file, lost, listed.remarks)
    if not found:
        raise FilesWrong(problems)
    playlist = Playlist(
        listed.name or path.stem,
        tuple(each.track for each in found),
        listed.order,
        listed.when_it_runs_out,
    )
    saved = save_as(places, path, playlist, replaces=replaces)
    again = tuple(each for each in found if each.how is not How.THERE)
    return Imported(path, playlist, again, problems, len(lost), saved)


def _problems(
    file: Path, lost: list[Lost], remarks: tuple[Remark, ...]
) -> tuple[Problem, ...]:
    told = [Problem(file, each.entry.line, "track", each.says) for each in lost]
    told += [Problem(file, each.line, "line", each.says) for each in remarks]
    return tuple(sorted(told, key=lambda problem: problem.line))


def export_list(places: Places, which: str, file: Path, *, replaces: bool) -> Exported:
    """Raise `NameWrong`, `NotFound`, `FilesWrong` or `SaveRefused`."""
    if file.suffix.lower() != ENDING:
        raise NameWrong(f"{file} should end in {ENDING}: its text is UTF-8.")
    if os.path.lexists(file) and not replaces:
        raise SaveRefused(f"{file} is there already. Give another name, or --replace.")
    music, from_shelf = music_in(places), shelved(places, which)
    lines, left_out = _lines(from_shelf, music)
    if not lines:
        raise SaveRefused(f"Nothing of {from_shelf.called} is in the music folder.")
    text = m3u8(from_shelf.playlist, lines, file.parent.absolute(), music.folders)
    _write(file, text)
    return Exported(len(lines), tuple(left_out))


def _lines(from_shelf: Shelved, music: Music) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    left_out: list[str] = []
    for track in from_shelf.playlist.tracks:
        if why := music.why_not(track):
            left_out.append(f"{track.file} {why}")
            continue
        path, known = place_of(track.file, music.folders).path, music.known(track)
        if known is None:
            lines.append(Line(track, path))
            continue
        rotten = known.measure.problem is not None
        length = None if rotten else known.measure.length
        lines.append(
            Line(track, path, length, known.title, known.artist, known.content)
        )
    return lines, left_out


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    try:
        handle, beside = tempfile.mkstemp(prefix=".kap-room-", dir=file.parent)
        try:
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(handle, 0o666 & ~mask)
            with open(handle, "w", encoding="utf-8", newline="\n") as out:  # noqa: PTH123 - a handle
                out.write(text)
            Path(beside).replace(file)
        finally:
            Path(beside).unlink(missing_ok=True)
    except (OSError, ValueError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "its name cannot be"
        raise SaveRefused(f"{file} could not be written: {reason}.") from None
