"""The catalogue for whoever must not wait for it, and for whom it may be missing.

A session, a screen and a list go on without it: what is broken or held by another
program knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    # It brings SQLite, which a rehearsal without a catalogue does not wait for.
    from kap_room.library.catalogue import Catalogue

T = TypeVar("T")

AT_ONCE: Final = 0.2
"""Seconds that somebody in the room waits for whoever holds the catalogue. A scan never
keeps a reader waiting; whatever does is not to be waited for."""


@contextmanager
def catalogue_at(database: Path) -> Iterator[Catalogue | None]:
    """None where there is none. What fails inside ends there, and is not told."""
    if not database.exists():
        yield None
        return
    import sqlite3

    from kap_room.library.catalogue import Catalogue

    try:
        catalogue = Catalogue(database, AT_ONCE)
    except (sqlite3.Error, OSError):
        yield None
        return
    with suppress(sqlite3.Error, OSError), catalogue:
        yield catalogue


def told_by(
    database: Path, paths: Iterable[str], ask: Callable[[Catalogue, Path], T | None]
) -> dict[str, T]:
    """What it answers of each of these files, where it answers."""
    told: dict[str, T] = {}
    with catalogue_at(database) as known:
        if known is not None:
            for path in paths:
                if (one := ask(known, Path(path))) is not None:
                    told[path] = one
    return told
