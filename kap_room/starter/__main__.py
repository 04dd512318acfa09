"""`python -m kap_room.starter FOLDER`: renders what is missing of the starter music.

Progress goes to standard output, one JSON object a line, for whoever shows it. A
SIGTERM ends it at once and leaves whole pieces only; the next start goes on from there.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, Final

from kap_room.starter.catalogue import PIECES, Piece
from kap_room.starter.workers import NotRenderedError, render_missing

INTERRUPTED: Final = 130


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    # Whatever else this computer does comes first: a session may be running beside us.
    os.nice(10)
    try:
        render_missing(asked.folder, _wanted(asked), asked.workers, _tell)
    except KeyboardInterrupt:
        return INTERRUPTED
    except NotRenderedError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except OSError as problem:
        where = problem.filename or asked.folder
        sys.stderr.write(f"{where}: cannot be written: {problem.strerror}.\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kap_room.starter",
        description="Render the starter music into a music folder.",
    )
    names = [piece.name for piece in PIECES]
    parser.add_argument("folder", type=Path, help="the music folder")
    parser.add_argument("--first", type=int, default=len(PIECES), metavar="N")
    parser.add_argument("--workers", type=int, default=2, choices=range(1, 9))
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME")
    return parser


def _wanted(asked: argparse.Namespace) -> tuple[Piece, ...]:
    pieces = PIECES[: asked.first]
    if asked.only is None:
        return pieces
    return tuple(piece for piece in PIECES if piece.name in asked.only)


def _tell(progress: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(progress) + "\n")
    sys.stdout.flush()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
