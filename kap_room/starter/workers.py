"""Renders what is missing, a few pieces side by side, and tells how far it is.

Standard library only: numpy lives in the processes this starts, one for each piece.
One rendering at a time owns a folder; a second one waits and then finds nothing to do.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kap_room.starter.catalogue import FOLDER, Piece
from kap_room.starter.shelf import missing, rendered_from, shelve, sweep

Tell = Callable[[dict[str, Any]], None]

LOOK_EVERY: Final = 0.05
"""Seconds between two looks at the processes; a second is nothing to a renderer."""

TELL_EVERY: Final = 1.0

GUESS: Final = 0.035
"""Seconds of work for a second of music, until some was rendered (a 2 GHz core)."""


class NotRenderedError(Exception):
    """A piece could not be rendered; the message says which and why."""


@dataclass(slots=True)
class _Progress:
    """What is done, and when it should all be; guessed anew with each piece."""

    pieces: Sequence[Piece]
    workers: int
    began: float
    done: list[Piece] = field(default_factory=list)
    ends: float = 0.0

    def begin(self) -> None:
        whole: float = sum(piece.length for piece in self.pieces)
        self.ends = self.began + whole * GUESS / self.workers

    def finished(self, piece: Piece, running: Iterable[Piece], reading: float) -> None:
        self.done.append(piece)
        whole = sum(each.length for each in self.pieces)
        # Those that are running are half way through, taken together.
        made: float = sum(each.length for each in self.done)
        made += sum(each.length for each in running) / 2
        self.ends = self.began + (reading - self.began) * whole / made

    def told(self, reading: float, piece: str | None) -> dict[str, Any]:
        is_over = len(self.done) == len(self.pieces)
        return {
            "done": len(self.done),
            "of": len(self.pieces),
            "piece": piece,
            "seconds_left": 0 if is_over else max(round(self.ends - reading), 1),
        }


def render_missing(
    folder: Path, wanted: Sequence[Piece], workers: int, tell: Tell
) -> int:
    """Render those of `wanted` that are missing; returns how many that were."""
    with _owned(folder, tell):
        sweep(folder)
        absent = set(missing(folder))
        pieces = tuple(piece for piece in wanted if piece in absent)
        _render_all(folder, pieces, workers, tell)
    return len(pieces)


def _render_all(
    folder: Path, pieces: Sequence[Piece], workers: int, tell: Tell
) -> None:
    waiting = list(pieces)
    running: dict[Piece, subprocess.Popen[str]] = {}
    progress = _Progress(pieces, workers, time.monotonic())
    progress.begin()
    told_at = progress.began
    tell(progress.told(progress.began, None))
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                piece = waiting.pop(0)
                running[piece] = _begin(folder, piece)
            for piece in [each for each, child in running.items() if _is_over(child)]:
                _take_in(folder, piece, running.pop(piece))
                progress.finished(piece, running, time.monotonic())
                tell(progress.told(time.monotonic(), piece.name))
            if running and time.monotonic() - told_at >= TELL_EVERY:
                told_at = time.monotonic()
                tell(progress.told(told_at, next(iter(running)).name))
            time.sleep(LOOK_EVERY)
    finally:
        _end(running.values())
        sweep(folder)


def _begin(folder: Path, piece: Piece) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kap_room.starter.render", str(folder), piece.name]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )


def _is_over(child: subprocess.Popen[str]) -> bool:
    return child.poll() is not None


def _take_in(folder: Path, piece: Piece, child: subprocess.Popen[str]) -> None:
    told, _ = child.communicate()
    if child.returncode != 0:
        sentence = (
            f'The piece "{piece.name}" could not be rendered; see the lines above.'
        )
        raise NotRenderedError(sentence)
    shelve(folder, rendered_from(json.loads(told)))


def _end(children: Iterable[subprocess.Popen[str]]) -> None:
    for child in children:
        child.kill()
    for child in children:
        child.communicate()


@contextmanager
def _owned(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the folder's lock; whoever comes second says so and waits."""
    shelf = folder / FOLDER
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell({"waiting": "another rendering into this folder"})
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
