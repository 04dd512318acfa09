"""What the therapist on paper did: moments, and whatever lasted from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kap_room.exchange.words import words
from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.canvas import Frame, Panel
from kap_room.rehearsal.picture.lanes import Moment, lanes
from kap_room.rehearsal.script import ENDED_BY
from kap_room.rehearsal.sheet import GivenRun, RunSheet

ENDS: Final = {button.value: words(by)[0] for button, by in ENDED_BY.items()}
"""The word that ends what a word begins: of a hold the same once more."""

REFUSED: Final = "refused: "
"""How the answer to a refused word begins."""


def therapist(sheet: RunSheet, frame: Frame) -> Panel:
    marks = [Moment(mark.at_s, mark.mark) for mark in sheet.marks]
    return lanes("therapist", [*marks, *_pressed(sheet)], frame, "dot")


def _pressed(sheet: RunSheet) -> Iterator[Moment]:
    """Each word at its moment; marks stand at the moment that they mean."""
    marks = {mark.mark for mark in sheet.marks}
    left = list(sheet.given)
    while left:
        given = left.pop(0)
        first = given.words.split()[0]
        says = given.words.replace("-", " ")
        if given.answer.startswith(REFUSED):
            yield Moment(given.at_s, f"{says} (refused)")
        elif first not in marks:
            end = _end_of(first, left)
            if end is None:
                yield Moment(given.at_s, says)
                continue
            left.remove(end)
            lasts = clock_words(Seconds(end.at_s - given.at_s))
            yield Moment(given.at_s, f"{says} {lasts}", end.at_s)


def _end_of(first: str, later: list[GivenRun]) -> GivenRun | None:
    """What ends it, unless the same is pressed again before that."""
    by = ENDS.get(first)
    for given in later if by is not None else ():
        word = given.words.split()[0]
        if word == by and not given.answer.startswith(REFUSED):
            return given
        if word == first:
            return None
    return None
