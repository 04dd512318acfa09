"""From home to the room: what a stick holds, held against what is here, and taken.

Nothing is written outside the room's folders for music, playlists and scenes, no link
is followed out of the stick, and what a running session plays stays as it is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kap_room.library import bringing
from kap_room.library.bringing import Item, Kind, Seen, State
from kap_room.library.problems import plain
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places
from kap_room.wiring.copying import CannotRead, are_equal, copy, put, sweep
from kap_room.wiring.in_use import InUse
from kap_room.wiring.loading import FilesWrong
from kap_room.wiring.pages import Pages

MOST_FILES: Final = 200_000
"""What is more than this is no stick for a room."""

SPARE: Final = 200_000_000
"""Bytes that stay free: notes and checkpoints need a place as well."""


class BringRefused(Exception):  # noqa: N818 - a sentence for a person
    """Why nothing can be taken from there."""


class NotThere(Exception):  # noqa: N818 - a sentence for a person
    """The folder that was named is not there, or holds nothing of a room."""


@dataclass(slots=True)
class Survey:
    """Both sides as they were when somebody looked."""

    there: Path
    homes: dict[Kind, Path]
    items: list[Item] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)
    """By an item's name: when it was written, there."""
    told: list[str] = field(default_factory=list)
    """What is not taken, and what may be doubted."""
    pages: Pages = field(default_factory=Pages)

    @property
    def has_a_room_file(self) -> bool:
        return (self.there / "room.yaml").exists()

    @property
    def music(self) -> Path:
        return self.homes[Kind.MUSIC]

    @property
    def wanted(self) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.state is not State.SAME)

    @property
    def replaced(self) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.state.replaces)

    def source(self, item: Item) -> Path:
        return self.there / item.kind.value / item.file

    def target(self, item: Item) -> Path:
        return self.homes[item.kind] / item.file

    def difference(self, item: Item) -> tuple[str, ...]:
        return self.pages.difference(item, self.target(item))


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Two at once would sweep away what the other is about to finish."""
    places.make_data()
    with (places.data / "bring.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            says = "Something is being brought already. Wait until it is here."
            raise BringRefused(says) from None
        yield


def survey(places: Places, there: Path) -> Survey:
    """Look at everything, and change nothing.

    Raises `NotThere`, `FilesWrong` where a page is wrong, `CannotRead` where a disk is.
    """
    room = read_room_or_none(places.room_file)
    if room.value is None:
        raise FilesWrong(room.problems)
    beside = places.room_file.absolute().parent
    homes = {kind: beside / kind.value for kind in Kind}
    homes[Kind.MUSIC] = room.value.music
    found = Survey(there, homes)
    _expect_a_room(found)
    for kind in Kind:
        _look(found, kind)
    problems = found.pages.problems(there, places.room_file)
    if problems:
        raise FilesWrong(problems)
    return found


def room_for(found: Survey, items: tuple[Item, ...]) -> None:
    """Raises `BringRefused` where a disk here is too small for them."""
    needed: dict[int, int] = {}
    free: dict[int, int] = {}
    for item in items:
        near = _nearest(found.homes[item.kind])
        disk = near.stat().st_dev
        needed[disk] = needed.get(disk, 0) + item.size
        free[disk] = shutil.disk_usage(near).free
    for disk, size in needed.items():
        if size + SPARE > free[disk]:
            has, wants = bringing.size_words(free[disk]), bringing.size_words(size)
            keeps = bringing.size_words(SPARE)
            raise BringRefused(
                f"There is no room for {wants}: {has} are free here, and {keeps} of "
                "them are kept for the record of sessions. Nothing was taken."
            )


def take(found: Survey, items: tuple[Item, ...], in_use: InUse) -> Iterator[Item]:
    """Each as soon as it is whole; those that a session uses are passed over.

    Raises `CannotRead` or `CannotWrite` at the first that cannot be had.
    """
    for kind in Kind:
        sweep(found.homes[kind])
    for item in sorted(items, key=lambda each: list(Kind).index(each.kind)):
        target = found.target(item)
        if item.kind is Kind.MUSIC and item.state.replaces and in_use.has(target):
            continue
        changed = found.changed[item.name]
        page = found.pages.of(item)
        if page is None:
            copy(found.source(item), target, item.size, changed)
        else:
            put(iter((page,)), target, changed)
        yield item


def _expect_a_room(found: Survey) -> None:
    there = found.there
    if not there.is_dir():
        raise NotThere(f"{there} is not a folder. Is the stick in?")
    kinds = [kind for kind in Kind if (there / kind.value).is_dir()]
    if not kinds:
        raise NotThere(
            f"{there} holds none of the folders music, playlists and scenes. Name the "
            "folder that they lie in."
        )
    for kind in kinds:
        ours, theirs = found.homes[kind].resolve(), (there / kind.value).resolve()
        if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
            raise NotThere(f"{there / kind.value} is this room's own folder.")


def _look(found: Survey, kind: Kind) -> None:
    root, home = found.there / kind.value, found.homes[kind]
    files = dict(_files(root, kind, found.told))
    here = [str(p.relative_to(home)) for p in _anything_in(home)]
    mistaken = bringing.collisions(kind, files, here)
    for file, seen in sorted(files.items()):
        name = f"{kind.value}/{plain(file)}"
        trouble = bringing.trouble_with_name(file)
        if not trouble and file in mistaken:
            other = plain(mistaken[file])
            trouble = f"would be one with {other} on some systems; rename it"
        target = home / file
        trouble = trouble or _trouble_here(target, home)
        if trouble:
            found.told.append(f"{name} {trouble}. It is not taken.")
            continue
        if doubt := bringing.doubt_about_name(file):
            found.told.append(f"{name}: {doubt}.")
        _add(found, Item(kind, file, seen.size, State.NEW), seen)


def _add(found: Survey, item: Item, seen: Seen) -> None:
    source, target = found.source(item), found.target(item)
    here: Seen | None = None
    if target.exists():
        status = target.stat()
        here = Seen(status.st_size, status.st_mtime_ns)
    if item.kind is Kind.MUSIC:
        state = bringing.compare(seen, here, lambda: are_equal(source, target))
    else:
        # Read whole, and never believed by its time: what was checked is written.
        equal = found.pages.read(item, source, target)
        state = bringing.compare(seen, here, lambda: equal, by_stamp=False)
    found.items.append(Item(item.kind, item.file, item.size, state))
    found.changed[item.name] = seen.changed


def _trouble_here(target: Path, home: Path) -> str:
    """Why nothing may be written to this place."""
    if not target.parent.resolve().is_relative_to(home.resolve()):
        return "would land outside of its folder, by way of a link here"
    try:
        status = target.lstat()
    except FileNotFoundError:
        return ""
    except OSError:
        return "has a file here where it needs a folder"
    return "" if stat.S_ISREG(status.st_mode) else "is here, and is not a file"


def _files(root: Path, kind: Kind, told: list[str]) -> Iterator[tuple[str, Seen]]:
    """What may be wanted of a folder of the stick; links and devices are told."""
    if root.is_symlink():
        told.append(f"{root} is a link. It is not followed.")
        return
    waiting, count = [root] if root.is_dir() else [], 0
    while waiting:
        folder = waiting.pop()
        for entry in _entries(folder, told):
            path = Path(entry.path)
            file = str(path.relative_to(root))
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                told.append(f"{plain(entry.path)} is a link. It is not followed.")
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif not bringing.is_wanted(kind, file):
                continue
            elif not entry.is_file(follow_symlinks=False):
                told.append(f"{plain(entry.path)} is not a file. It is not taken.")
            elif count < MOST_FILES:
                count += 1
                status = entry.stat(follow_symlinks=False)
                yield file, Seen(status.st_size, status.st_mtime_ns)


def _entries(folder: Path, told: list[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except PermissionError:
        told.append(f"{plain(str(folder))} may not be read. It is not taken.")
        return []
    except OSError as gone:
        raise CannotRead(f"{plain(str(folder))}: {gone.strerror}.") from gone


def _anything_in(home: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(home):
        yield from (Path(folder) / name for name in names)


def _nearest(folder: Path) -> Path:
    """The folder itself, or where it would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
