"""Music that a catalogue knows, without a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kap_room.library.catalogued import Catalogued, Character
from kap_room.plan.music import Measure, Track
from kap_room.plan.units import Decibels, Seconds

CALM = Character(Decibels(4.0), Decibels(7.0), 400.0, None, 2, Decibels(3.0))


def known(
    file: str,
    minutes: float = 10.0,
    *,
    tags: tuple[str, ...] = (),
    content: str = "",
    problem: str | None = None,
) -> Catalogued:
    length = Seconds(minutes * 60.0)
    loudness, peak = Decibels(-20.0), Decibels(-3.0)
    measure = Measure(length, loudness, peak, problem)
    path = Path("/music") / file
    return Catalogued(file, path, measure, CALM, tags=tags, content=content)


def catalogue(*all_known: Catalogued) -> Callable[[Track], Catalogued | None]:
    by_file = {one.file: one for one in all_known}
    return lambda track: by_file.get(track.file)
