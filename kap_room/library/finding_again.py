"""The files that another player's list names, looked for in the music folders.

A list that comes from another computer, or from before somebody tidied up, names paths
that are not there. Its tracks are looked for by their sound, by name and by title. A
path that leads out of the music folder is never taken, however it is written, and of
two files that would do as well as each other neither is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from kap_room.library.building.pool import can_be_named
from kap_room.library.catalogued import Catalogued
from kap_room.library.m3u.entry import Entry
from kap_room.library.m3u.writing import heard
from kap_room.library.problems import one_of, quoted
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds

CLOSE: Final = Seconds(2.0)
"""Lists have whole seconds, and encoders add a little silence."""

ANOTHER: Final = Seconds(10.0)
"""A file of the right name that is this much longer or shorter is another file."""

TOLD: Final = 3
"""How many files are named where any of them could be meant."""

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+):/", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[a-z]:", re.IGNORECASE)


class How(StrEnum):
    """By what it was found."""

    THERE = "there"
    SOUND = "sound"
    NAME = "name"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Found:
    entry: Entry
    track: Track
    how: How


@dataclass(frozen=True, slots=True)
class Lost:
    entry: Entry
    says: str


class Finder:
    """Knows the music folders, and what the last scan found in them."""

    def __init__(self, music: Sequence[Path], catalogued: Iterable[Catalogued]) -> None:
        self._music = music
        self._homes = [folder.resolve() for folder in music]
        self._by_sound: dict[str, list[Catalogued]] = defaultdict(list)
        self._by_name: dict[str, list[Catalogued]] = defaultdict(list)
        self._by_title: dict[str, list[Catalogued]] = defaultdict(list)
        for each in catalogued:
            if each.content:
                self._by_sound[each.content].append(each)
            self._by_name[_folded(PurePosixPath(each.file).stem)].append(each)
            for title in _titles_of(each):
                self._by_title[title].append(each)

    def find(self, entry: Entry, folder: Path) -> Found | Lost:
        """Relative paths count from the folder of the list."""
        try:
            paths = _paths_in(entry.where)
        except ValueError as refused:
            return Lost(entry, str(refused))
        for path in paths:
            if file := self._named(folder / path):
                return Found(entry, _track(entry, file), How.THERE)
        parts = [_folded(part) for part in PurePosixPath(paths[-1]).parts]
        ways: tuple[tuple[How, Callable[[], list[Catalogued]]], ...] = (
            (How.SOUND, lambda: self._by_sound.get(entry.sound, [])[:1]),
            (How.NAME, lambda: self._like(entry, parts)),
            (How.TITLE, lambda: self._titled(entry)),
        )
        for how, look in ways:
            if found := [each for each in look() if self._is_there(each.file)]:
                if len(found) == 1:
                    return Found(entry, _track(entry, found[0].file), how)
                return Lost(entry, _could_be(entry, found))
        return Lost(entry, self._nowhere(entry, folder, paths))

    def _named(self, path: Path) -> str | None:
        """As a playlist names it; None where it is not a file in a music folder."""
        try:
            found = path.resolve()
            if not found.is_file():
                return None
            for home in self._homes:
                if found.is_relative_to(home):
                    file = str(found.relative_to(home))
                    return file if can_be_named(file) else None
        except (OSError, ValueError, RuntimeError):
            pass  # a circle of links, a name too long
        return None

    def _is_there(self, file: str) -> bool:
        if not can_be_named(file):
            return False
        return place_of(file, self._music).whereabouts is Whereabouts.THERE

    def _like(self, entry: Entry, parts: list[str]) -> list[Catalogued]:
        """Of one name, those that lie in folders of the same names."""
        if not parts:
            return []
        stem = PurePosixPath(parts[-1]).stem
        named = [
            (_shared(parts, each), each)
            for each in self._by_name.get(stem, [])
            if (_shared(parts, each) and not _is_another(entry, each))
            or _is_as_long(entry, each)
        ]
        most = max((shared for shared, _ in named), default=0)
        return _told_apart(entry, [each for shared, each in named if shared == most])

    def _titled(self, entry: Entry) -> list[Catalogued]:
        """A title alone says too little: its length must be right too."""
        named = self._by_title.get(_folded(entry.title), []) if entry.title else []
        return _told_apart(entry, [each for each in named if _is_as_long(entry, each)])

    def _nowhere(self, entry: Entry, folder: Path, paths: Sequence[str]) -> str:
        where = quoted(entry.where)
        try:
            out = any((folder / path).resolve().is_file() for path in paths)
        except (OSError, ValueError, RuntimeError):
            out = False
        if out:
            return (
                f"{where} lies outside the music folder. Copy it there, then run "
                "kap-room library scan."
            )
        return (
            f"{where} is not in the music folder, nor is another file of its sound, "
            "name or title."
        )


def _paths_in(where: str) -> list[str]:
    """As written, then as another system would mean it. An address is refused."""
    if scheme := _SCHEME.match(where):
        if scheme[1].lower() != "file":
            raise ValueError(
                f"{quoted(where)} is an address. Only files in the music folder can be "
                "played."
            )
        try:
            address = urlsplit(where)
        except ValueError:
            raise ValueError(f"{quoted(where)} is no address of a file.") from None
        if address.netloc.lower() not in ("", "localhost"):
            raise ValueError(
                f"{quoted(where)} is on another computer. Only files in the music "
                "folder can be played."
            )
        where = unquote(address.path)
        if _DRIVE.match(where[1:3]):
            where = where[1:]
    paths = [where]
    if "\\" in where or _DRIVE.match(where):
        paths.append(_DRIVE.sub("", where.replace("\\", "/"), count=1))
    if "%" in where:
        paths.append(unquote(paths[-1]))  # as VLC saves its own lists
    return paths


def _track(entry: Entry, file: str) -> Track:
    return Track(file) if entry.kept is None else replace(entry.kept, file=file)


def _told_apart(entry: Entry, named: list[Catalogued]) -> list[Catalogued]:
    """Copies of one sound are one file, and a length may say which of several."""
    if len(named) > 1:
        named = [each for each in named if _is_as_long(entry, each)] or named
    sounds = {each.content for each in named}
    return named[:1] if len(sounds) == 1 and "" not in sounds else named


def _shared(parts: list[str], each: Catalogued) -> int:
    """How many names agree, counted from the file's own upwards."""
    own = [_folded(part) for part in PurePosixPath(each.file).parts]
    count = 0
    for one, other in zip(reversed(parts), reversed(own), strict=False):
        if one != other:
            break
        count += 1
    return count


def _is_as_long(entry: Entry, each: Catalogued) -> bool:
    return entry.length is not None and _off(entry.length, entry, each) <= CLOSE


def _is_another(entry: Entry, each: Catalogued) -> bool:
    return entry.length is not None and _off(entry.length, entry, each) > ANOTHER


def _off(length: Seconds, entry: Entry, each: Catalogued) -> float:
    """Our own lists have the length that is heard, others that of the file."""
    lengths = [each.measure.length]
    if entry.kept is not None:
        lengths.append(heard(entry.kept, each.measure.length))
    return min(abs(one - length) for one in lengths)


def _titles_of(each: Catalogued) -> set[str]:
    if not each.title:
        return set()
    return {_folded(each.title), _folded(f"{each.artist} - {each.title}")}


def _could_be(entry: Entry, found: Sequence[Catalogued]) -> str:
    names = [quoted(each.file) for each in found[:TOLD]]
    if len(found) > TOLD:
        names = [*names[: TOLD - 1], f"one of {len(found) - TOLD + 1} others"]
    return f"{quoted(entry.where)} could be {one_of(names)}. Write which."


def _folded(text: str) -> str:
    """Case and the two ways of writing an accent make no difference."""
    return unicodedata.normalize("NFC", text).casefold().strip()
