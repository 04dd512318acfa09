"""When each track was last heard in a session, read out of the journal.

The journal is only read, beside its one writer, and only the beginnings of tracks: no
note and no mark is looked at. Whoever is about to list music has the catalogue keep it,
so that "not heard lately" is true. Nothing waits for it for long, and nothing fails by
it: a journal or a catalogue that is in use, broken or not there changes no date.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kap_room.link.places import Places
from kap_room.wiring.at_once import AT_ONCE, catalogue_at

LATELY: Final = timedelta(days=100)
"""What came before is in the catalogue already, or will be with the next scan."""

_BEGAN: Final = """
SELECT data, max(substr(wall, 1, 10)) FROM entries
WHERE session >= ? AND kind = 'TrackBegan' GROUP BY data
"""  # a session's name begins with its date, and so does the key of the table


def last_heard(journal: Path, since: str = "") -> dict[str, str]:
    """The date, as 2026-11-20, by the file as its playlist names it."""
    heard: dict[str, str] = {}
    for file, date in _began(journal, since):
        heard[file] = max(date, heard.get(file, ""))
    return heard


def keep_heard(places: Places, folders: Sequence[Path]) -> None:
    """There it goes by the sound of a track, and outlives the session's record."""
    _keep(places, folders, last_heard(places.journal))


def keep_heard_lately(places: Places, folders: Sequence[Path]) -> None:
    """The same of the last months, which takes no time."""
    since = f"{datetime.now().astimezone() - LATELY:%Y-%m-%d}"
    _keep(places, folders, last_heard(places.journal, since))


def _keep(places: Places, folders: Sequence[Path], heard: dict[str, str]) -> None:
    by_date: dict[str, list[Path]] = {}
    for file, date in heard.items():
        by_date.setdefault(date, []).extend(_paths_of(file, folders))
    with catalogue_at(places.catalogue) as catalogue:
        if catalogue is not None:
            for date, paths in by_date.items():
                catalogue.heard(paths, date)


def _paths_of(file: str, folders: Sequence[Path]) -> Iterator[Path]:
    """As a scan finds it, links followed; also while its disk is away."""
    for folder in folders:
        with suppress(OSError, ValueError, RuntimeError):  # no name of a file at all
            path = (folder.resolve() / file).resolve()
            os.fsencode(path)
            yield path


def _began(journal: Path, since: str) -> Iterator[tuple[str, str]]:
    """Nothing, where there is no journal or it cannot be read."""
    if not journal.exists():
        return
    address = f"{journal.absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(address, AT_ONCE, uri=True)) as connection,
    ):
        for data, date in connection.execute(_BEGAN, (since,)):
            with suppress(ValueError, TypeError, KeyError):
                yield str(json.loads(data)["file"]), str(date)
