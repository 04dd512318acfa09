"""Tracks that exist in a catalogue alone, for claims that need no sound."""

from __future__ import annotations

import json
from pathlib import Path

from kap_room.library.catalogue import Catalogue, Stamp
from kap_room.library.catalogued import Catalogued, Character
from kap_room.library.listed import Listed
from kap_room.library.portrait import Labels, Portrait
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds

WORDS = ("slow", "tide", "Æther", "river", "Ólafur", "stone", "night", "garden")
SIZE = Stamp(1, 1)


def character(intensity: int = 2, **said: float) -> Character:
    return Character(
        loudness_range=Decibels(said.get("loudness_range", 6.0)),
        rise=Decibels(said.get("rise", 5.0)),
        brightness=said.get("brightness", 800.0),
        tempo=said.get("tempo"),
        intensity=intensity,
    )


def portrait(number: int = 0, *, content: str | None = None) -> Portrait:
    """Another for each number, the same for the same."""
    first, second = WORDS[number % 8], WORDS[number // 8 % 8]
    return Portrait(
        Measure(
            Seconds(60.0 + number % 900),
            Decibels(-30.0 + number % 20),
            Decibels(-3.0),
        ),
        character(1 + number % 5),
        Labels(f"{first} {second} {number}", f"The {second}s", "One", "ambient"),
        content=f"sound {number}" if content is None else content,
        starts_inside=True,
    )


def fill(catalogue: Catalogue, music: Path, tracks: int) -> None:
    for number in range(tracks):
        path = music / f"folder {number % 40}" / f"track {number:05}.flac"
        catalogue.store(path, portrait(number), SIZE)


def catalogued(file: str, **said: object) -> Catalogued:
    measure = said.pop("measure", None) or Measure(
        Seconds(240.0), Decibels(-20.0), Decibels(-3.0)
    )
    return Catalogued(file, Path("/music", file), measure, **said)  # type: ignore[arg-type]


def listed(file: str, *tags: str, **said: object) -> Listed:
    facts = {"length": Seconds(240.0), "loudness": Decibels(-20.0), **said}
    return Listed(file, labels=json.dumps(tags), **facts)  # type: ignore[arg-type]
