"""What lies in a music folder, beside what the catalogue knows of it.

Nothing is opened: names, sizes and dates are enough to say what is to be heard, what
has gone and what came back. Links are not followed: what they lead to inside the folder
is found by itself, and what lies outside is nobody's music. So no circle of links has
no end.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kap_room.library.catalogue import Entry, Stamp

ENDINGS: Final = frozenset(
    b".aac .ac3 .aif .aifc .aiff .ape .au .caf .dsf .flac .m4a .m4b .mka .mp2 .mp3 "
    b".mp4 .mpc .oga .ogg .opus .tta .w64 .wav .weba .webm .wma .wv".split()
)
"""A file with another ending is a picture, a list or a letter, and is left alone."""


@dataclass(slots=True)
class Stock:
    """The files below a folder, by their paths as the system has them."""

    files: dict[bytes, Stamp] = field(default_factory=dict)
    unread: dict[bytes, str] = field(default_factory=dict)
    """Folders that could not be looked into, and why."""

    def hides(self, path: bytes) -> bool:
        """It may well be there: its folder could not be looked into."""
        return any(path.startswith(folder + b"/") for folder in self.unread)


@dataclass(frozen=True, slots=True)
class Moved:
    """The same sound under another name."""

    was: Path
    now: Path


def look_through(folder: Path) -> Stock:
    stock = Stock()
    waiting = [os.fsencode(folder)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    _note(entry, stock, waiting)
        except OSError as refused:
            stock.unread[here] = refused.strerror or "it cannot be read"
    return stock


def _note(entry: os.DirEntry[bytes], stock: Stock, waiting: list[bytes]) -> None:
    if entry.name.startswith(b"."):
        return
    if entry.is_dir(follow_symlinks=False):
        waiting.append(entry.path)
    elif has_music_ending(entry.name) and entry.is_file(follow_symlinks=False):
        status = entry.stat(follow_symlinks=False)
        stock.files[entry.path] = Stamp(status.st_size, status.st_mtime_ns)


def has_music_ending(name: bytes | str) -> bool:
    raw = os.fsencode(name)
    return os.path.splitext(raw)[1].lower() in ENDINGS  # noqa: PTH122 - bytes


def to_hear(stock: Stock, known: Mapping[bytes, Entry]) -> tuple[bytes, ...]:
    """The largest first, so that no core is left alone with it at the end."""
    new = [
        path
        for path, stamp in stock.files.items()
        if (entry := known.get(path)) is None or not entry.done or entry.stamp != stamp
    ]
    return tuple(sorted(new, key=lambda path: (-stock.files[path].size, path)))


def gone_from(stock: Stock, known: Mapping[bytes, Entry]) -> tuple[bytes, ...]:
    return tuple(
        path
        for path, entry in known.items()
        if not entry.gone and path not in stock.files and not stock.hides(path)
    )


def back_in(stock: Stock, known: Mapping[bytes, Entry]) -> tuple[bytes, ...]:
    return tuple(
        path for path, each in known.items() if each.gone and path in stock.files
    )


def moved(
    stock: Stock, before: Mapping[bytes, Entry], after: Mapping[bytes, Entry]
) -> tuple[Moved, ...]:
    """What is no longer where it was, and is somewhere else."""
    there = _by_sound(stock, after)
    found: list[Moved] = []
    for was, entry in sorted(before.items()):
        copies = there.get(entry.content, [])
        if was in stock.files or stock.hides(was):
            continue
        if entry.gone:  # long ago: it was told then where its sound was
            copies = [copy for copy in copies if copy not in before]
        if copies:
            now = _likeliest(was, copies)
            found.append(Moved(Path(os.fsdecode(was)), Path(os.fsdecode(now))))
    return tuple(found)


def whereabouts(stock: Stock, entries: Mapping[bytes, Entry]) -> tuple[Moved, ...]:
    """Of everything that is gone, also long ago, where its sound is now."""
    there = _by_sound(stock, entries)
    return tuple(
        Moved(Path(os.fsdecode(was)), Path(os.fsdecode(_likeliest(was, copies))))
        for was, entry in sorted(entries.items())
        if not (was in stock.files or stock.hides(was))
        and (copies := there.get(entry.content))
    )


def _by_sound(stock: Stock, entries: Mapping[bytes, Entry]) -> dict[str, list[bytes]]:
    there: dict[str, list[bytes]] = {}
    for path in sorted(stock.files):
        entry = entries.get(path)
        if entry is not None and entry.content:
            there.setdefault(entry.content, []).append(path)
    return there


def _likeliest(was: bytes, copies: Sequence[bytes]) -> bytes:
    """Of several the one that kept its name."""
    name = os.path.basename(was)  # noqa: PTH119 - as above
    return next((c for c in copies if c.endswith(b"/" + name)), copies[0])
