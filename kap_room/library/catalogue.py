"""The catalogue of measured music: what decoding found, so that it is done once.

A database of its own, in WAL mode: workers write, engine and commands read beside
them. What was measured can be measured again, so a catalogue that is broken or of
another version is begun anew; it must never keep a session from starting. What a hand
said of a track cannot: that goes by the track's sound, wherever its file lies.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from kap_room.library.catalogue_rows import (
    ENDED_THE_PROGRAM,
    MEASURE,
    MOST_TRIES,
    PORTRAIT,
    catalogued_from,
    given_up,
    listed_from,
    measure_from,
    portrait_from,
    values_of,
)
from kap_room.library.catalogue_tables import PATIENCE, opened
from kap_room.library.catalogued import Catalogued
from kap_room.library.listed import Listed
from kap_room.library.portrait import Portrait
from kap_room.plan.music import Measure

_BEGUN: Final = """
INSERT INTO measures (path, size, changed, tries) VALUES (?, ?, ?, 1)
ON CONFLICT (path) DO UPDATE SET
    tries = CASE WHEN size = excluded.size AND changed = excluded.changed
            THEN tries + 1 ELSE 1 END,
    problem = CASE WHEN size = excluded.size AND changed = excluded.changed
              THEN problem END,
    size = excluded.size, changed = excluded.changed, whole = 0, gone = 0
"""
_MEASURED: Final = f"""
INSERT OR REPLACE INTO measures (path, size, changed, {PORTRAIT}, whole)
VALUES (?, ?, ?, {", ".join("?" * len(PORTRAIT.split(",")))}, 1)
"""  # noqa: S608 - columns, not words of a stranger
_KNOWN: Final = f"""
SELECT whole, tries, {MEASURE} FROM measures
WHERE path = ? AND size = ? AND changed = ?
"""  # noqa: S608 - as above
_ALL: Final = f"""
SELECT path, whole, tries, {PORTRAIT.replace("intensity", "measures.intensity")},
    hands.intensity, hands.tags, heard.date
FROM measures LEFT JOIN hands USING (content) LEFT JOIN heard USING (content)
WHERE gone = 0 AND
"""  # noqa: S608 - as above
_BELOW: Final = f"{_ALL} path > ? AND path < ? ORDER BY path"
_ONE: Final = f"{_ALL} path = ?"
_SAME: Final = f"{_ALL} content = ? AND whole = 1 ORDER BY path"
_LISTED: Final = """
SELECT path, coalesce(title, ''), coalesce(artist, ''), coalesce(album, ''),
    coalesce(genre, ''), length, loudness,
    CASE WHEN whole THEN problem ELSE coalesce(problem, ?) END,
    CASE WHEN whole THEN measures.intensity END, hands.intensity,
    coalesce(hands.tags, ''), heard.date, coalesce(missing, 0.0),
    coalesce(rise, 0.0), coalesce(loudest, 0.0)
FROM measures LEFT JOIN hands USING (content) LEFT JOIN heard USING (content)
WHERE gone = 0 AND path > ? AND path < ? AND CASE WHEN whole
    THEN length + loudness + peak IS NOT NULL ELSE tries >= ? END
ORDER BY path
"""
_SAID: Final = """
INSERT INTO hands (content, intensity) VALUES (?, ?)
ON CONFLICT (content) DO UPDATE SET intensity = excluded.intensity
"""
_TAGGED: Final = """
INSERT INTO hands (content, tags) VALUES (?, ?)
ON CONFLICT (content) DO UPDATE SET tags = excluded.tags
"""
_HEARD: Final = """
INSERT INTO heard (content, date) VALUES (?, ?)
ON CONFLICT (content) DO UPDATE SET date = excluded.date WHERE date < excluded.date
"""
_FORGIVEN: Final = "UPDATE measures SET tries = tries - 1 WHERE path = ? AND whole = 0"
_BLAMED: Final = "UPDATE measures SET problem = ? WHERE path = ? AND whole = 0"
_LIKELY: Final = """
SELECT 1 FROM measures WHERE content <> '' AND (size = ? OR path = ?) LIMIT 1
"""
_SAME_SOUND: Final = f"""
SELECT {PORTRAIT} FROM measures
WHERE content = ? AND content <> '' AND length IS NOT NULL AND problem IS NULL LIMIT 1
"""  # noqa: S608 - as above
_ENTRIES: Final = """
SELECT path, size, changed, whole OR tries >= ?, gone, coalesce(content, '')
FROM measures WHERE path > ? AND path < ?
"""
_GONE: Final = "UPDATE measures SET gone = ? WHERE path = ?"
_CONTENT: Final = "SELECT content FROM measures WHERE path = ? AND content <> ''"


class Left(Enum):
    """Said of what a hand leaves as it is."""

    AS_IT_IS = "as it is"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a scan must know of a file that was there before."""

    stamp: Stamp
    done: bool
    """It need not be heard again as long as its stamp is this."""
    gone: bool
    content: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one content of a file from another without reading it."""

    size: int
    changed: int
    """Nanoseconds, as the file system counts."""


def stamp_of(path: Path) -> Stamp | None:
    """None where there is no such file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


class Catalogue:
    """Open it in the thread that uses it."""

    def __init__(self, database: Path, patience: float = PATIENCE) -> None:
        self._connection = opened(database, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def measure_of(self, path: Path) -> Measure | None:
        """None where this content of the file was not measured yet."""
        stamp = stamp_of(path)
        if stamp is None:
            return None
        try:
            row = self._connection.execute(_KNOWN, _key(path, stamp)).fetchone()
        except sqlite3.Error:
            return None  # unmeasured is safe: it plays 12 dB low
        if row is None:
            return None
        whole, tries, *told = row
        if whole:
            return measure_from(told)
        return given_up(told) if tries >= MOST_TRIES else None

    def all_of(self, music: Path) -> tuple[Catalogued, ...]:
        """What the last scan found below this folder, by name. No file is touched."""
        home = music.resolve()
        return self._catalogued(home, _BELOW, *_span(home))

    def list_of(self, music: Path) -> list[Listed]:
        """The same files, of each what a list shows: quick, with any number of them."""
        home, end = _span(music.resolve())
        asked = (ENDED_THE_PROGRAM.problem, home, end, MOST_TRIES)
        with suppress(sqlite3.Error):
            return listed_from(self._connection.execute(_LISTED, asked), home)
        return []

    def one(self, path: Path, music: Path | None = None) -> Catalogued | None:
        """By the absolute path of its file; named as the music folder names it."""
        found = self._catalogued(music or path.parent, _ONE, os.fsencode(path))
        return found[0] if found else None

    def by_content(
        self, content: str, music: Path | None = None
    ) -> tuple[Catalogued, ...]:
        """Every file that holds this sound, wherever it lies and whatever its name."""
        return self._catalogued(music or Path("/"), _SAME, content) if content else ()

    def say_by_hand(
        self,
        path: Path,
        *,
        intensity: int | Left | None = Left.AS_IT_IS,
        tags: Sequence[str] | Left = Left.AS_IT_IS,
    ) -> bool:
        """It counts before what was estimated, for good; None takes it back.

        False where the file is not in the catalogue yet: its sound is not known.
        """
        content = self._content_of(path)
        if content is None:
            return False
        if not isinstance(intensity, Left):
            self._connection.execute(_SAID, (content, intensity))
        if not isinstance(tags, Left):
            told = json.dumps(list(dict.fromkeys(tags)), ensure_ascii=False)
            self._connection.execute(_TAGGED, (content, told))
        return True

    def heard(self, paths: Iterable[Path], date: str) -> None:
        """A session of this date, as 2026-11-20, had them sound."""
        contents = {self._content_of(path) for path in paths} - {None}
        self._connection.executemany(_HEARD, [(each, date) for each in contents])

    def begin(self, path: Path) -> Stamp | None:
        """Say that a file is about to be measured, should that end the program."""
        stamp = stamp_of(path)
        if stamp is not None:
            self._connection.execute(_BEGUN, _key(path, stamp))
        return stamp

    def store(
        self, path: Path, found: Measure | Portrait, stamp: Stamp | None = None
    ) -> None:
        """The stamp is that of before it was measured; a file may change meanwhile."""
        stamp = stamp or stamp_of(path)
        portrait = Portrait(found) if isinstance(found, Measure) else found
        if stamp is not None:
            values = (*_key(path, stamp), *values_of(portrait))
            self._connection.execute(_MEASURED, values)

    def forgive(self, path: Path) -> None:
        """It was not the file that ended the program."""
        self._connection.execute(_FORGIVEN, (os.fsencode(path),))

    def blame(self, path: Path, problem: str) -> None:
        """Why it ends the program, should it do so every time."""
        self._connection.execute(_BLAMED, (problem, os.fsencode(path)))

    def may_know(self, path: Path, stamp: Stamp) -> bool:
        """Whether it is worth asking which sound the file holds, before it is heard."""
        asked = (stamp.size, os.fsencode(path))
        return self._connection.execute(_LIKELY, asked).fetchone() is not None

    def portrait_of(self, content: str) -> Portrait | None:
        """What was found of this sound, under whatever name."""
        row = self._connection.execute(_SAME_SOUND, (content,)).fetchone()
        return None if row is None else portrait_from(row)

    def entries(self, home: Path) -> dict[bytes, Entry]:
        """Every file that was ever found below, by its path as the system has it."""
        rows = self._connection.execute(_ENTRIES, (MOST_TRIES, *_span(home)))
        return {
            path: Entry(Stamp(size, changed), bool(done), bool(gone), content)
            for path, size, changed, done, gone, content in rows
        }

    def mark(self, paths: Iterable[bytes], *, gone: bool) -> None:
        """What is gone is kept: a stick may be put in again tomorrow."""
        self._connection.executemany(_GONE, [(gone, path) for path in paths])

    def _catalogued(
        self, home: Path, query: str, *asked: object
    ) -> tuple[Catalogued, ...]:
        with suppress(sqlite3.Error):  # a broken one knows nothing
            return tuple(catalogued_from(self._connection.execute(query, asked), home))
        return ()

    def _content_of(self, path: Path) -> str | None:
        row = self._connection.execute(_CONTENT, (os.fsencode(path),)).fetchone()
        return None if row is None else str(row[0])


def _span(home: Path) -> tuple[bytes, bytes]:
    """All names between these two lie below: "0" is what comes after "/"."""
    prefix = os.fsencode(home).rstrip(b"/") + b"/"
    return prefix, prefix[:-1] + b"0"


def _key(path: Path, stamp: Stamp) -> tuple[Any, ...]:
    return os.fsencode(path), stamp.size, stamp.changed
