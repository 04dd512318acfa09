"""The library, searched while a session runs.

What the catalogue holds is read when it is first looked for, and again after a scan has
changed it; every further letter goes to the index that was made of it. A search that
fails is a sentence: nothing raises into the screen of a session.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kap_room.exchange.finding import Hit, Hits
from kap_room.library.listed import Listed
from kap_room.library.searching import Index, Wanted, folded
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places
from kap_room.wiring.at_once import AT_ONCE
from kap_room.wiring.loading import starter_music

NOT_SCANNED: Final = "The library is empty. Type: kap-room library scan"


READ_AGAIN: Final = 30.0
"""Seconds between two readings while a scan goes on writing: each costs a second."""


class Library:
    """Implements `Finding`. Called on threads, several at once."""

    def __init__(self, places: Places, every: float = READ_AGAIN) -> None:
        self._places, self._every = places, every
        self._read_at = float("-inf")
        self._reading = threading.Lock()
        self._index = Index(())
        self._read: tuple[int, ...] = ()

    def find(self, words: str, most: int) -> Hits:
        import sqlite3

        try:
            index = self._of_now()
        except (sqlite3.Error, OSError) as broken:
            return Hits(says=f"The library cannot be read: {broken}.")
        if not index.listed:
            return Hits(says=NOT_SCANNED)
        found = [one for one in index.found(Wanted(words)) if one.problem is None]
        best = _likeliest(found, words)[:most]
        return Hits(tuple(map(_hit, best)), len(found))

    def _of_now(self) -> Index:
        with self._reading:
            stamp, now = _stamp(self._places.catalogue), time.monotonic()
            is_due = now - self._read_at >= self._every or not self._read
            if is_due and stamp != self._read:
                self._read_at = now
                self._index = Index(_all(self._places)) if stamp else Index(())
                self._read = stamp
            return self._index


def _stamp(catalogue: Path) -> tuple[int, ...]:
    """Another one when something was written; a log beside it grows first."""
    files = (catalogue, catalogue.with_name(f"{catalogue.name}-wal"))
    stats = [file.stat() for file in files if file.exists()]
    return tuple(n for stat in stats for n in (stat.st_mtime_ns, stat.st_size))


def _all(places: Places) -> Iterable[Listed]:
    """The room's own folder hides what is called the same in the starter music."""
    from kap_room.library.catalogue import Catalogue

    room = read_room_or_none(places.room_file).value
    own = () if room is None else (room.music,)
    found: dict[str, Listed] = {}
    with Catalogue(places.catalogue, AT_ONCE) as known:
        for folder in (*own, starter_music(places)):
            for one in known.list_of(folder):
                found.setdefault(one.file, one)
    return found.values()


def _likeliest(found: list[Listed], words: str) -> list[Listed]:
    """What is called so before what only lies or is tagged so."""
    wanted = folded(words).split()
    if not wanted:
        return found

    def rank(one: Listed) -> int:
        called = folded(one.called)
        if called.startswith(wanted[0]):
            return 0
        return 1 if all(word in called for word in wanted) else 2

    return sorted(found, key=rank)


def _hit(one: Listed) -> Hit:
    return Hit(
        one.file,
        one.called,
        one.artist,
        one.length,
        one.intensity,
        one.tags,
    )
