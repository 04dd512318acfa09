"""One piece, from its name to its file, in a process of its own.

`python -m kap_room.starter.render FOLDER NAME` prints what it measured as a JSON line.
A process for each piece gives all its memory back, and can be ended at any moment:
the piece is then simply not there.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Final

import numpy as np

from kap_room.plan.units import Decibels, Seconds
from kap_room.starter.catalogue import Piece, piece_named
from kap_room.starter.encode import gained, read, write
from kap_room.starter.pieces import COMPOSERS
from kap_room.starter.shelf import VERSION, Rendered
from kap_room.starter.sound.canvas import RATE, Canvas
from kap_room.starter.sound.finish import finish
from kap_room.starter.sound.loudness import Meter

LOUDNESS: Final = Decibels(-23.0)
"""LUFS of every piece, the reference of a room: gains then stay near nothing."""

CEILING: Final = Decibels(-4.0)
"""dBTP of what is encoded; the codec may add a little and stays under -3."""


def compose(piece: Piece, length: Seconds | None = None) -> Canvas:
    """The finished piece at its loudness, the same each time."""
    rng = np.random.default_rng([VERSION, zlib.crc32(piece.name.encode())])
    canvas = COMPOSERS[piece.name](rng, piece.length if length is None else length)
    finish(canvas)
    meter = Meter(RATE)
    meter.hear(canvas.samples)
    gain = min(LOUDNESS - meter.integrated, CEILING - meter.peak)
    gained(canvas.samples, Decibels(gain))
    return canvas


def render(folder: Path, piece: Piece, length: Seconds | None = None) -> Rendered:
    """Compose, write, and measure what was written by hearing it again."""
    path = folder / piece.file
    path.parent.mkdir(parents=True, exist_ok=True)
    tags = {"title": piece.title, "artist": "kap-room", "album": "Starter music"}
    write(compose(piece, length).samples, path, tags)
    sound = read(path)
    meter = Meter(RATE)
    meter.hear(sound)
    return Rendered(
        name=piece.name,
        length=Seconds(round(sound.shape[1] / RATE, 3)),
        loudness=Decibels(round(meter.integrated, 2)),
        peak=Decibels(round(meter.peak, 2)),
        size=path.stat().st_size,
    )


def main(arguments: list[str]) -> int:
    folder, name = arguments
    piece = piece_named(name)
    if piece is None:
        sys.stderr.write(f'There is no piece called "{name}".\n')
        return 2
    try:
        rendered = render(Path(folder), piece)
    except OSError as problem:
        where = problem.filename or folder
        sys.stderr.write(f"{where}: cannot be written: {problem.strerror}.\n")
        return 1
    sys.stdout.write(json.dumps(rendered.as_json()) + "\n")
    return 0


def _end_with(parent: int) -> None:
    """Whoever asked for the piece was killed: nobody would take it in any more."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    # What plays comes before what is still to be rendered.
    os.nice(10)
    sys.exit(main(sys.argv[1:]))
