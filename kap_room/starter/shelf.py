"""What lies in the folder: the index of rendered pieces, and what is missing.

Standard library only; asking whether the music is there must not load numpy. A piece
counts when the index names it in this version and its file has the size written there.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kap_room.plan.units import Decibels, Seconds
from kap_room.starter.catalogue import FIRST, FOLDER, PIECES, Piece, piece_named

VERSION: Final = 1
"""Counted up when pieces change; what was rendered before is then rendered anew."""

INDEX: Final = "starter.json"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was measured of a piece's file by hearing it to its end."""

    name: str
    length: Seconds
    loudness: Decibels
    """Integrated, in LUFS."""
    peak: Decibels
    """True peak, in dBTP."""
    size: int
    """Bytes."""

    def as_json(self) -> dict[str, Any]:
        piece = piece_named(self.name)
        told: dict[str, Any] = {
            "name": self.name,
            "length_s": self.length,
            "loudness_lufs": self.loudness,
            "peak_dbtp": self.peak,
            "size": self.size,
        }
        if piece is not None:
            told |= {
                "file": piece.file,
                "title": piece.title,
                "character": piece.character,
                "phase": piece.phase,
                "intensity": piece.intensity,
                "tags": list(piece.tags),
            }
        return told


def missing(folder: Path) -> tuple[Piece, ...]:
    """The pieces that are not there whole, in the order in which they are rendered."""
    known = {each.name: each for each in shelved(folder)}
    return tuple(
        piece
        for piece in PIECES
        if piece.name not in known or not _is_whole(folder, piece, known[piece.name])
    )


def is_ready(folder: Path, first: int = FIRST) -> bool:
    """Whether the first pieces are there, so that the demo scene can sound."""
    absent = set(missing(folder))
    return not any(piece in absent for piece in PIECES[:first])


def shelved(folder: Path) -> tuple[Rendered, ...]:
    """What the index tells; an index that cannot be read tells nothing."""
    try:
        told = json.loads((folder / FOLDER / INDEX).read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            return ()
        return tuple(rendered_from(each) for each in told["pieces"])
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def rendered_from(told: dict[str, Any]) -> Rendered:
    return Rendered(
        name=str(told["name"]),
        length=Seconds(float(told["length_s"])),
        loudness=Decibels(float(told["loudness_lufs"])),
        peak=Decibels(float(told["peak_dbtp"])),
        size=int(told["size"]),
    )


def shelve(folder: Path, rendered: Rendered) -> None:
    """Add one piece to the index, which is replaced whole."""
    kept = {each.name: each for each in shelved(folder)} | {rendered.name: rendered}
    told = {
        "version": VERSION,
        "pieces": [kept[p.name].as_json() for p in PIECES if p.name in kept],
    }
    index = folder / FOLDER / INDEX
    part = index.with_name(f"{INDEX}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as written:
            json.dump(told, written, indent=1)
            written.flush()
            os.fsync(written.fileno())
        part.replace(index)
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what an earlier rendering left unfinished."""
    for part in (folder / FOLDER).glob("*.part"):
        part.unlink(missing_ok=True)


def _is_whole(folder: Path, piece: Piece, rendered: Rendered) -> bool:
    try:
        return (folder / piece.file).stat().st_size == rendered.size
    except OSError:
        return False
