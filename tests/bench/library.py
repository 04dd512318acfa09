"""What the library costs: hearing a file, looking a folder over, listing, searching."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from kap_room.library.catalogue import Catalogue
from kap_room.library.ear.hear import portrait_of
from kap_room.library.searching import Index, Wanted
from kap_room.library.stocktaking import look_through
from kap_room.link.places import Places
from kap_room.wiring.scanning import Report, scan
from tests.bench.table import Row
from tests.library.music import fill, portrait
from tests.rig.material import pink_noise, write

MANY = 20_000
FOLDER = 1000
LENGTH = 300.0
TRIES = 7


def library(folder: Path) -> tuple[Row, ...]:
    """Rates are by the time that the processor worked; waits by the clock."""
    folder.mkdir(parents=True)
    file = write(folder / "noise.flac", pink_noise(LENGTH, seed=3))
    worked = _took(lambda: portrait_of(file), time.process_time, tries=3)
    return (
        Row("48 kHz flac, heard by one core, times real time", LENGTH / worked, "x"),
        Row("a second scan of 1000 files", _second_scan(folder), "s", 2.0),
        *_twenty_thousand(folder),
    )


def _second_scan(folder: Path) -> float:
    """Without what starting the program costs."""
    music = folder / "music"
    for number in range(FOLDER):
        file = music / f"folder {number % 20}" / f"{number}.flac"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * (1 + number))
    places = Places(folder / "room.yaml", folder / "data", folder / "run")
    with Catalogue(places.catalogue) as catalogue:
        for path, stamp in look_through(music).files.items():
            catalogue.store(Path(path.decode()), portrait(stamp.size), stamp)
    return _took(lambda: scan(places, (music,), lambda _: None, Report((music,))))


def _twenty_thousand(folder: Path) -> tuple[Row, ...]:
    music = folder / "much"
    music.mkdir()
    with Catalogue(folder / "much.db") as catalogue:
        fill(catalogue, music, MANY)
        listing = _took(lambda: catalogue.list_of(music))
        index = Index(catalogue.list_of(music))
    folding = _took(lambda: Index(index.listed))
    wanted = (Wanted("t"), Wanted("slow tide"), Wanted("olafur", intensity=(2, 4)))
    slowest = max(_took(partial(index.found, each)) for each in wanted)
    return (
        Row("20,000 tracks read from the catalogue", listing, "s", 0.25),
        Row("made ready to be searched", folding, "s"),
        Row("searched", slowest, "s", 0.1),
    )


def _took(
    do: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
    tries: int = TRIES,
) -> float:
    took = []
    for _ in range(tries):
        begins = clock()
        do()
        took.append(clock() - begins)
    return median(took)
