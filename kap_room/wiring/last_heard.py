"""When each track was last heard in a session, read out of the journal.

The journal is only read, beside its one writer, and only the beginnings of tracks: no
note and no mark is looked at. Whoever builds a list of music asks here, or has the
catalogue keep it (`keep_heard`), so that "not used lately" means something.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from kap_room.library.catalogue import Catalogue

_BEGAN: Final = """
SELECT data, max(substr(wall, 1, 10)) FROM entries WHERE kind = 'TrackBegan'
GROUP BY data
"""


def last_heard(journal: Path) -> dict[str, str]:
    """The date, as 2026-11-20, by the file as its playlist names it."""
    heard: dict[str, str] = {}
    for file, date in _began(journal):
        heard[file] = max(date, heard.get(file, ""))
    return heard


def keep_heard(journal: Path, music: Path, catalogue: Catalogue) -> None:
    """There it goes by the sound of a track, and outlives the session's record."""
    home = music.resolve()
    by_date: dict[str, list[Path]] = {}
    for file, date in last_heard(journal).items():
        by_date.setdefault(date, []).append(home / file)
    for date, paths in by_date.items():
        catalogue.heard(paths, date)


def _began(journal: Path) -> Iterator[tuple[str, str]]:
    """Nothing, where there is no journal or it cannot be read."""
    if not journal.exists():
        return
    address = f"{journal.absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(address, uri=True)) as connection,
    ):
        for data, date in connection.execute(_BEGAN):
            with suppress(ValueError, TypeError, KeyError):
                yield str(json.loads(data)["file"]), str(date)
