"""A first set of files for a room. What is there already is somebody's and stays."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.library.shelves import PLAYLISTS, SCENES, shipped

ROOM: Final = "room.yaml"
_EXAMPLE: Final = Path(__file__).with_name("room_example.yaml")
_NAME: Final = "room: Garden room"


class CannotLayOut(Exception):  # noqa: N818 (it is the answer)
    """Why a folder could not be filled, as a sentence."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    written: tuple[Path, ...]
    left: tuple[Path, ...]
    """Files that were there before."""


def lay_out(folder: Path, room_name: str | None = None) -> LaidOut:
    """Raise `CannotLayOut` where the folder cannot be written to."""
    written: list[Path] = []
    left: list[Path] = []
    try:
        for path, text in _files(room_name).items():
            here = folder / path
            here.parent.mkdir(parents=True, exist_ok=True)
            (written if _write(here, text) else left).append(here)
    except OSError as wrong:
        where = wrong.filename or folder
        reason = os.strerror(wrong.errno) if wrong.errno else str(wrong)
        raise CannotLayOut(f"{where} could not be written: {reason}.") from None
    return LaidOut(tuple(written), tuple(left))


def _files(room_name: str | None) -> dict[Path, str]:
    room = _EXAMPLE.read_text("utf-8")
    if room_name is not None:
        quoted = json.dumps(room_name, ensure_ascii=False)  # YAML reads JSON's quotes
        room = room.replace(_NAME, f"room: {quoted}", 1)
    files = {Path(ROOM): room}
    for kind in (SCENES, PLAYLISTS):
        for path in sorted((shipped() / kind).glob("*.yaml")):
            files[Path(kind) / path.name] = path.read_text("utf-8")
    return files


def _write(path: Path, text: str) -> bool:
    """False where something is there already."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
