"""A row of the catalogue and the values it stands for, there and back."""

from __future__ import annotations

import gc
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kap_room.library.catalogued import Catalogued, Character
from kap_room.library.listed import Listed, tags_of
from kap_room.library.portrait import Labels, Portrait
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds

MOST_TRIES: Final = 3
"""A file that ended the worker as often as this is left alone."""

MEASURE: Final = "length, loudness, peak, problem, head, tail"
CHARACTER: Final = "loudness_range, rise, brightness, tempo, intensity, loudest, onsets"
LABELS: Final = "title, artist, album, genre"
PORTRAIT: Final = f"{MEASURE}, {CHARACTER}, {LABELS}, content, starts_inside, missing"
"""The columns in the order of `values_of` and `portrait_from`."""

_PROBLEM: Final = 3
_SIX: Final = 6
_THIRTEEN: Final = 13
_SEVENTEEN: Final = 17
_TWENTY: Final = 20

ENDED_THE_PROGRAM: Final = Measure(
    Seconds(0.0),
    SILENT,
    SILENT,
    "Measuring it ended the program. It is broken in a way of its own.",
)


def values_of(portrait: Portrait) -> tuple[Any, ...]:
    measure, character, labels = portrait.measure, portrait.character, portrait.labels
    heard: Sequence[Any] = (None,) * (_THIRTEEN - _SIX)
    if character is not None:
        heard = (
            character.loudness_range,
            character.rise,
            character.brightness,
            character.tempo,
            character.intensity,
            character.loudest,
            character.onsets,
        )
    return (
        measure.length,
        measure.loudness,
        measure.peak,
        measure.problem,
        measure.head,
        measure.tail,
        *heard,
        labels.title,
        labels.artist,
        labels.album,
        labels.genre,
        portrait.content,
        portrait.starts_inside,
        portrait.missing,
    )


def portrait_from(row: Sequence[Any]) -> Portrait | None:
    """None where a column holds no number, whoever wrote it."""
    measure = measure_from(row[:_SIX])
    if measure is None:
        return None
    inside = row[_SEVENTEEN + 1]
    return Portrait(
        measure,
        _character(row[_SIX:_THIRTEEN]),
        Labels(*(text or "" for text in row[_THIRTEEN:_SEVENTEEN])),
        row[_SEVENTEEN] or "",
        None if inside is None else bool(inside),
        Seconds(row[_SEVENTEEN + 2] or 0.0),
    )


def measure_from(row: Sequence[Any]) -> Measure | None:
    length, loudness, peak, problem, head, tail = row
    if length is None or loudness is None or peak is None:
        return None
    if math.isnan(length + loudness + peak):
        return None
    return Measure(
        Seconds(length),
        Decibels(loudness),
        Decibels(peak),
        problem,
        Seconds(head or 0.0),
        Seconds(tail or 0.0),
    )


def given_up(row: Sequence[Any]) -> Measure:
    """Of a file that was never heard to its end, with the reason where one is known."""
    problem = row[_PROBLEM]
    return replace(ENDED_THE_PROGRAM, problem=problem) if problem else ENDED_THE_PROGRAM


def _character(row: Sequence[Any]) -> Character | None:
    width, rise, brightness, tempo, intensity, loudest, onsets = row
    if intensity is None:
        return None
    return Character(width, rise, brightness, tempo, intensity, loudest, onsets)


def catalogued_from(rows: Iterable[Sequence[Any]], music: Path) -> list[Catalogued]:
    """Rows of path, whole, tries, the portrait, a hand's intensity and tags, a date."""
    home = os.path.join(music, "")  # noqa: PTH118 - twenty thousand of them
    with _nothing_thrown_away():
        found = [_catalogued(row, home) for row in rows]
        return [each for each in found if each is not None]


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """All of it stays: to look for garbage among it is a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _catalogued(row: Sequence[Any], home: str) -> Catalogued | None:
    path, whole, tries = row[:3]
    told = row[3:]  # not by way of a portrait: it would cost a third more
    measure = measure_from(told[:_SIX]) if whole else None
    if measure is None:
        if whole or tries < MOST_TRIES:
            return None
        measure = given_up(told[:_SIX])
    title, artist, album, genre, content, inside, missing = told[_THIRTEEN:_TWENTY]
    intensity, tags, date = told[_TWENTY:]
    name = os.fsdecode(path)
    return Catalogued(
        name.removeprefix(home),
        Path(name),
        measure,
        _character(told[_SIX:_THIRTEEN]) if whole else None,
        title or "",
        artist or "",
        album or "",
        tags_of(tags, genre),
        intensity,
        None if inside is None else bool(inside),
        content or "",
        Seconds(missing or 0.0),
        date,
    )


def listed_from(rows: Iterable[Sequence[Any]], home: bytes) -> list[Listed]:
    """Rows of path, then what a `Listed` has beside its file."""
    skip = len(home)
    return [Listed(os.fsdecode(path[skip:]), *told) for path, *told in rows]
