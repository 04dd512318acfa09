"""The last glance at a file before libVLC opens it: the player is the last door.

What the library checked may be another file by now. libVLC goes by what is inside: it
would take a folder for a DVD, wait for an empty file, and follow a list of addresses
into the network. A medium that hangs must hold up no fade, so each file is read by a
thread of its own, for which nobody waits longer than half a step.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.library import breaking, disguise
from kap_room.plan.units import Seconds
from kap_room.player.spare import SAYS
from kap_room.player.voice import SLOWEST_OPENING

AT_ONCE: Final = 0.01
"""Seconds. A glance takes a thousandth or two where the file is at hand: then it is
opened in the same step, and half a step is all that a slow one costs."""

_HEADS: Final = {b"fLaC": "flac", b"OggS": "ogg"}
_FORMS: Final = {
    (b"RIFF", b"WAVE"): "wav",
    (b"FORM", b"AIFF"): "aiff",
    (b"FORM", b"AIFC"): "aiff",
}

_HEAD: Final = 6
"""Bytes, within which a frame says how long it is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is, as far as its beginning tells."""

    trouble: str = ""
    """Why it is not to be opened."""
    reader: str = ""
    """Which of FFmpeg's readers is its own; empty where that is not plain to see."""


class Glances:
    """By deck, for as long as a deck has a voice to be opened."""

    def __init__(self) -> None:
        self._glances: dict[str, _Glance] = {}
        self._looks: dict[str, _Look] = {}
        """By file, those that may still be waiting for their medium."""

    def at(self, files: Mapping[str, str], reading: Seconds) -> dict[str, Seen]:
        """What is seen by now. Who is not in it has to wait."""
        for name in [each for each in self._glances if each not in files]:
            del self._glances[name]
        for name, file in files.items():
            if name not in self._glances:
                self._glances[name] = _Glance(self._look_at(file), reading)
        seen = {name: each.seen_at(reading) for name, each in self._glances.items()}
        return {name: each for name, each in seen.items() if each is not None}

    def _look_at(self, file: str) -> _Look:
        """One thread at most for each file that hangs.

        Over hours of a dead medium its tracks are tried again and again.
        """
        self._looks = {of: each for of, each in self._looks.items() if each.waits}
        if file not in self._looks:
            self._looks[file] = _Look(file)
        return self._looks[file]


class _Look:
    """A thread that reads the beginning of one file, once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.seen: Seen | None = None
        self._thread = threading.Thread(target=self._read, name="glance", daemon=True)
        self._thread.start()
        self._thread.join(AT_ONCE)

    @property
    def waits(self) -> bool:
        return self._thread.is_alive()

    def _read(self) -> None:
        self.seen = seen(self._file)


@dataclass(frozen=True, slots=True)
class _Glance:
    look: _Look
    since: Seconds

    def seen_at(self, reading: Seconds) -> Seen | None:
        if self.look.seen is None and reading > self.since + SLOWEST_OPENING:
            return Seen(trouble=SAYS)
        return self.look.seen


def seen(file: str) -> Seen:
    """May wait for the medium."""
    trouble = _trouble_with(Path(file))
    if trouble:
        return Seen(f"{file} {trouble}")
    pieces = disguise.beginning_of(Path(file))
    if disguise.is_a_list(pieces):
        return Seen(f"{file}: {disguise.SAYS}")
    if breaking.breaks_the_player(pieces):
        return Seen(f"{file}: {breaking.SAYS}")
    return Seen(reader=_reader_of(pieces[-1]))


def _trouble_with(file: Path) -> str:
    try:
        if file.is_dir():
            return "is a folder."
        if not file.exists():
            return "is not there."
        if not file.is_file():
            return "is not a file."
        if file.stat().st_size == 0:
            return "is empty."
    except (OSError, ValueError):
        return "may not be read."
    return "" if os.access(file, os.R_OK) else "may not be read."


def _reader_of(piece: bytes) -> str:
    """What FFmpeg would find by itself. Once it is said, nothing else can be found."""
    if piece[:4] in _HEADS:
        return _HEADS[piece[:4]]
    if (piece[:4], piece[8:12]) in _FORMS:
        return _FORMS[piece[:4], piece[8:12]]
    if piece[4:8] == b"ftyp":
        return "mov"
    if len(piece) > _HEAD and piece[0] == 0xFF:  # noqa: PLR2004 - each frame begins so
        kind = {0xE2: "mp3", 0xF2: "mp3", 0xF0: "aac"}.get(piece[1] & 0xF6, "")
        return "" if kind == "aac" and not _is_aac(piece) else kind
    return ""


def _is_aac(piece: bytes) -> bool:
    """Whether a second frame is where the first one says that it ends.

    The reader for mp3 finds its way out of junk, this one comes to an end there.
    """
    length = int.from_bytes(piece[3:_HEAD]) >> 5 & 0x1FFF
    return length > _HEAD and piece[length : length + 2] == piece[:2]
