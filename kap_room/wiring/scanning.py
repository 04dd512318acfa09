"""`kap-room library scan`: the music folder gone through, and what is new in it heard.

A process of its own with the lowest claim on the processor. One worker for each core,
and a single one while a session runs: nobody in the room may ever hear that somebody
else is at work.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_tables import is_of_another_version, mend
from kap_room.library.cautions import ends_early
from kap_room.library.stocktaking import (
    Moved,
    Stock,
    back_in,
    gone_from,
    look_through,
    moved,
    to_hear,
    whereabouts,
)
from kap_room.link.places import Places
from kap_room.wiring.crew import Crew
from kap_room.wiring.tone import session_runs

ASK_EVERY: Final = 5.0
"""Seconds between two looks whether a session runs."""

TELL_EVERY: Final = 0.25

SURE_AFTER: Final = 2.0
"""Seconds of work, before which nobody can say how much is left."""


class ScanRefused(Exception):  # noqa: N818 - a sentence for a person
    """Another scan is at work."""


class NoFolder(Exception):  # noqa: N818 - a sentence for a person
    """There is nothing to be scanned."""


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    of: int
    left: float | None
    """Seconds; None while nobody can say."""
    beside_a_session: bool


@dataclass(slots=True)
class Report:
    """What a scan found; as far as it came, when it was interrupted."""

    folders: tuple[Path, ...]
    files: int = 0
    heard: int = 0
    """Files that were new or had changed."""
    to_hear: int = 0
    problems: dict[Path, str] = field(default_factory=dict)
    """Why a file cannot sound, or a folder not be looked into."""
    early: dict[Path, str] = field(default_factory=dict)
    """How much is missing of a file that sounds, but was cut short."""
    moved: tuple[Moved, ...] = ()
    whereabouts: tuple[Moved, ...] = ()
    """These, and all that moved before: a playlist may name the old place still."""
    gone: tuple[Path, ...] = ()
    took: float = 0.0
    anew: bool = False
    """Another version of the program had measured, by other rules."""


Tell = Callable[[Progress], None]


def scan(places: Places, folders: Sequence[Path], tell: Tell, report: Report) -> Report:
    """Fill in the report. After a KeyboardInterrupt it says how far this came."""
    began = time.monotonic()
    homes = tuple(folder.resolve() for folder in folders)
    for home in homes:
        if not home.is_dir():
            raise NoFolder(f"There is no folder {home}. Is its disk there?")
    places.make_data()
    with _alone(places):
        report.anew = is_of_another_version(places.catalogue)
        mend(places.catalogue)
        with Catalogue(places.catalogue) as catalogue:
            for home in homes:
                _scan_one(catalogue, places, home, tell, report)
    report.took = time.monotonic() - began
    return report


def _scan_one(
    catalogue: Catalogue, places: Places, home: Path, tell: Tell, report: Report
) -> None:
    stock = look_through(home)
    before = catalogue.entries(home)
    new = to_hear(stock, before)
    catalogue.mark(back_in(stock, before), gone=False)
    report.files += len(stock.files)
    report.to_hear += len(new)
    report.problems |= _unread(stock)
    _hear(places, stock, new, tell, report)
    gone = gone_from(stock, before)
    catalogue.mark(gone, gone=True)
    after = catalogue.entries(home)
    found = moved(stock, before, after)
    report.moved += found
    report.whereabouts += whereabouts(stock, after)
    elsewhere = {each.was for each in found}
    lost = (Path(os.fsdecode(path)) for path in gone)
    report.gone += tuple(sorted(path for path in lost if path not in elsewhere))
    for one in catalogue.list_of(home):
        if one.problem is not None:
            report.problems[home / one.file] = one.problem
        elif says := ends_early(one.missing, one.length):
            report.early[home / one.file] = says


def _hear(
    places: Places, stock: Stock, new: Sequence[bytes], tell: Tell, report: Report
) -> None:
    if not new:
        return
    course = Course(stock, new)
    cores = _cores()
    beside = session_runs(places)
    crew = Crew(places.catalogue, new, cores, 1 if beside else cores)
    asked, told = time.monotonic(), 0.0
    try:
        while not crew.is_done:
            if time.monotonic() - asked >= ASK_EVERY:
                asked, beside = time.monotonic(), session_runs(places)
                crew.allowed = 1 if beside else cores
            answer = crew.answer(TELL_EVERY)
            if answer is not None:
                course.heard(answer[0])
                report.heard += 1
            if time.monotonic() - told >= TELL_EVERY or crew.is_done:
                told = time.monotonic()
                tell(course.at(Pace.of(crew, told), beside=beside))
    finally:
        crew.dismiss()


@dataclass(frozen=True, slots=True)
class Pace:
    """What is being heard, and what the hearing took so far."""

    worked: float
    """Seconds of all workers together, for files that were heard to their end."""
    workers: int
    in_hand: Mapping[bytes, float]
    """For how many seconds each file is heard now."""

    @classmethod
    def of(cls, crew: Crew, reading: float) -> Self:
        begun = dict(crew.in_hand)
        held = {path: reading - began for path, began in begun.items()}
        return cls(crew.worked, max(1, crew.allowed), held)


class Course:
    """How far it is, and how long it still takes, by the bytes that are left.

    What is in the workers' hands counts for as much as the others went in that time:
    the largest comes first, and is in hand for the longest.
    """

    def __init__(self, stock: Stock, new: Sequence[bytes]) -> None:
        self._sizes = {path: stock.files[path].size for path in new}
        self._whole = sum(self._sizes.values())
        self._of = len(new)
        self._bytes = 0
        self._done = 0

    def heard(self, path: Path) -> None:
        self._bytes += self._sizes.get(os.fsencode(path), 0)
        self._done += 1

    def at(self, pace: Pace, *, beside: bool) -> Progress:
        return Progress(self._done, self._of, self._left(pace), beside)

    def _left(self, pace: Pace) -> float | None:
        spent = pace.worked + sum(pace.in_hand.values())
        if spent < SURE_AFTER or not (pace.worked and self._bytes):
            return None
        rate = self._bytes / pace.worked
        sizes = {path: self._sizes.get(path, 0) for path in pace.in_hand}
        waits = max(0, self._whole - self._bytes - sum(sizes.values()))
        rests = [max(0.0, s - rate * pace.in_hand[p]) for p, s in sizes.items()]
        # No worker can help another with the file in its hands.
        longest = max(rests, default=0.0)
        left = max((sum(rests) + waits) / pace.workers, longest) / rate
        return left or None


def _unread(stock: Stock) -> dict[Path, str]:
    return {
        Path(os.fsdecode(folder)): f"The folder cannot be looked into: {why}."
        for folder, why in stock.unread.items()
    }


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


@contextmanager
def _alone(places: Places) -> Iterator[None]:
    """Two scans would hear everything twice."""
    with (places.data / "scan.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ScanRefused("Another scan is at work. Let it end first.") from None
        yield
