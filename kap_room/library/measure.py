"""The worker that measures music beside a session.

`python -m kap_room.library.measure --catalogue FILE`. Absolute paths come in on
standard input, one a line, in quotes as JSON has them where a name holds what a line
cannot; an empty line forgets those that wait, so that a new list
can take their place. Each file is answered by one line of JSON once it stands in the
catalogue. The end of the input ends the worker, so that none outlives its engine. It is
a process of its own, with the lowest claim on the processor: a file that ends FFmpeg
ends this and nothing else, and so does one on which it hangs.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from kap_room.library.catalogue import Catalogue, Stamp
from kap_room.library.ear.decoding import WentOn, sound_in
from kap_room.library.ear.hear import portrait_of
from kap_room.library.lines import as_line
from kap_room.library.portrait import Portrait
from kap_room.library.watch import PATIENCE, Watch
from kap_room.plan.music import Measure

LAST_IN_LINE: Final = 19
"""The niceness of whoever can wait."""

COULD_NOT: Final = 2

STUCK: Final = (
    "It got no further for a minute: it is broken in a way of its own, or its disk is."
)


class Waiting:
    """The files to measure, each once, as they were asked for."""

    def __init__(self) -> None:
        self._files: dict[str, None] = {}
        self._ended = False
        self._changed = threading.Condition()

    def listen(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            file = _name_in(line)
            with self._changed:
                if file:
                    self._files.setdefault(file)
                else:
                    self._files.clear()
                self._changed.notify()
        with self._changed:
            self._ended = True
            self._changed.notify()

    def next(self, *, finish: bool) -> Path | None:
        """The next file; None when the input has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._files or self._ended)
            if not self._files or (self._ended and not finish):
                return None
            file = next(iter(self._files))
            del self._files[file]
            return Path(file)


def _lines_of(descriptor: int) -> Iterator[bytes]:
    """Without Python's own reader: one that waits in it would abort the way out."""
    kept = b""
    while heard := os.read(descriptor, 65536):
        *whole, kept = (kept + heard).split(b"\n")
        yield from whole
    if kept:
        yield kept


def _name_in(line: bytes) -> str:
    bare = line.rstrip(b"\r\n")
    if bare.startswith(b'"'):
        with suppress(ValueError):
            return str(json.loads(bare))
    return os.fsdecode(bare)


class ToldToEnd(BaseException):
    """By whoever started this: not what the file in hand is to blame for."""


class Ending:
    """Whether it was told to: FFmpeg, called in its midst, lets the word fall."""

    def __init__(self) -> None:
        self.was_told = False

    def __call__(self, signal_number: int, _: object) -> None:
        self.was_told = True
        raise ToldToEnd(signal_number)

    def come(self) -> None:
        if self.was_told:
            raise ToldToEnd


class GivingUp:
    """Of a file that gets no further: nobody can be called out of FFmpeg.

    It is tried again by the next worker, for its disk may only have been away.
    """

    def __init__(self, catalogue: Path) -> None:
        self._catalogue = catalogue

    def __call__(self, file: Path) -> None:
        with suppress(sqlite3.Error, OSError), Catalogue(self._catalogue) as catalogue:
            catalogue.blame(file, STUCK)
        os.kill(os.getpid(), signal.SIGKILL)


def measured(path: Path, catalogue: Catalogue, watch: Watch, ending: Ending) -> Measure:
    """From the catalogue where it is known there, under this name or another."""
    if known := catalogue.measure_of(path):
        return known
    stamp = catalogue.begin(path)
    watch.begin(path)
    try:
        found = _recognised(path, catalogue, stamp, watch.went_on)
        found = found or portrait_of(path, watch.went_on)
        ending.come()
    except ToldToEnd:
        catalogue.forgive(path)
        raise
    finally:
        watch.end()
    catalogue.store(path, found, stamp)
    return found.measure


def _recognised(
    path: Path, catalogue: Catalogue, stamp: Stamp | None, went_on: WentOn
) -> Portrait | None:
    """Renamed, moved, copied, or only its labels are new."""
    if stamp is None or not catalogue.may_know(path, stamp):
        return None
    sound = sound_in(path, went_on)
    if sound is None:
        return None
    content, labels = sound
    known = catalogue.portrait_of(content)
    return None if known is None else replace(known, labels=labels)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m kap_room.library.measure")
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--finish", action="store_true", help="measure all, then end")
    parser.add_argument("--patience", type=float, default=PATIENCE)
    asked = parser.parse_args()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C is meant for the program above
    os.nice(LAST_IN_LINE)
    ending = Ending()
    signal.signal(signal.SIGTERM, ending)
    waiting = Waiting()
    lines = _lines_of(sys.stdin.fileno())
    threading.Thread(target=waiting.listen, args=(lines,), daemon=True).start()
    watch = Watch(GivingUp(asked.catalogue))
    watch.keep(asked.patience)
    try:
        with Catalogue(asked.catalogue) as catalogue:
            while path := waiting.next(finish=asked.finish):
                line = as_line(path, measured(path, catalogue, watch, ending))
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    except ToldToEnd:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, sqlite3.Error) as wrong:
        sys.stderr.write(f"{asked.catalogue}: the catalogue cannot be kept: {wrong}\n")
        return COULD_NOT
    return 0


if __name__ == "__main__":
    sys.exit(main())
