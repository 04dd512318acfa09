"""What is typed behind `playlist build`, read; and where what comes of it is put."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.library import values
from kap_room.library.problems import quoted
from kap_room.link.places import find_places
from kap_room.plan.units import Seconds
from kap_room.wiring.playlist_building import AskedWrong, Built
from kap_room.wiring.playlist_music import home_of
from kap_room.wiring.playlist_saving import save_as

_RANGE: Final = re.compile(r"([1-5])(?:\s*(?:\.\.|-)\s*([1-5]))?")


def length_of(text: str | None) -> Seconds | None:
    if text is None:
        return None
    try:
        return values.length_of(text.strip())
    except ValueError as wrong:
        raise AskedWrong(f"--length: {wrong}") from None


def intensity_of(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise AskedWrong(
            f"--intensity: {quoted(text)} is none. Write 3, or 2..4; 1 is calm and 5 "
            "intense."
        )
    ends = int(found[1]), int(found[2] or found[1])
    return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class Saved:
    path: Path | None
    """Where it was written; None where nobody asked for that."""
    says: str


@dataclass(frozen=True, slots=True)
class AskedHow:
    """What is to become of a proposal."""

    name: str | None
    save: bool
    replaces: bool

    def saved(self, made: Built) -> Saved:
        if not self.save:
            return Saved(None, "Not saved: --save keeps it.")
        places = find_places()
        path = home_of(places, self.name or made.called)
        says = save_as(places, path, made.playlist(path.stem), replaces=self.replaces)
        return Saved(path, says)
