"""`kap-room library`: music measured before it sounds, and what is known of it."""

from __future__ import annotations

import json as plain_json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kap_room.cli.say import (
    FINE,
    INTERRUPTED,
    REFUSED,
    UNREACHED,
    WRONG,
    complain,
    complain_of,
)

if TYPE_CHECKING:
    # What scans is imported when it is called, and no sooner.
    from collections.abc import Sequence

    from kap_room.link.places import Places
    from kap_room.wiring.mending import Mended
    from kap_room.wiring.scanning import Progress, Report

app = typer.Typer(help="The music library: measure it, so that nothing startles.")

LAST_IN_LINE: Final = 19
"""The niceness of whoever can wait."""

BAR: Final = 30
LINE_EVERY: Final = 10.0
"""Seconds between two lines where nobody watches a bar."""

MOST_MOVES: Final = 20
"""More than so many of a kind are counted, not listed; `--json` has them all."""


@app.callback()
def library() -> None:
    """The music library: measure it, so that nothing startles."""


@app.command()
def scan(
    folder: Annotated[
        Path | None,
        typer.Argument(help="where to look; the room's music folder when left out"),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="the outcome as JSON")] = False,
) -> int:
    """Measure music: length, loudness, peak, character. Only what is new or changed.

    It may be interrupted at any time, and goes on where it was when it is run again.
    While a session runs it works with a single process.
    """
    import sqlite3

    from kap_room.link.places import find_places
    from kap_room.link.runtime import PlaceRefused
    from kap_room.wiring.crew import CrewFailed
    from kap_room.wiring.loading import FilesWrong
    from kap_room.wiring.scanning import NoFolder, ScanRefused

    try:
        return _scan(find_places(), folder, json=json)
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (PlaceRefused, NoFolder) as wrong:
        return complain(str(wrong), WRONG)
    except ScanRefused as refused:
        return complain(str(refused), REFUSED)
    except (CrewFailed, sqlite3.Error, OSError) as failed:
        return complain(f"The catalogue cannot be kept: {failed}", UNREACHED)


def _scan(places: Places, folder: Path | None, *, json: bool) -> int:
    from kap_room.wiring.last_heard import keep_heard
    from kap_room.wiring.mending import mend_playlists
    from kap_room.wiring.scanning import Report
    from kap_room.wiring.scanning import scan as scan_folders

    folders = _folders(places, folder)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    os.nice(LAST_IN_LINE)
    report = Report(folders)
    bar = _Bar()
    try:
        scan_folders(places, folders, bar.show, report)
    except KeyboardInterrupt:
        bar.end()
        return complain(_how_far(report), INTERRUPTED)
    bar.end()
    if folder is None:  # a session names its music from these folders on
        keep_heard(places, folders)
    mended = mend_playlists(places.room_file, folders[0], report.whereabouts)
    if json:
        print(plain_json.dumps(_plain(report, mended)))
    else:
        _tell(report, mended)
    return FINE


def _folders(places: Places, folder: Path | None) -> tuple[Path, ...]:
    """The one that was named; else the room's, and the starter music's beside it."""
    from kap_room.library.session_files import read_room_or_none
    from kap_room.wiring.loading import FilesWrong, starter_music

    if folder is not None:
        return (folder.expanduser().absolute(),)
    room = read_room_or_none(places.room_file)
    if room.value is None:
        raise FilesWrong(tuple(room.problems))
    starter = starter_music(places)
    return (room.value.music, *((starter,) if starter.is_dir() else ()))


class _Bar:
    """On a terminal one line that is drawn over; elsewhere a line now and then."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()
        self._told = -LINE_EVERY
        self._drawn = False

    def show(self, progress: Progress) -> None:
        if self._is_seen:
            sys.stderr.write(f"\r{_bar_of(progress)}\x1b[K")
            self._drawn = True
        elif time.monotonic() - self._told >= LINE_EVERY:
            self._told = time.monotonic()
            sys.stderr.write(f"{_words_of(progress)}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._drawn:
            sys.stderr.write("\n")
            sys.stderr.flush()


def _bar_of(progress: Progress) -> str:
    full = round(BAR * progress.done / max(1, progress.of))
    return f"[{'#' * full}{'.' * (BAR - full)}] {_words_of(progress)}"


def _words_of(progress: Progress) -> str:
    from kap_room.plan.units import Seconds, clock_words

    words = f"{progress.done} of {progress.of} measured"
    if progress.left is not None:
        words += f", {clock_words(Seconds(progress.left))} left"
    return words + (", slowly beside a session" if progress.beside_a_session else "")


def _how_far(report: Report) -> str:
    return (
        f"Interrupted: {report.heard} of {report.to_hear} measured, and kept. "
        "Run it again to go on."
    )


def _tell(report: Report, mended: Sequence[Mended]) -> None:
    where = ", ".join(map(_shown, report.folders))
    if report.anew:
        print(
            "Another version of the program had measured: all is measured anew. What "
            "was said by hand is kept."
        )
    known = report.files - report.heard
    print(
        f"{report.files} tracks in {where}: {report.heard} measured now, {known} known."
    )
    _list("moved", [f"{_shown(e.was)} -> {_shown(e.now)}" for e in report.moved])
    _list("gone", [_shown(path) for path in report.gone])
    for each in mended:
        if each.refused is None:
            names = f"{_shown(each.was)} -> {_shown(each.now)}"
            print(f"mended: {_shown(each.playlist)}: {names}")
    complain_of(dict.fromkeys(each.refused for each in mended if each.refused))
    for path, says in sorted(report.problems.items()):
        print(f"cannot sound: {_shown(path)}: {says}")
    for path, says in sorted(report.early.items()):
        print(f"cut short: {_shown(path)} {says}")


def _shown(name: Path | str) -> str:
    """A name may hold anything, also what would move the cursor."""
    return "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(name)
    )


def _list(word: str, lines: Sequence[str]) -> None:
    for line in lines[:MOST_MOVES]:
        print(f"{word}: {line}")
    if len(lines) > MOST_MOVES:
        print(f"{word}: and {len(lines) - MOST_MOVES} more; --json lists them")


def _plain(report: Report, mended: Sequence[Mended]) -> dict[str, Any]:
    return {
        "folders": [str(folder) for folder in report.folders],
        "files": report.files,
        "measured": report.heard,
        "moved": [{"from": str(e.was), "to": str(e.now)} for e in report.moved],
        "gone": [str(path) for path in report.gone],
        "mended": [
            {
                "playlist": str(each.playlist),
                "from": each.was,
                "to": each.now,
                "refused": each.refused,
            }
            for each in mended
        ],
        "problems": [
            {"file": str(path), "says": says}
            for path, says in sorted(report.problems.items())
        ],
        "cut_short": [
            {"file": str(path), "says": says}
            for path, says in sorted(report.early.items())
        ],
        "anew": report.anew,
        "seconds": round(report.took, 2),
    }
